import type { ResultQuery } from "../../../protocol/messages.ts";
import type { Field } from "../../../protocol/messages.ts";
import { bins } from "./bins.ts";
import type { Bin, Span } from "./bins.ts";
import { columnKind, isNumber, scaleOf } from "./column-kind.ts";
import type { ColumnKind } from "./column-kind.ts";
import type { Clock, Sql } from "./filter-sql.ts";
import { columnAt, fieldAt, fromWhere } from "./query-sql.ts";
import type { Table } from "./query-sql.ts";

export type StatisticsQuery = Extract<ResultQuery, { of: "statistics" }>;
export type Statistic = {
  kind: "rows" | "nulls" | "distinct" | "min" | "max" | "mean" | "bin" | "top";
  label: string;
  value: string;
};
/** Asks the engine; each value as text, null as null. */
export type AskRows = (sql: Sql, limit: number) => Promise<readonly (readonly (string | null)[])[]>;

const TOP = 10;
/** Says of `distinct` that it was estimated. */
export const APPROXIMATE = "approximate";

/** What a column holds. `exact`: its rows are all at hand, so that different values are counted and not estimated. */
export async function statistics(
  table: Table,
  query: StatisticsQuery,
  exact: boolean,
  clock: Clock,
  ask: AskRows,
): Promise<Statistic[]> {
  const field = fieldAt(table.fields, query.column);
  const kind = columnKind(field.type);
  const column = columnAt(query.column);
  const from = fromWhere(table, query.where, clock);
  const wanted = measures(column, kind, exact);
  const [row = []] = await ask({ ...from, text: `select ${Object.values(wanted).join(", ")} from ${from.text}` }, 1);
  const got = new Map(Object.keys(wanted).map((name, i) => [name, row[i] ?? null]));
  const one = (kind: Statistic["kind"], value = got.get(kind), label = ""): Statistic[] =>
    value == null ? [] : [{ kind, label, value }];
  const number = (name: string) => BigInt(got.get(name) ?? 0);
  const held = number("held");
  const found = [
    ...one("rows"),
    ...one("nulls", String(number("rows") - held)),
    // An estimate may lie above what is possible.
    ...one("distinct", number("distinct") > held ? String(held) : got.get("distinct"), exact ? "" : APPROXIMATE),
    ...one("min"),
    ...one("max"),
    ...one("mean"),
  ];
  const span = spanOf(field, kind, got.get("least") ?? null, got.get("greatest") ?? null, clock.timezone);
  if (span) return [...found, ...(await histogram(column, from, bins(span), kind, ask))];
  if (kind === "text" || kind === "boolean") return [...found, ...(await mostFrequent(column, from, ask))];
  return found;
}

/** What one pass over the rows tells, by name. */
function measures(column: string, kind: ColumnKind, exact: boolean): Record<string, string> {
  const counts = { rows: "count(*)", held: `count(${column})` };
  if (kind === "nested" || kind === "binary" || kind === "other") return counts;
  const distinct = exact ? `count(distinct ${column})` : `approx_count_distinct(${column})`;
  if (kind === "boolean") return { ...counts, distinct };
  const bounds = { min: `min(${column})`, max: `max(${column})` };
  if (kind === "text") return { ...counts, distinct, ...bounds };
  const inside = kind === "float" ? `case when ${isFinite(column)} then ${column} end` : column;
  const ends = { least: `min(${inside})`, greatest: `max(${inside})` };
  return { ...counts, distinct, ...bounds, ...ends, ...(isNumber(kind) && { mean: `avg(${column})` }) };
}

/** Neither infinite nor NaN, which both engines put above all numbers. */
const isFinite = (column: string): string => `abs(${column}) < cast('Infinity' as double)`;

function spanOf(
  { type }: Field,
  kind: ColumnKind,
  least: string | null,
  greatest: string | null,
  timezone: string,
): Span | undefined {
  if (least === null || greatest === null) return undefined;
  switch (kind) {
    case "integer":
    case "float":
    case "date":
    case "clock":
      return { kind, least, greatest };
    case "decimal":
      return { kind, least, greatest, type, scale: scaleOf(type) };
    case "timestamp":
      return { kind, least, greatest, timezone };
    default:
      return undefined;
  }
}

/** Rows of each bin, told apart by comparing with where the bins begin: exact for every type. */
async function histogram(column: string, from: Sql, all: readonly Bin[], kind: ColumnKind, ask: AskRows) {
  if (all.length === 0) return [];
  const later = all.slice(1).map((bin, i) => ({ ...bin, name: `between_bin_${i}` }));
  const cases = later.map(({ name, as }, i) => {
    const start = as === undefined ? `:${name}` : `cast(:${name} as ${as})`;
    return `when ${column} < ${start} then ${i}`;
  });
  const which = cases.length === 0 ? "0" : `case ${cases.join(" ")} else ${later.length} end`;
  const inside = kind === "float" ? isFinite(column) : `${column} is not null`;
  const text = `select bin, count(*) as n from (select ${which} as bin from (select * from ${from.text}) where ${inside}) group by bin`;
  const counted = new Map(
    (
      await ask(
        { text, args: [...from.args, ...later.map(({ name, type, value }) => ({ name, type, value }))] },
        all.length,
      )
    ).map(([bin, n]) => [Number(bin), n]),
  );
  return all.map(({ label }, i): Statistic => ({ kind: "bin", label, value: counted.get(i) ?? "0" }));
}

async function mostFrequent(column: string, from: Sql, ask: AskRows): Promise<Statistic[]> {
  const text = `select ${column} as value, count(*) as n from (select * from ${from.text}) where ${column} is not null group by ${column} order by n desc, value`;
  const top = await ask({ text, args: from.args }, TOP);
  return top.map(([label, n]) => ({ kind: "top", label: label ?? "", value: n ?? "0" }));
}
