import { setCellOption } from "../../notebook/edit.ts";
import type { Author } from "../../notebook/inline-yaml.ts";
import { closingFence, cellFence } from "../../notebook/lines.ts";
import { scan } from "../../notebook/scan.ts";
import { BetweenError } from "../../protocol/errors.ts";
import { editorText } from "../documents/cell-text.ts";

const key = "chart";

/**
 * The text of a cell's editor with the option `chart:` set, or taken away when `chart` is absent; no other line is
 * touched. `language` is the cell's, as its fence names it. Throws `notebook.*` where the options cannot be changed safely.
 */
export function withChart(text: string, language: string, chart: Author | undefined): string {
  const lines = text.split("\n");
  const longest = lines.reduce((most, line) => Math.max(most, closingFence(line), cellFence(line)?.ticks ?? 0), 2);
  const fence = "`".repeat(longest + 1);
  const edited = setCellOption(`${fence}{${language}}\n${text}\n${fence}\n`, 0, key, chart);
  if ("problems" in edited) {
    const [problem] = edited.problems;
    throw problem ? new BetweenError(problem.code, problem.args) : new BetweenError("notebook.cannot-edit", { key });
  }
  const { pieces, body } = scan(edited.text);
  const [piece] = pieces;
  if (!piece) throw new BetweenError("notebook.cannot-edit", { key });
  return editorText(piece, body);
}

/** Where two texts differ, as offsets in the first and what stands there in the second: the smallest edit between them. */
export function difference(before: string, after: string): { start: number; end: number; text: string } {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let end = before.length;
  let last = after.length;
  while (end > start && last > start && before[end - 1] === after[last - 1]) {
    end--;
    last--;
  }
  return { start, end, text: after.slice(start, last) };
}
/** The chart of a message as an author would write it; undefined where it is none. */
export function chartOf(chart: object): Record<string, Author> | undefined {
  const { type, x, y, series, title }: Record<string, unknown> = { ...chart };
  const known = types.find((each) => each === type);
  const ys = Array.isArray(y) && y.every((each): each is string => typeof each === "string") ? y : undefined;
  const measured = typeof y === "string" ? y : ys;
  if (!known || typeof x !== "string" || measured === undefined) return undefined;
  return {
    type: known,
    x,
    y: measured,
    ...(typeof series === "string" && { series }),
    ...(typeof title === "string" && { title }),
  };
}

const types = ["bar", "line", "area", "scatter", "pie"];
