import type { Case } from "./case.ts";

export const queryCases: readonly Case[] = [
  {
    name: "numbers, texts, times and nulls",
    front: "timezone: Asia/Seoul",
    cells: [
      "select 1 as a, 'x' as b, timestamp '2026-11-21 09:00:00' as t, date '2026-11-21' as d, cast(1.50 as decimal(10,2)) as m, cast(null as string) as n, true as y",
    ],
    gives: [],
  },
  {
    name: "lists, maps and structs",
    cells: ["select array(1, 2) as l, map('k', 1) as m, named_struct('a', 1, 'b', 'x') as s"],
    gives: [],
  },
  { name: "a list of no rows", cells: ["select 1 as a, 'x' as b where false"], gives: [] },
  { name: "two columns of one name", cells: ["select 1 as a, 2 as a"], gives: [] },
  { name: "a number that is none, cast", cells: ["select cast('x' as int) as a"], gives: [] },
  { name: "a division by zero", cells: ["select 1 / 0 as a"], gives: [] },
  {
    name: "a number too large for its type",
    cells: ["select cast(2147483647 as int) + cast(1 as int) as a"],
    gives: [],
  },
  { name: "a column that is not there", cells: ["select nope\nfrom range(3)"], gives: [] },
  {
    name: "a column that is not there, behind Korean text",
    cells: ["select '한글한글' as x, nope from range(3)"],
    gives: [],
  },
  { name: "a table that is not there", cells: ["select *\nfrom nothing_here"], gives: [] },
  { name: "a function that is not there", cells: ["select nofunc(1)"], gives: [] },
  { name: "a misspelt word", cells: ["select 1;\nselec 2"], gives: [] },
  { name: "a statement that ends too early", cells: ["select 1 +"], gives: [] },
  {
    name: "an error inside of a named cell's view",
    cells: [
      "--| name: base\n--| preview: 1\nselect id, cast(concat('x', id) as int) as n from range(10)",
      "select * from base where n = 1",
    ],
    gives: [],
  },
  {
    name: "a name that is redefined keeps what was made from it",
    cells: [
      "create or replace temporary view v as select 1 as a",
      "--| name: w\nselect a from v",
      "create or replace temporary view v as select 2 as a",
      "select w.a as old, v.a as new from w, v",
    ],
    gives: [],
  },
  {
    name: "a named result that is longer than its preview",
    cells: [
      "--| name: long\n--| preview: 3\nselect id from range(10)",
      "select count(*) as n, max(id) as last from long",
    ],
    gives: [],
  },
  {
    name: "cache: true",
    cells: [
      "--| name: kept\n--| cache: true\n--| preview: 2\nselect id, rand() as r from range(5)",
      "select count(*) as n, count(distinct a.r = b.r) as same from kept a join kept b using (id) where a.r = b.r",
    ],
    gives: [],
  },
  {
    name: "parameters of every type",
    front:
      'params:\n  n: {type: integer, default: 5}\n  x: {type: number, default: 1.5}\n  s: {type: text, default: "it\'s"}\n  d: {type: date, default: 2026-11-21}\n  b: {type: boolean, default: true}\n  c: {type: choice, options: [a, b], multiple: true, default: [a, b]}',
    cells: ["select :n as n, :x as x, :s as s, :d as d, :b as b, array_contains(:c, 'b') as c"],
    gives: [],
  },
  {
    name: "expect",
    cells: [
      "--| expect: [{rows: {min: 5}, level: warn}, {column: a, unique: true}, {column: a, not-null: true}]\nselect * from values (1), (1), (null) as t(a)",
    ],
    gives: [],
  },
  {
    name: "set and ask a setting",
    cells: ["set spark.sql.shuffle.partitions = 7", "set spark.sql.shuffle.partitions"],
    gives: [],
  },
  { name: "show tables", cells: ["--| name: mine\nselect 1 as a", "show tables"], gives: [] },
  { name: "describe a query", cells: ["describe query select 1 as a"], gives: [] },
  {
    name: "cache table",
    cells: ["create or replace temporary view t as select 1 as a; cache table t; select * from t"],
    gives: [],
  },
  {
    name: "create table as, insert, drop",
    cells: [
      "create table made using parquet as select 1 as a; insert into made values (2); select sum(a) as n from made; drop table made",
    ],
    gives: [],
  },
  {
    name: "window functions, lateral view, pivot",
    cells: [
      "select id, sum(id) over (order by id) as s from range(3)",
      "select w from (select 'a b' as t) lateral view explode(split(t, ' ')) as w",
      "select * from (select id % 2 as k, id as v from range(4)) pivot (sum(v) for k in (0, 1))",
    ],
    gives: [],
  },
  {
    name: "percentiles, regular expressions, JSON",
    cells: [
      "select percentile_approx(id, 0.5) as p, regexp_extract('a1b', '(\\\\d)', 1) as r, get_json_object('{\"a\": 1}', '$.a') as j from range(5)",
    ],
    gives: [],
  },
  {
    name: "sorting nulls and letters",
    cells: ["select a from values ('b'), ('A'), (null), ('가'), ('a') as t(a) order by a"],
    gives: [],
  },
  { name: "try_cast, try_divide", cells: ["select try_cast('x' as int) as a, try_divide(1, 0) as b"], gives: [] },
  {
    name: "the time zone of casts and hours",
    front: "timezone: America/New_York",
    cells: [
      "select hour(timestamp '2026-07-01 12:00:00Z') as h, cast(timestamp '2026-07-01 02:00:00Z' as date) as d, date_format(timestamp '2026-07-01 12:00:00Z', 'HH:mm') as f",
    ],
    gives: [],
  },
];
