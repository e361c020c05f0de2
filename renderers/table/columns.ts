import type { Field } from "../../protocol/messages.ts";
import { textWidth } from "../chart/text-width.ts";

export type GridColumn = {
  name: string;
  /** As the engine names it, and short enough for a heading. */
  type: string;
  shortType: string;
  /** Written as a number: on the right, with figures of one width. */
  numeric: boolean;
  /** What can be asked about its values. */
  kind: "text" | "number" | "time" | "boolean" | "other";
};

export const NARROWEST = 48;
export const WIDEST = 1200;
/** What a column gets at first; long text is read in the panel. */
const WIDEST_AT_FIRST = 320;
/** Pixels; see the styles. */
export const FONT = 13;
const PADDING = 22;
/** A character of nested values, which stand in a font of one width. */
const MONO = 7.4;
/** Room beside the name for the sign of the order and the menu. */
const HEADING_PADDING = 60;

export function gridColumn({ name, type }: Field): GridColumn {
  const kind = kindOf(type);
  return { name, type, shortType: shortType(type), numeric: kind === "number", kind };
}

/** `array<struct<a:int,b:string>>` is `array<struct>` in a heading. */
export function shortType(type: string): string {
  if (type.length <= 16) return type;
  const inner = /^(array<\w+|map<\w+,\s*\w+|struct)\b/.exec(type)?.[1];
  if (inner === undefined) return type.length <= 24 ? type : `${type.slice(0, 23)}…`;
  return inner === "struct" ? "struct" : `${inner}>`;
}

function kindOf(type: string): GridColumn["kind"] {
  const name = /^[a-z_]+/.exec(type.toLowerCase())?.[0] ?? "";
  if (/^(tinyint|smallint|int|integer|bigint|long|float|double|decimal|byte|short)$/.test(name)) return "number";
  if (/^(date|time|timestamp|timestamp_ntz|timestamp_ltz)$/.test(name)) return "time";
  if (/^(string|varchar|char)$/.test(name)) return "text";
  return name === "boolean" ? "boolean" : "other";
}

/** Width in pixels of a column with these texts in it, in a font that is so much wider than a common one. */
export function widthOf(column: GridColumn, texts: Iterable<string>, fontScale = 1): number {
  const { name, shortType: type } = column;
  let width = Math.max(textWidth(name, FONT, true), textWidth(type, FONT - 2)) * fontScale + HEADING_PADDING;
  for (const text of texts) {
    // Beyond the widest it does not matter how long a text is.
    const begin = text.slice(0, 100);
    const least = column.kind === "other" ? begin.length * MONO : 0;
    width = Math.max(width, Math.max(least, textWidth(begin, FONT) * fontScale) + PADDING);
  }
  return clampWidth(Math.min(width, WIDEST_AT_FIRST));
}

export const clampWidth = (width: number) => Math.round(Math.max(NARROWEST, Math.min(WIDEST, width)));

/** Where each column begins, and at the end where the last one ends. */
export function columnStarts(widths: readonly number[]): number[] {
  const starts = [0];
  for (const width of widths) starts.push((starts.at(-1) ?? 0) + width);
  return starts;
}

/** The columns from `from` to before `to` that are seen, and one more on each side. */
export function columnsAt(starts: readonly number[], left: number, width: number): { from: number; to: number } {
  const count = starts.length - 1;
  const from = Math.max(0, firstAbove(starts, left) - 2);
  return { from, to: Math.min(count, Math.max(from, firstAbove(starts, left + width)) + 1) };
}

/** The column at this many pixels from the first one's start. */
export function columnAtPixel(starts: readonly number[], left: number): number {
  return Math.max(0, Math.min(starts.length - 2, firstAbove(starts, left) - 1));
}

function firstAbove(rising: readonly number[], value: number): number {
  let low = 0;
  let high = rising.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((rising[middle] ?? Infinity) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
