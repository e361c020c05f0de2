import { cellFence, lineAt } from "./lines.ts";
import type { Cell, Notebook } from "./notebook.ts";
import { renderCell } from "./render.ts";
import { scan } from "./scan.ts";

/**
 * The text of a notebook. Of one that `parse` gave it is the file's own, byte for byte. New and changed cells (without
 * `raw`) are written out; around them only what keeps the cells apart is added: line ends, separators, closing fences.
 */
export function print({ cells, source }: Notebook): string {
  const { bom, eol, head, tail } = source;
  let out = head;
  let before: Cell | undefined;
  for (const cell of cells) {
    if (out !== "" && !out.endsWith("\n")) out += eol;
    if (before) out += closing(before, cell, eol);
    if (out !== "" && (cell.raw === undefined || (before && before.raw === undefined))) out += blankLine(out, eol);
    const apart = before?.kind === "markdown" && cell.kind === "markdown";
    if (cell.raw === undefined) out += renderCell(cell, apart, eol);
    else out += apart && !beginsWithSeparator(cell.raw) ? `<!-- cell -->${eol}${cell.raw}` : cell.raw;
    before = cell;
  }
  // Without front matter of its own, the notebook must not begin with text that reads as one.
  if (head === "" && scan(out).front) out = `<!-- cell -->${eol}${out}`;
  return `${bom ? "\uFEFF" : ""}${out}${tail}`;
}

const blankLine = (out: string, eol: string): string => (/\n[ \t\r]*\n$/.test(out.slice(-256)) ? "" : eol);

const beginsWithSeparator = (raw: string): boolean => {
  const first = scan(raw).pieces[0];
  return first?.kind === "markdown" && first.separator !== undefined;
};

/** A closing fence behind a cell whose own is missing in the file, where the next cell would become part of it. */
function closing(before: Cell, cell: Cell, eol: string): string {
  const code = before.kind === "code" && before.raw !== undefined ? scan(before.raw).pieces[0] : undefined;
  if (code?.kind !== "code" || code.closed) return "";
  const next = cell.kind === "code" && cell.raw !== undefined ? cell.raw : "";
  const fence = cellFence(next.slice(0, lineAt(next, 0).end));
  return fence && fence.ticks >= code.ticks ? "" : `${"`".repeat(code.ticks)}${eol}`;
}
