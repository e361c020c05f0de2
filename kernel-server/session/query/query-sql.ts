import { BetweenError } from "../../../protocol/errors.ts";
import type { Field, Filter, Order, ResultQuery } from "../../../protocol/messages.ts";
import { quoteName } from "../sql-names.ts";
import { columnKind, isNumber } from "./column-kind.ts";
import { filterSql } from "./filter-sql.ts";
import type { Clock, Sql } from "./filter-sql.ts";

/** What a query reads. */
export type Table = {
  /** A view of the engine's session with the result's columns, whatever they are called there. */
  view: string;
  fields: readonly Field[];
  /** One more column at the end: the number of each row in the result. */
  numbered: boolean;
};

/** Rows that are equal in the order asked for are put in that of so many other columns; sorting copies all of them. */
const TIE_COLUMNS = 16;

/** A column by its place: names may be empty, odd, or twice there. No notebook has such names. */
export const columnAt = (i: number): string => `__between_${i}`;
const ROW = "__between_row";

/** Where the rows come from: behind FROM, filters included. Throws `query.no-column` and what filters throw. */
export function fromWhere({ view, fields, numbered }: Table, where: readonly Filter[], clock: Clock): Sql {
  const names = [...fields.map((_, i) => columnAt(i)), ...(numbered ? [ROW] : [])];
  const conditions = where.map((filter, i) => {
    const field = fieldAt(fields, filter.column);
    return filterSql(filter, field, columnAt(filter.column), `between_value_${i}`, clock);
  });
  const holds = conditions.map(({ text }) => `(${text})`).join(" and ");
  return {
    text: `${quoteName(view)} as t(${names.join(", ")})${holds === "" ? "" : ` where ${holds}`}`,
    args: conditions.flatMap(({ args }) => args),
  };
}

export function rowsSql(table: Table, query: Extract<ResultQuery, { of: "rows" }>, clock: Clock): Sql {
  const from = fromWhere(table, query.where, clock);
  const columns = table.fields.map(({ name }, i) => `${columnAt(i)} as ${quoteName(name)}`);
  const order = orderOf(table, query.order);
  return {
    ...from,
    text: `select ${columns.join(", ")} from ${from.text}${order.length > 0 ? ` order by ${order.join(", ")}` : ""}`,
  };
}

/** Nulls come last, both ways. Ties have the result's own order, or, where that is not known, the order of what the rows hold. */
function orderOf({ fields, numbered }: Table, order: readonly Order[]): string[] {
  const asked = order.map(({ column, direction }) => {
    const { name, type } = fieldAt(fields, column);
    if (!isSortable(type)) throw new BetweenError("query.no-order", { column: name, type });
    return `${columnAt(column)} ${direction === "ascending" ? "asc" : "desc"} nulls last`;
  });
  if (numbered) return [...asked, ROW];
  if (asked.length === 0) return [];
  const others = fields.flatMap(({ type }, i) =>
    isSortable(type) && !order.some(({ column }) => column === i) ? [`${columnAt(i)} nulls last`] : [],
  );
  return [...asked, ...others.slice(0, TIE_COLUMNS)];
}

const isSortable = (type: string): boolean => columnKind(type) !== "nested";

export function countSql(table: Table, query: Extract<ResultQuery, { of: "count" }>, clock: Clock): Sql {
  const from = fromWhere(table, query.where, clock);
  return { ...from, text: `select count(*) as count from ${from.text}` };
}

/** Throws `query.not-a-number` for a `y` that has no sum. */
export function chartSql(table: Table, query: Extract<ResultQuery, { of: "chart" }>, clock: Clock): Sql {
  const from = fromWhere(table, query.where, clock);
  const keys = query.series === undefined ? [query.x] : [query.x, query.series];
  const sums = query.y.map((column) => {
    const { name, type } = fieldAt(table.fields, column);
    if (!isNumber(columnKind(type))) throw new BetweenError("query.not-a-number", { column: name, type });
    return `sum(${columnAt(column)})`;
  });
  const by = keys.map(columnAt);
  const inside = [...by, ...sums].map((sql, i) => `${sql} as ${columnAt(i)}`);
  const named = [...keys, ...query.y].map(
    (column, i) => `${columnAt(i)} as ${quoteName(fieldAt(table.fields, column).name)}`,
  );
  // In an outer query, since Sail (0.7.2) sorts by no aggregate that is not shown.
  const first = table.numbered ? [`min(${ROW}) as ${ROW}`] : [];
  const order = table.numbered ? [ROW] : by.map((_, i) => `${columnAt(i)} nulls last`);
  const groups = `select ${[...inside, ...first].join(", ")} from ${from.text} group by ${by.join(", ")}`;
  return { ...from, text: `select ${named.join(", ")} from (${groups}) order by ${order.join(", ")}` };
}

/** Throws `query.no-column`. */
export function fieldAt(fields: readonly Field[], column: number): Field {
  const field = fields[column];
  if (!field) throw new BetweenError("query.no-column", { column: column + 1, columns: fields.length });
  return field;
}
