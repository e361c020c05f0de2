import { bool, columnFromArray, float64, int64, tableFromColumns, tableToIPC, utf8 } from "@uwdata/flechette";
import type { ImportedTable } from "../../notebook/importers/imported.ts";
import type { Field } from "../../protocol/messages.ts";
import { floatText } from "../../protocol/values/number-text.ts";

/** A table of texts as one Arrow IPC stream of its first rows. */
export type EncodedTable = { schema: Field[]; rows: number; arrow: Uint8Array };

/** What a record keeps of a table, as of those that a server ran. */
const RECORD_BYTES = 4 * 1024 * 1024;

/**
 * The original keeps no types. A column is one of numbers only where each of its texts is exactly what the number is
 * written as, so that nothing on the screen changes: `10` and `2.5` are numbers, `007`, `1.50` and `10.0.0.1` stay text.
 * `null` is how Zeppelin writes a missing value; in a column of texts it may as well be one.
 */
export function encodeTable({ columns, rows }: ImportedTable, most: number): EncodedTable {
  let bytes = 0;
  const end = rows.findIndex((row, i) => {
    for (const value of row) bytes += value.length + 4;
    return i >= most || (i > 0 && bytes > RECORD_BYTES);
  });
  const kept = end === -1 ? rows : rows.slice(0, end);
  const typed = columns.map((name, i) => {
    const values = kept.map((row) => row[i] ?? "");
    return { name, ...(numbers(values) ?? { type: "string", column: columnFromArray(values, utf8()) }) };
  });
  const table = tableFromColumns(typed.map(({ name, column }) => [name, column]));
  const arrow = tableToIPC(table, { format: "stream" });
  if (!arrow) throw new TypeError("an encoder without a sink gives bytes");
  return { schema: typed.map(({ name, type }) => ({ name, type, nullable: true })), rows: kept.length, arrow };
}

function numbers(values: readonly string[]) {
  const given = values.filter((value) => value !== "null");
  if (given.length === 0) return undefined;
  if (given.every((value) => value === "true" || value === "false"))
    return {
      type: "boolean",
      column: columnFromArray(
        orNull(values, (value) => value === "true"),
        bool(),
      ),
    };
  if (given.every((value) => /^(?:0|-?[1-9]\d{0,17})$/.test(value)))
    return { type: "bigint", column: columnFromArray(orNull(values, BigInt), int64()) };
  if (given.every((value) => /^-?\d/.test(value) && floatText(Number(value), 64) === value))
    return { type: "double", column: columnFromArray(orNull(values, Number), float64()) };
  return undefined;
}

const orNull = <T>(values: readonly string[], read: (value: string) => T): (T | null)[] =>
  values.map((value) => (value === "null" ? null : read(value)));
