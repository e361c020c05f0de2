import { csvLine } from "./csv.ts";
import { distinctNames } from "./distinct-names.ts";
import { jsonValue, object } from "./json-value.ts";
import type { Value, ValueType } from "./value-type.ts";
import { valueText } from "./value-text.ts";

/** One row as a line of a file, its line feed included; `types` are those of the values. */
export type RowLine = (values: readonly Value[], types: readonly ValueType[]) => string;

/** Rows as CSV, instants in `timezone`. */
export function csvRows(timezone: string): RowLine {
  return (values, types) =>
    csvLine(values.map((value, i) => (value === null ? null : valueText(value, types[i] ?? NO_TYPE, { timezone }))));
}

/** Rows as JSON, an object a line, instants in `timezone`; of two columns of one name the second is renamed. */
export function jsonRows(columns: readonly { name: string }[], timezone: string): RowLine {
  const names = distinctNames(columns.map(({ name }) => name));
  return (values, types) =>
    `${object(values.map((value, i) => [names[i] ?? "", jsonValue(value, types[i] ?? NO_TYPE, timezone)]))}\n`;
}

const NO_TYPE: ValueType = { kind: "null" };
