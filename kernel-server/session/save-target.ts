import { isAbsolute, join, normalize, posix } from "node:path";
import { BetweenError } from "../../protocol/errors.ts";
import type { Field } from "../../protocol/messages.ts";
import type { ParameterValue, SaveSpec } from "../../notebook/notebook.ts";
import { quoteName, quoteText } from "./sql-names.ts";

/** The absolute place of `save: to` and `result:`. A relative one lies in the results folder, and not outside of it. */
export function resultPlace(to: string, results: string): string {
  if (isUrl(to)) return to.replace(/(?<=[^/:])\/+$/, "");
  if (isAbsolute(to)) return withoutEnd(normalize(to));
  if (isUrl(results)) return placeBelow(results, to);
  const place = withoutEnd(normalize(join(results, to)));
  if (place !== results && !place.startsWith(normalize(`${results}/`))) throw new BetweenError("save.outside", { to });
  return place;
}

/** One place has one name: its lease and its history go by that. */
const withoutEnd = (place: string) => (place.length > 1 ? place.replace(/[/\\]+$/, "") : place);

const isUrl = (place: string) => /^[a-z][a-z0-9+.-]*:\/\//i.test(place);

/** A bucket knows no `..`: it would be a part of the key, and every reader's guess. */
function placeBelow(root: string, to: string): string {
  const path = posix.normalize(to.replaceAll("\\", "/")).replace(/\/$/, "");
  if (path === ".." || path.startsWith("../")) throw new BetweenError("save.outside", { to });
  return path === "." ? root : `${root.replace(/\/$/, "")}/${path}`;
}

/** A column that the target is cut by: replaced is what its parameter says, or else what the result holds. */
export type PartitionColumn = { name: string; type: string; fixed?: readonly string[] };

/** Types whose values have one text, which folders and predicates name them by. */
const partitionType = /^(string|(var)?char|tinyint|smallint|int|bigint|decimal|boolean|date|timestamp)/;

/** Throws `save.no-column`, `save.partition-type`. */
export function partitionColumns(
  save: SaveSpec,
  schema: readonly Field[],
  params: readonly ParameterValue[],
): PartitionColumn[] {
  return save.partition.map((column) => {
    const field = schema.find((f) => f.name.toLowerCase() === column.toLowerCase());
    if (!field) throw new BetweenError("save.no-column", { column });
    if (!partitionType.test(field.type))
      throw new BetweenError("save.partition-type", { column: field.name, type: field.type });
    const param = params.find(({ name }) => name.toLowerCase() === column.toLowerCase());
    if (!param) return { name: field.name, type: field.type };
    return { name: field.name, type: field.type, fixed: typeof param.value === "string" ? [param.value] : param.value };
  });
}

/** The predicate that holds for exactly these partitions; `found` are the values of the columns that no parameter fixes. */
export function replaceWhere(
  columns: readonly PartitionColumn[],
  found: readonly (readonly (string | null)[])[],
): string {
  const fixed = columns.flatMap((column) => (column.fixed ? [oneOf(column, column.fixed)] : []));
  const free = columns.filter((column) => !column.fixed);
  return [...fixed, ...(free.length > 0 ? [anyOf(free, found)] : [])].join(" and ");
}

function anyOf(columns: readonly PartitionColumn[], found: readonly (readonly (string | null)[])[]): string {
  const [only] = columns;
  const values = found.map(([value]) => value ?? null);
  if (only !== undefined && columns.length === 1 && !values.includes(null)) return oneOf(only, values);
  const combinations = found.map((row) => columns.map((column, i) => oneOf(column, [row[i] ?? null])).join(" and "));
  return combinations.length === 1 ? `${combinations[0]}` : `(${combinations.map((c) => `(${c})`).join(" or ")})`;
}

function oneOf(column: PartitionColumn, values: readonly (string | null)[]): string {
  const name = quoteName(column.name);
  const [only] = values;
  if (values.length === 1) return only == null ? `${name} is null` : `${name} = ${literal(only, column.type)}`;
  return values.length === 0
    ? "false"
    : `${name} in (${values.map((v) => (v === null ? "null" : literal(v, column.type))).join(", ")})`;
}

function literal(value: string, type: string): string {
  if (/^(tinyint|smallint|int|bigint|decimal|float|double)/.test(type) && /^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(value))
    return value;
  if (type === "boolean" && /^(true|false)$/.test(value)) return value;
  if (type === "date" || type === "timestamp") return `${type} ${quoteText(value)}`;
  return quoteText(value);
}
