import type { Position } from "./position.ts";

/** Names that engines take for something else, so that they stand in backticks (tried on Sail 0.7.2; Spark takes more). */
const reserved = new Set(
  "all and anti any as both case cast cluster collate constraint create cross current_date current_time current_timestamp current_user distinct distribute else end escape except explain false fetch for from full global grant group having in inner intersect interval into is join lateral leading left limit minus natural not null offset on or order outer overlaps partition pivot primary qualify references right select semi session_user set some sort table tablesample then to trailing true union unique unpivot using values when where with within".split(
    " ",
  ),
);

/** A name as it can stand in SQL. */
export const quoted = (name: string): string =>
  /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !reserved.has(name.toLowerCase())
    ? name
    : `\`${name.replaceAll("`", "``")}\``;

const list = (text: string): readonly string[] => text.split(", ");

const starts = list(
  "select, with, values, from, insert into, create or replace temporary view, create table, describe, show tables, show functions, explain, set, cache table, drop view",
);
const values = list("case, not, exists, null, true, false, interval, cast, try_cast, end, when");
const operators = list(
  "and, or, not, in, not in, between, like, not like, rlike, ilike, is null, is not null, is distinct from, is not distinct from",
);
const tails = list("group by, having, order by, limit, union all, union, except, intersect");
const joins = list(
  "join, left join, inner join, right join, full join, cross join, left anti join, left semi join, lateral view explode, lateral view outer explode",
);
const behind: Readonly<Record<string, readonly string[]>> = {
  select: [
    "from",
    "as",
    ...operators,
    "over",
    "filter",
    "within group",
    "then",
    "else",
    "end",
    "when",
    "where",
    ...tails,
  ],
  from: ["where", "as", "on", "using", ...joins, "tablesample", ...operators, ...tails, "select"],
  where: [...operators, "then", "else", "end", "when", ...tails],
  having: [...operators, ...list("order by, limit, union all")],
  group: list("having, order by, limit, with rollup, with cube, grouping sets, union all"),
  order: list("asc, desc, nulls first, nulls last, limit"),
  sort: list("asc, desc, nulls first, nulls last, limit"),
  limit: list("offset, union all"),
  "": ["as", "using", "select", "values", "from", "set", "where", "options", "location", "partitioned by"],
};
const windows = list(
  "partition by, order by, rows between, range between, unbounded preceding, unbounded following, current row, preceding, following, and, asc, desc",
);

/** What goes on where a position is, in lower case, the likeliest first. */
export function keywordsAt(position: Position): readonly string[] {
  switch (position.at) {
    case "start":
      return position.within ? list("select, with, values, from") : starts;
    case "over":
      return windows;
    case "value":
      return [
        ...(position.first ? list(position.clause === "select" ? "distinct, *" : "distinct, select, *") : []),
        ...values,
      ];
    case "behind":
      return after[position.after] ?? behind[position.clause] ?? operators;
    default:
      return [];
  }
}

const after: Readonly<Record<string, readonly string[]>> = {
  group: ["by"],
  order: ["by"],
  partition: ["by"],
  cluster: ["by"],
  distribute: ["by"],
  is: list("null, not null, distinct from, not distinct from, true, false"),
  left: list("join, anti join, semi join, outer join"),
  right: list("join, outer join"),
  full: list("join, outer join"),
  inner: ["join"],
  cross: ["join"],
  nulls: list("first, last"),
  "*": list("from, except, as"),
  lateral: ["view"],
  insert: list("into, overwrite"),
  create: list("or replace temporary view, temporary view, table"),
  drop: list("view, table, view if exists, table if exists"),
  show: list("tables, functions, columns in, views"),
};

/** Whether new keywords are to be written in capitals: as the word that was begun, else as most in the text are. */
export function inCapitals(code: string, prefix: string): boolean {
  if (/^[A-Z]{2,}/.test(prefix)) return true;
  const found = code.match(/\b(?:select|from|where|group|order|by|join|on|and|or|as|with|case|limit)\b/gi) ?? [];
  const capital = found.filter((word) => word === word.toUpperCase()).length;
  if (found.length === 0) return /^[A-Z]/.test(prefix);
  return capital * 2 > found.length;
}
