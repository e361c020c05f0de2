import { say } from "../../../protocol/wording/say.ts";
import type { Field } from "../../../protocol/messages.ts";
import type { Code } from "../../../protocol/errors.ts";
import type { Knowledge } from "../knowledge.ts";
import type { Suggestion } from "../suggestion.ts";
import { quoted } from "./keywords.ts";
import type { NotebookTables } from "./tables.ts";

/** `$name` in a body stands for a place that the notebook's first source fills in. */
type Snippet = { label: string; code: Code; body: string };

/** Questions that everybody asks of a log. */
const questions: readonly Snippet[] = [
  {
    label: "count by hour",
    code: "language.snippet.by-hour",
    body: "select date_trunc('hour', $time) as hour, count(*) as rows\nfrom $table\ngroup by 1\norder by 1",
  },
  {
    label: "count by day",
    code: "language.snippet.by-day",
    body: "select date($time) as day, count(*) as rows, count(distinct $who) as users\nfrom $table\ngroup by 1\norder by 1",
  },
  {
    label: "top values",
    code: "language.snippet.top",
    body: "select $what, count(*) as rows\nfrom $table\ngroup by 1\norder by rows desc\nlimit ${9:20}",
  },
  {
    label: "share of total",
    code: "language.snippet.share",
    body: "select $what, count(*) as rows, round(100 * count(*) / sum(count(*)) over (), 1) as percent\nfrom $table\ngroup by 1\norder by rows desc",
  },
  {
    label: "percentiles",
    code: "language.snippet.percentiles",
    body: "select $what, count(*) as rows, percentile_approx($number, 0.5) as p50, percentile_approx($number, 0.95) as p95, percentile_approx($number, 0.99) as p99\nfrom $table\ngroup by 1\norder by p95 desc",
  },
  {
    label: "latest row of each",
    code: "language.snippet.latest",
    body: "select *\nfrom (\n  select *, row_number() over (partition by $who order by $time desc) as place\n  from $table\n)\nwhere place = 1",
  },
  {
    label: "sessions",
    code: "language.snippet.sessions",
    body: "with gaps as (\n  select *, case when $time - lag($time) over (partition by $who order by $time) < interval 30 minutes then 0 else 1 end as starts\n  from $table\n)\nselect $who, count(*) as events, sum(starts) as sessions\nfrom gaps\ngroup by 1",
  },
  {
    label: "funnel",
    code: "language.snippet.funnel",
    body: "select\n  count(distinct case when $what = '${7:first}' then $who end) as first_step,\n  count(distinct case when $what = '${8:second}' then $who end) as second_step\nfrom $table",
  },
  {
    label: "compare with the day before",
    code: "language.snippet.day-before",
    body: "with days as (select date($time) as day, count(*) as rows from $table group by 1)\nselect day, rows, rows - lag(rows) over (order by day) as change\nfrom days\norder by day",
  },
  {
    label: "parse lines",
    code: "language.snippet.parse",
    body: "select\n  regexp_extract($what, r'^(\\\\S+)', 1) as ${8:first}\nfrom $table",
  },
];

export function snippets({ lang }: Knowledge, tables: NotebookTables): Suggestion[] {
  const table = tables.list.find(({ of }) => of === "source") ?? tables.list[0];
  const columns = table ? tables.columns(table) : [];
  const fill: Readonly<Record<string, string>> = {
    table: place(1, table?.name ?? "logs"),
    time: place(2, named(columns, /^(?:timestamp|date)/) ?? "ts"),
    who: place(3, columns.find(({ name }) => /user|client|visitor|^ip$/i.test(name))?.name ?? "user"),
    what: place(
      4,
      columns.find(({ name, type }) => type === "string" && !/^(?:dt|day|hour)$/i.test(name))?.name ?? "action",
    ),
    number: place(5, named(columns, /^(?:double|float|decimal)/) ?? named(columns, /^(?:int|bigint)/) ?? "ms"),
  };
  return questions.map(({ label, code, body }, i) => ({
    label,
    kind: "snippet",
    detail: say(lang, code),
    insert: body.replace(/\$([a-z]+)/g, (whole, name: string) => fill[name] ?? whole),
    snippet: true,
    filter: `select ${label}`,
    rank: 80 + i / 100,
  }));
}

const named = (columns: readonly Field[], type: RegExp): string | undefined =>
  columns.find((column) => type.test(column.type))?.name;

/** A place to fill in, with the characters that mean something in a snippet escaped. */
const place = (number: number, name: string): string => `\${${number}:${quoted(name).replaceAll(/[\\$}]/g, "\\$&")}}`;
