import type { Case } from "./case.ts";

const lines = (...rows: object[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join("");
const days = {
  "logs/dt=2026-11-20/a.json.gz": lines({ user: 1, action: "open" }, { user: 2, action: "buy" }),
  "logs/dt=2026-11-21/a.json.gz": lines({ user: 3, action: "open" }),
};
const logs = (more: string) => `sources:\n  logs: {${more}}`;
const bad = { "bad.json": `{"a": 1, "b": "x"}\nnot json\n{"a": "no number", "b": "y"}\n{"a": 4}\n` };

export const sourceCases: readonly Case[] = [
  {
    name: "a log that grows between two runs",
    front: 'sources:\n  logs: {path: "./logs/dt=*/", format: json, schema: "n bigint, dt string"}',
    files: { "logs/dt=1/a.json": '{"n":1}\n', "logs/dt=1/b.json": '{"n":2}\n' },
    cells: ["select dt, count(*) as n, sum(n) as s from logs group by dt order by dt"],
    meanwhile: {
      "logs/dt=1/a.json": '{"n":1}\n{"n":10}\n',
      "logs/dt=1/c.json": '{"n":3}\n',
      "logs/dt=2/a.json": '{"n":4}\n',
    },
    then: [["select dt, count(*) as n, sum(n) as s from logs group by dt order by dt"]],
    gives: [
      "dt string, n bigint, s bigint",
      "  1 | 2 | 3",
      "dt string, n bigint, s bigint",
      "  1 | 4 | 16",
      "  2 | 1 | 4",
    ],
  },
  {
    name: "a file with “=” in its own name",
    files: { "eq/a.json": '{"n":1}\n', "eq/e=mc.json": '{"n":2}\n' },
    front:
      'sources:\n  whole: {path: ./eq/, format: json, schema: "n bigint"}\n  one: {path: ./eq/e=mc.json, schema: "n bigint"}',
    cells: ["select n from whole order by n", "select n from one"],
    gives: {
      sail: ["error storage.name-equals at 1:15-20 file={folder}/eq/e=mc.json", "n bigint", "  2"],
      spark: ["n bigint", "  1", "  2", "n bigint", "  2"],
    },
  },
  {
    name: "a column, and a query's own name, that are called as a source that cannot be read",
    files: { "log.json": '{"users":3}\n' },
    front: 'sources:\n  log: {path: ./log.json, schema: "users bigint"}\n  users: {path: ./none.json}',
    cells: [
      "select users from log",
      "with users as (select 1 as a) select a from users",
      "select count(*) as n from users",
    ],
    gives: [
      "users bigint",
      "  3",
      "a int",
      "  1",
      "error engine.path-not-found at 1:27-32 path=./none.json nearest={folder} holds=log.json",
    ],
  },
  {
    name: "names of sources and cells in Korean, and such as SQL has words for",
    front: "sources:\n  한글: {path: ./bad.csv, format: csv, schema: 'a int'}",
    files: { "bad.csv": "a\n7\n" },
    cells: [
      "--| name: 가입\nselect 1 as n",
      "select n, a from `가입` cross join `한글`",
      "--| name: order\nselect 2 as n",
      "select n from `order`",
    ],
    gives: ["n int", "  1", "n int, a int", "  1 | 7", "n int", "  2", "n int", "  2"],
  },
  {
    name: "a source with partition columns and a schema",
    files: days,
    front: logs('path: ./logs/dt=*/*.json.gz, format: json, schema: "dt string, user bigint, action string"'),
    cells: ["select * from logs order by user"],
    gives: [
      "dt string, user bigint, action string",
      "  2026-11-20 | 1 | open",
      "  2026-11-20 | 2 | buy",
      "  2026-11-21 | 3 | open",
    ],
  },
  {
    name: "a partition column as a date",
    files: days,
    front: logs('path: ./logs, format: json, schema: "user bigint, dt date"'),
    cells: ["select * from logs where dt = date '2026-11-21'"],
    gives: ["user bigint, dt date", "  3 | 2026-11-21"],
  },
  {
    name: "a source without a schema",
    files: days,
    front: logs("path: ./logs/dt=*/, format: json"),
    cells: ["select * from logs order by user"],
    gives: {
      sail: [
        "user bigint, action string, dt string",
        "  1 | open | 2026-11-20",
        "  2 | buy | 2026-11-20",
        "  3 | open | 2026-11-21",
      ],
      spark: [
        "action string, user bigint, dt string",
        "  open | 1 | 2026-11-20",
        "  buy | 2 | 2026-11-20",
        "  open | 3 | 2026-11-21",
      ],
    },
  },
  {
    name: "one partition's folder",
    files: days,
    front: logs('path: ./logs/dt=2026-11-21/*.json.gz, format: json, schema: "user bigint, dt string"'),
    cells: ["select * from logs"],
    gives: ["user bigint, dt string", "  3 | 2026-11-21"],
  },
  {
    name: "a wildcard over the folders of partitions",
    files: days,
    front: logs('path: ./logs/*/*.gz, format: json, schema: "user bigint, dt string"'),
    cells: ["select * from logs order by user"],
    gives: ["user bigint, dt string", "  1 | 2026-11-20", "  2 | 2026-11-20", "  3 | 2026-11-21"],
  },
  {
    name: "malformed lines, on-malformed: fail",
    files: bad,
    front: logs('path: ./bad.json, format: json, schema: "a bigint, b string"'),
    cells: ["select * from logs"],
    gives: ["a bigint, b string", "error engine.bad-line file=bad.json line=2"],
  },
  {
    name: "malformed lines, on-malformed: skip",
    files: bad,
    front: logs('path: ./bad.json, format: json, on-malformed: skip, schema: "a bigint, b string"'),
    cells: ["select * from logs"],
    gives: ["a bigint, b string", "  1 | x", "  4 | null", "note source.skipped source=logs skipped=2 lines=4"],
  },
  {
    name: "malformed lines, on-malformed: keep",
    files: bad,
    front: logs('path: ./bad.json, format: json, on-malformed: keep, schema: "a bigint, b string"'),
    cells: ["select * from logs"],
    gives: [
      "a bigint, b string, _malformed string",
      "  1 | x | null",
      "  null | null | not json",
      '  null | y | {"a": "no number", "b": "y"}',
      "  4 | null | null",
    ],
  },
  {
    name: "malformed lines, on-malformed: skip, one column and a count",
    files: bad,
    front: logs('path: ./bad.json, format: json, on-malformed: skip, schema: "a bigint, b string"'),
    cells: ["select b from logs", "select count(*) as n from logs"],
    gives: ["b string", "  x", "  null", "note source.skipped source=logs skipped=2 lines=4", "n bigint", "  2"],
  },
  {
    name: "malformed lines below partitions, on-malformed: keep",
    files: { "logs/dt=2026-11-20/a.json": '{"a": 1}\nno\n' },
    front: logs('path: ./logs/dt=*/, format: json, on-malformed: keep, schema: "dt date, a int"'),
    cells: ["select dt, _malformed from logs"],
    gives: ["dt date, _malformed string", "  2026-11-20 | null", "  2026-11-20 | no"],
  },
  {
    name: "a number in quotes",
    files: { "q.json": '{"a": "5"}\n' },
    front: logs('path: ./q.json, format: json, schema: "a bigint"'),
    cells: ["select * from logs"],
    gives: { sail: ["a bigint", "  5"], spark: ["a bigint", "error engine.bad-data"] },
  },
  {
    name: "times in JSON",
    files: { "t.json": '{"t": "2026-11-21T09:00:00Z"}\n{"t": "2026-11-21 09:00:00.123+09:00"}\n' },
    front: logs('path: ./t.json, format: json, schema: "t timestamp"'),
    cells: ["select * from logs"],
    gives: ["t timestamp", "  2026-11-21 09:00:00+00:00", "  2026-11-21 00:00:00.123+00:00"],
  },
  {
    name: "CSV with a header and quotes",
    files: { "c.csv": 'a,b\n1,"x, y"\n2,\n' },
    front: logs('path: ./c.csv, format: csv, schema: "a int, b string"'),
    cells: ["select * from logs"],
    gives: ["a int, b string", "  1 | x, y", "  2 | null"],
  },
  {
    name: "CSV without a schema",
    files: { "c.csv": "a,b,t\n1,x,2026-11-21\n2,y,2026-11-22\n" },
    front: logs("path: ./c.csv, format: csv"),
    cells: ["select * from logs"],
    gives: {
      sail: ["a bigint, b string, t date", "  1 | x | 2026-11-21", "  2 | y | 2026-11-22"],
      spark: ["a int, b string, t date", "  1 | x | 2026-11-21", "  2 | y | 2026-11-22"],
    },
  },
  {
    name: "CSV with a line too long",
    files: { "c.csv": "a,b\n1,x\n2,y,z\n" },
    front: logs('path: ./c.csv, format: csv, schema: "a int, b string"'),
    cells: ["select * from logs"],
    gives: {
      sail: ["a int, b string", "error engine.bad-csv file=c.csv line=3"],
      spark: ["a int, b string", "error engine.bad-data"],
    },
  },
  {
    name: "text lines",
    files: { "l.txt": "one\n\nthree\n" },
    front: logs('path: ./l.txt, format: text, schema: "value string"'),
    cells: ["select * from logs"],
    gives: ["value string", "  one", "  ", "  three"],
  },
  {
    name: "a source that is not there",
    files: days,
    front: logs("path: ./logs/dt=2020-*/, format: json"),
    cells: ["select 1 as a, *\n  from logs"],
    gives: [
      "error engine.path-not-found at 2:8-12 path=./logs/dt=2020-*/ nearest={folder}/logs holds=dt=2026-11-20, dt=2026-11-21",
    ],
  },
  {
    name: "a path in SQL",
    files: days,
    cells: ["select action, dt from json.`./logs` where user = 2"],
    gives: ["action string, dt string", "  buy | 2026-11-20"],
  },
  {
    name: "a path in SQL that is not there",
    cells: ["select *\nfrom json.`./no/such.json`"],
    gives: ["error engine.path-empty at 2:11-27 path=./no/such.json nearest={folder} holds="],
  },
  {
    name: "a column that is not there behind a path",
    files: days,
    cells: ["select dt,\n  nope from json.`./logs`"],
    gives: ["error engine.column-not-found at 2:3-7 name=nope"],
  },
  {
    name: "an empty file",
    files: { "e.json": "" },
    front: logs('path: ./e.json, format: json, schema: "a int"'),
    cells: ["select * from logs"],
    gives: ["a int"],
  },
  {
    name: "a broken gzip file",
    files: { "x.cut.gz": lines(...Array.from({ length: 2000 }, (_, a) => ({ a: (a * 7919) % 2000 }))) },
    front: logs('path: ./x.cut.gz, format: json, schema: "a int"'),
    cells: ["select * from logs"],
    gives: ["a int", "error engine.bad-file file=x.cut.gz format=gzip"],
  },
  {
    name: "a schema that cannot be read",
    files: days,
    front: logs('path: ./logs, format: json, schema: "user bigit"'),
    cells: ["select * from logs"],
    gives: ["error engine.source-schema at 1:15-19 source=logs"],
  },
];
