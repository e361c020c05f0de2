import { cellFence, lineAt } from "./lines.ts";
import type { Cell, Notebook } from "./notebook.ts";
import { renderCell } from "./render.ts";
import { scan } from "./scan.ts";

/**
 * The text of a notebook. Of one that `parse` gave it is the file's own, byte for byte. New and changed cells (without
 * `raw`) are written out; around them only what keeps the cells apart is added: line ends, separators, closing fences.
 */
export function print({ cells, source }: Pick<Notebook, "cells" | "source">): string {
  const { bom, eol, head, tail } = source;
  const parts = [head];
  // Only its last line is looked at: the end of a string that is still being joined is slow to read.
  let end = head;
  const add = (text: string) => {
    if (text === "") return;
    parts.push(text);
    end = text;
  };
  let before: Cell | undefined;
  for (const cell of cells) {
    if (end !== "" && !end.endsWith("\n")) add(eol);
    if (before) add(closing(before, cell, eol));
    const isNew = cell.raw === undefined || (before && before.raw === undefined);
    if (isNew && end !== "" && !/(?:^|\n)[ \t\r]*\n$/.test(end.slice(-80))) add(eol);
    const apart = before?.kind === "markdown" && cell.kind === "markdown";
    if (cell.raw === undefined) add(renderCell(cell, apart, eol));
    else {
      if (apart && !beginsWithSeparator(cell.raw)) add(`<!-- cell -->${eol}`);
      add(cell.raw);
    }
    before = cell;
  }
  if (before && tail !== "") {
    if (!end.endsWith("\n")) add(eol);
    add(closing(before, undefined, eol));
  }
  const out = parts.join("");
  const guard = head === "" && readsOtherwiseAtStart(out, bom) ? `<!-- cell -->${eol}` : "";
  return `${bom ? "\uFEFF" : ""}${guard}${out}${tail}`;
}

/** True for text that is front matter or a byte order mark only because it begins the file now. */
const readsOtherwiseAtStart = (out: string, bom: boolean): boolean =>
  (!bom && out.startsWith("\uFEFF")) || (out.startsWith("---") && scan(out).front !== undefined);

const beginsWithSeparator = (raw: string): boolean => {
  const first = scan(raw).pieces[0];
  return first?.kind === "markdown" && first.separator !== undefined;
};

/** A closing fence behind a cell whose own is missing in the file, where the next cell would become part of it. */
function closing(before: Cell, cell: Cell | undefined, eol: string): string {
  const code = before.kind === "code" && before.raw !== undefined ? scan(before.raw).pieces[0] : undefined;
  if (code?.kind !== "code" || code.closed) return "";
  const next = cell?.kind === "code" && cell.raw !== undefined ? cell.raw : "";
  const fence = cellFence(next.slice(0, lineAt(next, 0).end));
  return fence && fence.ticks >= code.ticks ? "" : `${"`".repeat(code.ticks)}${eol}`;
}
