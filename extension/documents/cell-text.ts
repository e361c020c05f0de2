import {
  cellFence,
  closingFence,
  escapeMarkdownLine,
  isBlank,
  isLanguage,
  optionPrefix,
  withLineFeeds,
} from "../../notebook/lines.ts";
import { scan } from "../../notebook/scan.ts";
import type { Piece } from "../../notebook/scan.ts";
import { FRONT_LANGUAGE } from "./document.ts";
import type { DocumentCell } from "./document.ts";

/** What VS Code calls a language that it does not know. */
export const PLAIN = "plaintext";

/** The name on a cell's fence. */
export function fenceLanguage({ language, layout }: Pick<DocumentCell, "language" | "layout">): string {
  if (language === PLAIN && layout?.language !== undefined) return layout.language;
  return isLanguage(language) ? language : "text";
}

/**
 * A cell as we write it into a file. `apart`: another Markdown cell stands before it; `last`: none follows, otherwise a
 * blank line does.
 */
export function cellText(cell: DocumentCell, { apart, last }: { apart: boolean; last: boolean }, eol: string): string {
  const lines = cell.kind === "markdown" ? markdownLines(cell, apart) : codeLines(cell);
  return [...lines, ...(last ? [] : [""])].map((line) => line + eol).join("");
}

function markdownLines({ value, layout }: DocumentCell, apart: boolean): string[] {
  const written = value === "" ? [] : value.split("\n").map(escapeMarkdownLine);
  const separator = layout?.separator ?? (apart || written.every(isBlank) ? "<!-- cell -->" : undefined);
  return separator === undefined ? written : [separator, "", ...written];
}

function codeLines(cell: DocumentCell): string[] {
  const lines = cell.value === "" ? [] : cell.value.split("\n");
  const needed = lines.reduce((most, line) => Math.max(most, closingFence(line), cellFence(line)?.ticks ?? 0), 2) + 1;
  const fence = "`".repeat(Math.max(needed, cell.layout?.ticks ?? 3));
  return [`${fence}{${fenceLanguage(cell)}}`, ...lines, fence];
}

/** The front matter as we write it, with its fences. */
export const frontText = (value: string, eol: string): string =>
  ["---", ...(value === "" ? [] : value.split("\n")), "---"].map((line) => line + eol).join("");

/** A text as VS Code keeps it: a lone carriage return ends a line too, and a byte order mark does not begin a cell. */
export const inEditor = (text: string): string => text.replace(/^\uFEFF+/, "").replaceAll(/\r\n?/g, "\n");

/** What an editor shows of a piece of a file. */
export function editorText(piece: Piece, body: string): string {
  if (piece.kind === "markdown") return inEditor(piece.text);
  const inside = withLineFeeds(body.slice(piece.bodyStart, piece.end));
  return inEditor(withoutLastFeed(piece.closed ? withoutLastLine(inside) : inside));
}

/** What an editor shows of the YAML between the fences of the front matter. */
export const frontValue = (yaml: string): string => inEditor(withoutLastFeed(withLineFeeds(yaml)));

/** Whether bytes from a file still mean this cell. */
export function stillMeans(raw: string, cell: DocumentCell): boolean {
  // Behind a line end, since `---` is front matter only where it begins the file.
  const { pieces, body } = scan(`\n${raw}`);
  const [piece] = pieces;
  if (!piece || pieces.length > 1 || piece.kind !== cell.kind) return false;
  return (
    (piece.kind === "markdown" || piece.language === fenceLanguage(cell)) &&
    editorText(piece, body) === inEditor(cell.value)
  );
}

/** How many of a cell's lines are options; its code begins behind them. Places of errors count from there. */
export function optionLines(cell: Pick<DocumentCell, "value" | "language" | "layout">): number {
  if (cell.language === FRONT_LANGUAGE) return 0;
  const prefix = optionPrefix(fenceLanguage(cell));
  const lines = cell.value.split("\n");
  const first = lines.findIndex((line) => !line.startsWith(prefix));
  return first === -1 ? lines.length : first;
}

const withoutLastFeed = (text: string): string => (text.endsWith("\n") ? text.slice(0, -1) : text);

function withoutLastLine(text: string): string {
  const end = text.endsWith("\n") ? text.length - 2 : text.length - 1;
  return text.slice(0, text.lastIndexOf("\n", end) + 1);
}
