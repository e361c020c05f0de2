import type { WireError } from "../../protocol/errors.ts";
import { explain, say, type Lang } from "../../protocol/wording/say.ts";
import type { Paint } from "./paint.ts";
import { printable, printableLines } from "./printable.ts";
import { widthOf, wrap } from "./text-width.ts";

export type Ways = { lang: Lang; paint: Paint; width: number };

/** The text that an error points into: of a cell that begins on `line` of `file`, or of the whole file (`line` 1). */
export type Origin = { file: string; line: number; text: string };

/** An error for people: where, what, the line with a caret under it, what the engine said, and what to do next (unless `hinted` is false). */
export function failureLines(
  error: WireError,
  origin: Origin | undefined,
  { lang, paint, width }: Ways,
  hinted = true,
): string[] {
  const { message, engineText, hint } = explain(lang, error);
  const at = error.at && origin ? `${origin.file}:${origin.line + error.at.line - 1}:${error.at.column}` : undefined;
  const where = at ?? (origin && `${origin.file}:${origin.line}`);
  const said =
    engineText === undefined || message.includes(engineText) ? [] : printableLines(engineText.trim()).split("\n");
  return [
    `${where ? paint.strong(`${printable(where)}: `) : ""}${paint.bad(printableLines(message))}`,
    ...(error.at && origin ? pointedLine(origin, error.at, width).map((line) => paint.faint(line)) : []),
    ...said.map((line, i) => `  ${i === 0 ? `${say(lang, "cli.engine-said")} ` : ""}${line}`),
    ...(hinted ? hintLines(hint, { width }) : []),
  ];
}

/** What to do next, below what happened. */
export function hintLines(hint: string | undefined, { width }: Pick<Ways, "width">): string[] {
  if (hint === undefined) return [];
  return wrap(printableLines(hint), Math.max(40, width - 4)).map((line, i) => `  ${i === 0 ? "→ " : "  "}${line}`);
}

/** The line that a place means, cut to `width` around it, and carets under the place. */
export function pointedLine(
  { line: first, text }: Origin,
  at: { line: number; column: number; endLine?: number | undefined; endColumn?: number | undefined },
  width: number,
): string[] {
  const source = text.split("\n")[at.line - 1];
  if (source === undefined) return [];
  const from = Math.min(at.column - 1, source.length);
  const oneLine = at.endLine === undefined || at.endLine === at.line;
  const to = oneLine && at.endColumn !== undefined && at.endColumn > at.column ? at.endColumn - 1 : from + 1;

  const number = String(first + at.line - 1);
  const room = Math.max(20, width - number.length - 6);
  const before = tail(visible(source.slice(0, from)), Math.floor(room / 2));
  const marked = head(visible(source.slice(from, to)), room - widthOf(before));
  const after = head(visible(source.slice(to)), room - widthOf(before) - widthOf(marked));
  return [
    `  ${number} │ ${before}${marked}${after}`.trimEnd(),
    `  ${" ".repeat(number.length)} │ ${" ".repeat(widthOf(before))}${"^".repeat(Math.max(1, widthOf(marked)))}`,
  ];
}

const visible = (code: string) => printable(code.replaceAll("\t", "  "));

/** The beginning of a text, at most `columns` wide. */
function head(text: string, columns: number): string {
  let kept = text.slice(0, Math.max(0, columns));
  while (widthOf(kept) > columns) kept = kept.slice(0, -1);
  return kept;
}

/** The end of a text, at most `columns` wide, behind `…` when it is not all. */
function tail(text: string, columns: number): string {
  if (text.length <= columns && widthOf(text) <= columns) return text;
  let kept = text.slice(-columns + 1);
  while (widthOf(kept) > columns - 1) kept = kept.slice(1);
  return `…${kept}`;
}
