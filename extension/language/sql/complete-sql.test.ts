import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import type { Knowledge } from "../knowledge.ts";
import { completeSql } from "./complete-sql.ts";

const field = (name: string, type: string) => ({ name, type, nullable: true });

const front = `params:
  day: {type: date, default: yesterday, label: Day}
  platform: {type: choice, options: [android, ios]}
sources:
  logs: {path: ./logs/*.json, format: json}
  users: {path: ./users.csv, format: csv}`;

const know: Knowledge = {
  lang: "en",
  cells: [
    { language: "between-front", value: front },
    {
      language: "sql",
      value: "--| name: daily\nselect dt as day, count(*) as n, max(ts) as last from logs group by 1",
    },
    { language: "sql", value: "" },
    { language: "sql", value: "--| name: later\nselect 1 as one" },
  ],
  tables: [
    {
      name: "logs",
      of: "source",
      columns: [
        field("ts", "timestamp"),
        field("user", "bigint"),
        field("action", "string"),
        field("dt", "string"),
        field("event", "struct<name:string,device:struct<os:string,app version:string>>"),
      ],
    },
    {
      name: "users",
      of: "source",
      columns: [field("user", "bigint"), field("country", "string"), field("가입일", "date")],
    },
    { name: "daily", of: "cell", cell: 1, columns: [] },
    { name: "later", of: "cell", cell: 3, columns: [] },
  ],
  results: [],
  values: { day: "2026-11-20" },
  engines: ["embedded"],
};

/** What is offered where `|` stands, the likeliest first. */
function offered(marked: string) {
  const offset = marked.indexOf("|");
  const code = marked.slice(0, offset) + marked.slice(offset + 1);
  const { range, items } = completeSql(know, 2, code, offset);
  const sorted = [...items].sort((a, b) => a.rank - b.rank);
  return { range, items: sorted, labels: sorted.map(({ label }) => label) };
}
const labels = (marked: string, kind?: string) =>
  offered(marked)
    .items.filter((item) => kind === undefined || item.kind === kind)
    .map(({ label }) => label);
const holds = (marked: string, ...wanted: string[]) => {
  const all = labels(marked);
  for (const each of wanted)
    assert.ok(all.includes(each), `${marked} offers no ${each}: ${all.slice(0, 12).join(", ")}`);
};

describe("completion in SQL", () => {
  it("offers tables behind FROM, JOIN and a comma, those of later cells last and marked", () => {
    for (const code of [
      "select * from |",
      "select * from l|",
      "select a from logs, |",
      "select * from logs l join |",
      "select * from logs left join u|",
      "select * from (select 1) s, |",
      "select * from | where x = 1",
      "select * from logs l join | on l.user = 1",
      "insert into |",
      "describe |",
    ]) {
      const { items } = offered(code);
      assert.deepEqual(
        items.map(({ label }) => label),
        ["daily", "logs", "users", "later"],
        code,
      );
      assert.equal(items[3]?.detail, "made by a later cell");
    }
    assert.equal(offered("select * from |").items[1]?.detail, "json ./logs/*.json");
  });

  it("offers common tables of the statement before the others, and in each of them those above", () => {
    assert.deepEqual(labels("with a as (select 1 as x), b as (select 2 as y) select * from |").slice(0, 2), ["a", "b"]);
    assert.equal(labels("with a as (select 1 as x), b as (select * from |) select 1")[0], "a");
    assert.ok(!labels("with a as (select 1 as x), b as (select * from |) select 1").includes("b"));
    assert.deepEqual(labels("with a as (select user as who, 1 as x from logs) select | from a", "column"), [
      "who",
      "x",
    ]);
  });

  it("offers the columns of what FROM names, also while it is half written", () => {
    const all = ["ts", "user", "action", "dt", "event"];
    for (const code of [
      "select | from logs",
      "select u| from logs",
      "select ts, | from logs",
      "select count(| from logs",
      "select count(distinct | from logs group by 1",
      "select * from logs where |",
      "select * from logs where user = 1 and |",
      "select * from logs where user in (|",
      "select * from logs where (user = 1 or |",
      "select * from logs group by |",
      "select * from logs order by | desc",
      "select case when | from logs",
      "select if(user > 1, | from logs",
      "select ts from logs where dt = '2026-11-20' having count(|",
      "select date_trunc('hour', |) from logs",
      "select sum(user) over (partition by |) from logs",
      "select sum(user) over (order by | from logs",
      "select extract(year from |) from logs",
      "select -| from logs",
      "select 1 + | from logs where",
      "select * from (select * from logs) where |",
      "with a as (select | from logs",
      "select * from users where exists (select 1 from logs where |",
      "select distinct | from logs",
      "select\n  ts,\n  |\nfrom logs\nwhere dt = :day",
    ])
      holds(code, ...all);
  });

  it("tells the types of columns, and of those that the text of a cell that never ran makes", () => {
    const { items } = offered("select | from daily");
    assert.deepEqual(
      items.filter(({ kind }) => kind === "column").map(({ label, detail }) => `${label} ${detail}`),
      ["day string", "n bigint", "last timestamp"],
    );
    const cast = offered(
      "select | from (select cast(user as double) as a, event.device.os as b, ts::date as c, 'x' as d from logs) t",
    ).items;
    assert.deepEqual(
      cast.filter(({ kind }) => kind === "column").map(({ label, detail }) => `${label} ${detail}`),
      ["a double", "b string", "c date", "d string"],
    );
  });

  it("offers behind a dot the columns of an alias and the fields of structs, and nothing else", () => {
    assert.deepEqual(labels("select l.| from logs l"), ["ts", "user", "action", "dt", "event"]);
    assert.deepEqual(labels("select l. from logs l".replace("l. ", "l.| ")), ["ts", "user", "action", "dt", "event"]);
    assert.deepEqual(labels("select * from logs l join users as u on l.user = u.|"), ["user", "country", "가입일"]);
    assert.deepEqual(labels("select event.| from logs"), ["name", "device"]);
    assert.deepEqual(labels("select l.event.device.o| from logs l"), ["os", "app version"]);
    assert.deepEqual(labels("select logs.| "), ["ts", "user", "action", "dt", "event"]);
    assert.deepEqual(labels("select x.| from logs"), []);
    assert.deepEqual(labels("select user.| from logs"), []);
  });

  it("qualifies columns that several tables have", () => {
    const { items } = offered("select | from logs l join users u on l.user = u.user");
    const insert = (label: string) => items.find((item) => item.label === label)?.insert;
    assert.equal(insert("l.user"), "l.user");
    assert.equal(insert("country"), "country");
    assert.equal(insert("user"), undefined);
  });

  it("puts names in backticks where they need them", () => {
    const insert = (code: string, label: string) => offered(code).items.find((item) => item.label === label)?.insert;
    assert.equal(insert("select | from users", "가입일"), "`가입일`");
    assert.equal(insert("select event.device.| from logs", "app version"), "`app version`");
    const inside = offered("select `가| from users");
    assert.deepEqual(inside.range, { start: 7, end: 9 });
    assert.equal(inside.items.find(({ label }) => label === "가입일")?.insert, "`가입일`");
    assert.ok(labels("select `가|` from users").includes("가입일"));
    assert.deepEqual(offered("select * from `l|").items.map(({ insert, filter }) => [insert, filter])[1], [
      "`logs`",
      "`logs",
    ]);
  });

  it("offers parameters behind a colon with type and value, and as values", () => {
    const { items } = offered("select * from logs where dt = :|");
    assert.deepEqual(
      items.map(({ label, detail }) => `${label} ${detail}`),
      ["day date = 2026-11-20", "platform choice"],
    );
    assert.deepEqual(offered("select * from logs where dt = :da|").range, { start: 31, end: 33 });
    holds("select * from logs where dt = |", ":day", ":platform");
    assert.deepEqual(labels("select x::|")[0], "boolean");
    assert.deepEqual(labels("select cast(x as |)", "parameter"), []);
  });

  it("offers functions where a value begins, with their signature", () => {
    const count = offered("select cou| from logs").items.find(({ label }) => label === "count");
    assert.deepEqual([count?.detail, count?.insert, count?.then], ["(expr)", "count($0)", "signature"]);
    assert.equal(offered("select cou|(1)").items.find(({ label }) => label === "count")?.insert, "count");
    assert.equal(offered("select COU|").items.find(({ label }) => label === "COUNT")?.insert, "COUNT($0)");
    assert.deepEqual(labels("select * from |", "function"), []);
  });

  it("goes on behind a value or a table with keywords only", () => {
    for (const code of [
      "select a |",
      "select * from logs |",
      "select * from logs l |",
      "select * from logs where a = 1 |",
      "select count(*) |",
      "select * from logs order by a |",
    ]) {
      const { items } = offered(code);
      assert.ok(items.length > 0 && items.every(({ kind }) => kind === "keyword"), code);
    }
    holds("select a |", "from");
    holds("select * from logs |", "where", "left join", "group by");
    holds("select * from logs where a = 1 |", "and", "order by");
    holds("select * from logs order by a |", "desc");
    assert.deepEqual(labels("select a from logs group |"), ["by"]);
    assert.ok(labels("select a from logs l left |").includes("join"));
    holds("select sum(a) over (|", "partition by", "order by");
  });

  it("writes keywords as the author does", () => {
    holds("SELECT a FROM logs |", "WHERE");
    holds("select a from logs |", "where");
    holds("SEL|", "SELECT");
    holds("|", "select");
  });

  it("begins statements with keywords and questions that are filled in, each statement of a cell by itself", () => {
    const top = offered("select 1;\n|").items.find(({ label }) => label === "count by hour");
    assert.equal(top?.insert.includes("from ${1:logs}") && top.insert.includes("${2:ts}"), true, top?.insert);
    assert.deepEqual(labels("select * from logs; select | from users", "column"), ["user", "country", "가입일"]);
    assert.deepEqual(labels("select | from users; select * from logs", "column"), ["user", "country", "가입일"]);
    assert.ok(labels("select 1 union all |").includes("select"));
    assert.ok(labels("with a as (select 1) |").includes("select"));
  });

  it("follows long chains of cells, and cells that read each other in a circle", () => {
    const names = Array.from({ length: 3000 }, (_, i) => `c${i}`);
    const chain = {
      ...know,
      cells: names.map((name, i) => ({
        language: "sql",
        value: `--| name: ${name}\nselect * from ${names[i - 1] ?? "(select 1 as one)"}`,
      })),
      tables: names.map((name, cell) => ({ name, of: "cell" as const, cell, columns: [] })),
    };
    const columns = (table: string) =>
      completeSql(chain, -1, `select  from ${table}`, 7)
        .items.filter(({ kind }) => kind === "column")
        .map(({ label }) => label);
    assert.deepEqual(columns("c250"), ["one"]);
    assert.deepEqual(columns("c2999"), []);
    const circle = {
      ...know,
      cells: ["b", "a"].map((other, i) => ({
        language: "sql",
        value: `--| name: ${i ? "b" : "a"}\nselect *, 1 as n${i} from ${other}`,
      })),
      tables: ["a", "b"].map((name, cell) => ({ name, of: "cell" as const, cell, columns: [] })),
    };
    assert.ok(completeSql(circle, -1, "select  from a", 7).items.length > 0);
  });

  it("is silent in strings, comments and numbers, behind AS and where names are made", () => {
    for (const code of [
      "select 'a|' from logs",
      "select 'a|",
      'select "a|"',
      "select 1 -- fr|",
      "select /* fr| */ 1",
      "select /* fr|",
      "select 12|",
      "select a as |",
      "with |",
      "select x from logs where a = r'|",
    ])
      assert.deepEqual(labels(code), [], code);
  });

  it("sees the right columns in joins, subqueries, lateral views and behind set operators", () => {
    holds("select | from logs lateral view explode(x) t as item", "item", "ts");
    assert.deepEqual(labels("select t.| from logs lateral view outer explode(x) t as item"), ["item"]);
    assert.deepEqual(labels("select dt from logs union all select | from users", "column"), [
      "user",
      "country",
      "가입일",
    ]);
    assert.deepEqual(labels("select * from (select | from users) x join logs l", "column"), [
      "user",
      "country",
      "가입일",
    ]);
    assert.deepEqual(labels("select | from (values (1, 2)) as t(a, b)", "column"), ["a", "b"]);
    assert.deepEqual(labels("select | from values (1, 2), (3, 4) as t(a, b)", "column"), ["a", "b"]);
    assert.deepEqual(labels("select | from range(3) r", "column"), ["id"]);
    assert.deepEqual(labels("select | from (select l.*, 1 as extra from logs l) q", "column").slice(-1), ["extra"]);
    assert.deepEqual(labels("select count(*) as hits from logs order by |", "column")[0], "hits");
  });

  it("never throws, and offers only ranges that lie in the text and touch the place", () => {
    const bits = fc.constantFrom(
      ..."select|from|where|group by|order by|join|on|with a as|as|,|.|(|)|*|:|:day|'|\"|`|--|\n|/*|*/|;|logs|l|event|users|over|case|when|union all|lateral view|explode|values|1|=|and|in|::|[|]|가|\\".split(
        "|",
      ),
    );
    fc.assert(
      fc.property(
        fc.array(fc.tuple(bits, fc.constantFrom("", " ", "\n")), { maxLength: 40 }),
        fc.nat(400),
        (parts, at) => {
          const code = parts.map(([word, gap]) => word + gap).join("");
          const offset = Math.min(at, code.length);
          const { range } = completeSql(know, 2, code, offset);
          assert.ok(0 <= range.start && range.start <= offset && offset <= range.end && range.end <= code.length);
        },
      ),
      { numRuns: 400 },
    );
  });
});
