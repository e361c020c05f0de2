import type { Case } from "./case.ts";

export const queryCases: readonly Case[] = [
  {
    name: "numbers, texts, times and nulls",
    front: "timezone: Asia/Seoul",
    cells: [
      "select 1 as a, 'x' as b, timestamp '2026-11-21 09:00:00' as t, date '2026-11-21' as d, cast(1.50 as decimal(10,2)) as m, cast(null as string) as n, true as y",
    ],
    gives: [
      "a int, b string, t timestamp, d date, m decimal(10,2), n string, y boolean",
      "  1 | x | 2026-11-21 00:00:00+00:00 | 2026-11-21 | 1.50 | null | true",
    ],
  },
  {
    name: "lists, maps and structs",
    cells: ["select array(1, 2) as l, map('k', 1) as m, named_struct('a', 1, 'b', 'x') as s"],
    gives: ["l array<int>, m map<string,int>, s struct<a:int,b:string>", '  [1, 2] | {"k": 1} | {"a": 1, "b": "x"}'],
  },
  { name: "a list of no rows", cells: ["select 1 as a, 'x' as b where false"], gives: ["a int, b string"] },
  { name: "two columns of one name", cells: ["select 1 as a, 2 as a"], gives: ["a int, a int", "  1 | 2"] },
  {
    name: "a number that is none, cast",
    cells: ["select cast('x' as int) as a"],
    gives: { sail: ["error engine.cast"], spark: ["a int", "error engine.cast at 1:8-24"] },
  },
  {
    name: "a division by zero",
    cells: ["select 1 / 0 as a"],
    gives: { sail: ["error engine.arithmetic"], spark: ["a double", "error engine.arithmetic at 1:8-13"] },
  },
  {
    name: "a number too large for its type",
    cells: ["select cast(2147483647 as int) + cast(1 as int) as a"],
    gives: { sail: ["a int", "  -2147483648"], spark: ["a int", "error engine.arithmetic at 1:8-48"] },
  },
  {
    name: "a column that is not there",
    cells: ["select nope\nfrom range(3)"],
    gives: ["error engine.column-not-found at 1:8-12 name=nope"],
  },
  {
    name: "a column that is not there, behind Korean text",
    cells: ["select '한글한글' as x, nope from range(3)"],
    gives: ["error engine.column-not-found at 1:21-25 name=nope"],
  },
  {
    name: "a table that is not there",
    cells: ["select *\nfrom nothing_here"],
    gives: ["error engine.table-not-found at 2:6-18 name=nothing_here"],
  },
  {
    name: "a function that is not there",
    cells: ["select nofunc(1)"],
    gives: {
      sail: ["error engine.function-not-found at 1:8-14 name=nofunc"],
      spark: ["error engine.function-not-found at 1:8-17 name=nofunc"],
    },
  },
  {
    name: "a misspelt word",
    cells: ["select 1;\nselec 2"],
    gives: {
      sail: ["1 int", "  1", "error engine.sql-syntax at 2:1-6"],
      spark: ["1 int", "  1", "error engine.sql-syntax at 2:1"],
    },
  },
  { name: "a statement that ends too early", cells: ["select 1 +"], gives: ["error engine.sql-syntax at 1:11"] },
  {
    name: "an error inside of a named cell's view",
    cells: [
      "--| name: base\n--| preview: 1\nselect id, cast(concat('x', id) as int) as n from range(10)",
      "select * from base where n = 1",
    ],
    gives: {
      sail: ["id bigint, n int", "error engine.cast", "error engine.table-not-found at 1:15-19 name=base"],
      spark: ["id bigint, n int", "error engine.cast at 1:12-40", "error engine.table-not-found at 1:15-19 name=base"],
    },
  },
  {
    name: "a name that is redefined keeps what was made from it",
    cells: [
      "create or replace temporary view v as select 1 as a",
      "--| name: w\nselect a from v",
      "create or replace temporary view v as select 2 as a",
      "select w.a as old, v.a as new from w, v",
    ],
    gives: ["a int", "  1", "old int, new int", "  1 | 2"],
  },
  {
    name: "a named result that is longer than its preview",
    cells: [
      "--| name: long\n--| preview: 3\nselect id from range(10)",
      "select count(*) as n, max(id) as last from long",
    ],
    gives: [
      "id bigint",
      "  0",
      "  1",
      "  2",
      "  and more",
      "n bigint, last bigint",
      "  10 | 9",
      "note cell.computed-again name=long time=…",
    ],
  },
  {
    name: "cache: true",
    cells: [
      "--| name: kept\n--| cache: true\n--| preview: 2\nselect 1 as k, rand() as r from range(5)",
      "select count(*) as n, (select max(r) from kept) = (select max(r) from kept) as same from kept",
    ],
    gives: ["k int, r double", "  1 | 0.…", "  1 | 0.…", "  and more", "n bigint, same boolean", "  5 | true"],
  },
  {
    name: "parameters of every type",
    front:
      'params:\n  n: {type: integer, default: 5}\n  x: {type: number, default: 1.5}\n  s: {type: text, default: "it\'s"}\n  d: {type: date, default: 2026-11-21}\n  b: {type: boolean, default: true}\n  c: {type: choice, options: [a, b], multiple: true, default: [a, b]}',
    cells: ["select :n as n, :x as x, :s as s, :d as d, :b as b, array_contains(:c, 'b') as c"],
    gives: [
      "n bigint, x double, s string, d date, b boolean, c boolean",
      "  5 | 1.5 | it's | 2026-11-21 | true | true",
    ],
  },
  {
    name: "expect",
    cells: [
      "--| expect: [{rows: {min: 5}, level: warn}, {column: a, unique: true}, {column: a, not-null: true}]\nselect * from values (1), (1), (null) as t(a)",
    ],
    gives: [
      "a int",
      "  1",
      "  1",
      "  null",
      "warn expect.rows-min found=3 min=5",
      "error expect.unique column=a found=1",
      "error expect.not-null column=a found=1",
      "error expect.failed checks=2",
    ],
  },
  {
    name: "set and ask a setting",
    cells: ["set spark.sql.shuffle.partitions = 7", "set spark.sql.shuffle.partitions"],
    gives: ["key string, value string", "  spark.sql.shuffle.partitions | 7"],
  },
  {
    name: "show tables",
    cells: ["--| name: mine\nselect 1 as a", "show tables like 'mine'"],
    gives: {
      sail: ["a int", "  1", "database string, tableName string, isTemporary boolean", "   | mine | true"],
      spark: ["a int", "  1", "namespace string, tableName string, isTemporary boolean", "   | mine | true"],
    },
  },
  {
    name: "describe a query",
    cells: ["describe query select 1 as a"],
    gives: {
      sail: ["error engine.unsupported"],
      spark: ["col_name string, data_type string, comment string", "  a | int | null"],
    },
  },
  {
    name: "cache table",
    cells: ["create or replace temporary view t as select 1 as a; cache table t; select * from t"],
    gives: { sail: ["error engine.unsupported"], spark: ["a int", "  1"] },
  },
  {
    name: "create table as, insert, drop",
    cells: [
      "create table made using parquet as select 1 as a; insert into made values (2); select sum(a) as n from made; drop table made",
    ],
    gives: ["n bigint", "  3"],
  },
  {
    name: "window functions, lateral view, pivot",
    cells: [
      "select id, sum(id) over (order by id) as s from range(3)",
      "select w from (select 'a b' as t) lateral view explode(split(t, ' ')) as w",
      "select * from (select id % 2 as k, id as v from range(4)) pivot (sum(v) for k in (0, 1))",
    ],
    gives: {
      sail: [
        "id bigint, s bigint",
        "  0 | 0",
        "  1 | 1",
        "  2 | 3",
        "w string",
        "  a",
        "  b",
        "error engine.sql-syntax at 1:77-78",
      ],
      spark: [
        "id bigint, s bigint",
        "  0 | 0",
        "  1 | 1",
        "  2 | 3",
        "w string",
        "  a",
        "  b",
        "0 bigint, 1 bigint",
        "  2 | 4",
      ],
    },
  },
  {
    name: "percentiles, regular expressions, JSON",
    cells: [
      "select percentile_approx(id, 0.5) as p, regexp_extract('a1b', '(\\\\d)', 1) as r, get_json_object('{\"a\": 1}', '$.a') as j from range(5)",
    ],
    gives: {
      sail: ["p double, r string, j string", "  2.0 | 1 | 1"],
      spark: ["p bigint, r string, j string", "  2 | 1 | 1"],
    },
  },
  {
    name: "sorting nulls and letters",
    cells: ["select a from values ('b'), ('A'), (null), ('가'), ('a') as t(a) order by a"],
    gives: ["a string", "  null", "  A", "  a", "  b", "  가"],
  },
  {
    name: "try_cast, try_divide",
    cells: ["select try_cast('x' as int) as a, try_divide(1, 0) as b"],
    gives: ["a int, b double", "  null | null"],
  },
  {
    name: "the time zone of casts and hours",
    front: "timezone: America/New_York",
    cells: [
      "select hour(timestamp '2026-07-01 12:00:00Z') as h, cast(timestamp '2026-07-01 02:00:00Z' as date) as d, date_format(timestamp '2026-07-01 12:00:00Z', 'HH:mm') as f",
    ],
    gives: ["h int, d date, f string", "  8 | 2026-06-30 | 08:00"],
  },
];
