import type { CellState, CellView, Media, RunView } from "../../protocol/messages.ts";
import { replacedText } from "../../protocol/replaced-text.ts";
import { mediaBytes } from "../../protocol/values/media.ts";
import { say, type Lang } from "../../protocol/wording/say.ts";
import { shownUri } from "../notebook-file.ts";
import { bytes, count, duration } from "./amounts.ts";
import { failureLines, type Ways } from "./failure-lines.ts";
import { noteLines } from "./note-lines.ts";
import type { Paint } from "./paint.ts";
import { printable } from "./printable.ts";
import { rowsNote } from "./rows-note.ts";
import { textTable, type TextColumn } from "./text-table.ts";
import { cut } from "./text-width.ts";

/** The first rows of one result, as text; `null` is SQL's NULL. */
export type Preview = { result: number; columns: readonly TextColumn[]; rows: readonly (readonly (string | null)[])[] };

const marks: Record<CellState, string> = {
  queued: "·",
  running: "▸",
  done: "✔",
  failed: "✖",
  interrupted: "■",
  skipped: "–",
  lost: "?",
};

export function stateMark(state: CellState, paint: Paint): string {
  if (state === "done") return paint.good(marks.done);
  if (state === "failed" || state === "lost") return paint.bad(marks[state]);
  return state === "queued" || state === "skipped" ? paint.faint(marks[state]) : paint.warn(marks[state]);
}

export function stateWord(lang: Lang, state: CellState | RunView["state"]): string {
  return say(lang, `cli.state.${state}`);
}

/** The cells that take part in the run, with their ordinals: what `[2/5]` counts. */
export function runningCells({ cells }: RunView): { cell: CellView; ordinal: number }[] {
  const code = cells.map((cell, ordinal) => ({ cell, ordinal })).filter(({ cell }) => cell.kind === "code");
  const part = code.filter(({ cell }) => cell.state !== undefined);
  return part.length > 0 ? part : code;
}

/** What people call a cell: its name, its title, or its first line of code. */
export function cellLabel({ options, text }: CellView): string {
  for (const given of [options.name, options.title])
    if (typeof given === "string" && given !== "") return printable(given);
  return cut(
    printable(
      text
        .split("\n")
        .find((line) => line.trim() !== "")
        ?.trim() ?? "",
    ),
    48,
  );
}

/** An ended cell: its headline, its tables, what it saved, what to know about it, and why it failed. */
export function cellLines(view: RunView, ordinal: number, previews: readonly Preview[], ways: Ways): string[] {
  const cell = view.cells[ordinal];
  if (!cell?.state) return [];
  const { lang, paint } = ways;
  const indented = (lines: readonly string[]) => lines.map((line) => (line === "" ? "" : `  ${line}`));
  return [
    `${stateMark(cell.state, paint)} ${cellHeadline(view, ordinal, lang, paint)}`,
    ...cell.results.flatMap((result) => {
      const preview = previews.find((one) => one.result === result.result);
      return preview ? indented(previewLines(preview, result, { ...ways, width: ways.width - 2 })) : [];
    }),
    ...(cell.media ?? []).flatMap((media) => indented(mediaLines(media, lang))),
    ...cell.saved.map((saved) => {
      const code =
        saved.replaced === "" ? "cli.saved" : saved.replaced === "*" ? "cli.saved-all" : "cli.saved-replacing";
      return `  ${printable(say(lang, code, { ...saved, rows: count(saved.rows), replaced: replacedText(saved.replaced) }))}`;
    }),
    ...cell.checks.map(({ level, code, args }) => {
      const text = printable(`${say(lang, `cli.level.${level}`)} ${say(lang, code, args)}`);
      return `  ${level === "error" ? paint.bad(text) : paint.warn(text)}`;
    }),
    ...cell.notes.flatMap((note) => indented(noteLines(note, ways))),
    ...(cell.error
      ? indented(
          failureLines(cell.error, { file: shownUri(view.notebook.uri), line: cell.line, text: cell.text }, ways),
        )
      : []),
  ];
}

/** `[2/5] dau · 1.2 s · 12,345 rows`. */
export function cellHeadline(view: RunView, ordinal: number, lang: Lang, paint: Paint): string {
  const cells = runningCells(view);
  const place = cells.findIndex((one) => one.ordinal === ordinal);
  const cell = view.cells[ordinal];
  if (!cell) return "";
  const main = cell.results.findLast((result) => result.main) ?? cell.results.at(-1);
  const facts = [
    ...(cell.state && cell.state !== "running" ? [stateWord(lang, cell.state)] : []),
    ...(cell.ms !== undefined ? [duration(cell.ms)] : []),
    ...(main && (main.rows > 0 || main.extent) ? [rowsNote(lang, main)] : []),
  ];
  return [`[${place + 1}/${cells.length}] ${paint.strong(cellLabel(cell))}`, ...facts].join(" · ");
}

/** Text as it is; of pictures and pages that they are there, for the report shows them. */
function mediaLines(media: Media, lang: Lang): string[] {
  if (media.mime === "text/plain" || media.mime === "text/markdown")
    return media.data.trimEnd().split("\n").map(printable);
  const type = media.mime.replace(/^(?:image|text)\//, "");
  return [say(lang, "media.shown", { type, bytes: bytes(mediaBytes(media)) })];
}

/** A table and the exact note of how much of it one sees; nothing to see is said in one line. */
export function previewLines(
  preview: Preview,
  result: { rows: number; extent?: "all" | "more" | undefined },
  ways: Ways,
): string[] {
  const { lang, paint } = ways;
  const { lines, hidden } = textTable(preview.columns, preview.rows, ways);
  return [
    ...lines,
    paint.faint(rowsNote(lang, result, preview.rows.length)),
    ...(hidden.length > 0 ? [paint.faint(hiddenNote(hidden, ways))] : []),
  ];
}

function hiddenNote(hidden: readonly string[], { lang, width }: Ways): string {
  return cut(
    say(lang, "cli.columns-hidden", { count: count(hidden.length), names: hidden.slice(0, 50).join(", ") }),
    width,
  );
}
