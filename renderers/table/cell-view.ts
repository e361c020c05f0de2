import type { PageColumn } from "../../protocol/values/page.ts";
import { valueText } from "../../protocol/values/value-text.ts";
import type { TextOptions } from "../../protocol/values/value-text.ts";
import type { ValueType } from "../../protocol/values/value-type.ts";
import type { LoadedRow } from "./page-cache.ts";

/** A value as its cell shows it: one line, at most `CELL_CHARACTERS` of it. */
export type CellView = { text: string; kind: "null" | "empty" | "nested" | "value"; more: boolean };

/** More than any column shows: a column is at most 1,200 pixels wide. */
export const CELL_CHARACTERS = 300;

export function cellView({ page, index }: LoadedRow, column: number, options: TextOptions): CellView {
  const found = page.columns[column];
  const value = found?.value(index) ?? null;
  if (found === undefined || value === null) return { text: "null", kind: "null", more: false };
  const text = valueText(value, found.type, options);
  if (text === "") return { text, kind: "empty", more: false };
  const cut = page.cuts.some((one) => one.row === index && one.column === column);
  return {
    text: oneLine(wholeCharacters(text, CELL_CHARACTERS)),
    kind: isNested(found.type) ? "nested" : "value",
    more: cut || text.length > CELL_CHARACTERS,
  };
}

/** How many bytes the whole value has, when the page holds only its beginning. */
export function cutBytes({ page, index }: LoadedRow, column: number): number | undefined {
  return page.cuts.find((one) => one.row === index && one.column === column)?.bytes;
}

export const isNested = (type: ValueType) => type.kind === "list" || type.kind === "map" || type.kind === "struct";

/** The whole text of a value; `undefined` for null. */
export function exactText(column: PageColumn | undefined, index: number, options: TextOptions): string | undefined {
  const value = column?.value(index) ?? null;
  return column === undefined || value === null ? undefined : valueText(value, column.type, options);
}

/** Never half of a surrogate pair. */
export function wholeCharacters(text: string, length: number): string {
  const last = text.charCodeAt(length - 1);
  return text.slice(0, last >= 0xd800 && last < 0xdc00 ? length - 1 : length);
}

const oneLine = (text: string) => text.replaceAll(/\r\n|[\n\r\u2028\u2029]/g, "↵ ").replaceAll("\t", " ");
