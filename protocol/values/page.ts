import { tableFromIPC } from "@uwdata/flechette";
import { BetweenError } from "../errors.ts";
import { readCuts } from "./cut.ts";
import type { Cut } from "./cut.ts";
import { lastAtMost, readColumn } from "./read-batch.ts";
import { valueText } from "./value-text.ts";
import type { TextOptions } from "./value-text.ts";
import { valueType } from "./value-type.ts";
import type { Value, ValueType } from "./value-type.ts";

/** A window of a result's rows, decoded. Values are read from the Arrow buffers when they are asked for. */
export type Page = {
  rows: number;
  columns: readonly PageColumn[];
  /** The values that came only in part. */
  cuts: readonly Cut[];
};

export type PageColumn = {
  name: string;
  type: ValueType;
  value(row: number): Value;
  isNull(row: number): boolean;
};

/**
 * Decodes one whole Arrow IPC stream (or file), with any number of batches.
 * Throws BetweenError: `values.unreadable`, `values.unknown-type`.
 */
export function decodePage(ipc: Uint8Array): Page {
  // Typed arrays over 64-bit values need an aligned start, which a slice of a larger buffer does not have.
  const aligned = ipc.byteOffset % 8 === 0 ? ipc : ipc.slice();
  try {
    const table = tableFromIPC(aligned, { useBigInt: true, useBigIntTimestamp: true, useDecimalInt: true });
    const columns = table.schema.fields.map((field, i): PageColumn => {
      const read = readColumn(table.getChildAt(i));
      return { name: field.name, type: valueType(field.type), value: read, isNull: (row) => read(row) === null };
    });
    if (columns.length === 0) throw new Error("no columns");
    return { rows: table.numRows, columns, cuts: readCuts(table.schema.metadata ?? undefined) };
  } catch (thrown) {
    if (thrown instanceof BetweenError) throw thrown;
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    throw new BetweenError("values.unreadable", { reason }, { cause: thrown });
  }
}

/** Text of one cell; see `valueText`. */
export function cellText(page: Page, row: number, column: number, options: TextOptions): string {
  const found = columnAt(page, column);
  return valueText(found.value(row), found.type, options);
}

export function columnAt(page: Page, column: number): PageColumn {
  const found = page.columns[column];
  if (found === undefined) throw new RangeError(`column ${column} of ${page.columns.length}`);
  return found;
}

/** One page of the rows of several of the same columns, in order. */
export function concatPages(pages: readonly Page[]): Page {
  const [first] = pages;
  if (first === undefined) return { rows: 0, columns: [], cuts: [] };
  const starts: number[] = [];
  let rows = 0;
  for (const page of pages) {
    if (page.columns.length !== first.columns.length) {
      throw new BetweenError("values.unreadable", { reason: "pages of different columns" });
    }
    starts.push(rows);
    rows += page.rows;
  }
  const columns = first.columns.map(({ name, type }, i): PageColumn => {
    const parts = pages.map((page) => columnAt(page, i));
    const value = (row: number) => {
      const at = lastAtMost(starts, row);
      return parts[at]?.value(row - (starts[at] ?? 0)) ?? null;
    };
    return { name, type, value, isNull: (row) => value(row) === null };
  });
  const cuts = pages.flatMap((page, i) => page.cuts.map((cut) => ({ ...cut, row: cut.row + (starts[i] ?? 0) })));
  return { rows, columns, cuts };
}
