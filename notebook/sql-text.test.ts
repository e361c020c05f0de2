import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { identifiers, namedParameters, madeNames, pathsInStatement, splitStatements, sqlTokens } from "./sql-text.ts";

const statements: [string, string[]][] = [
  ["", []],
  [" ;; -- nothing\n; /* nor here */", []],
  ["select 1", ["select 1"]],
  ["select 1;", ["select 1"]],
  [" select 1 ;\n select 2 \n", ["select 1", "select 2"]],
  ["select ';' ; select \";\"; select `;`", ["select ';'", 'select ";"', "select `;`"]],
  ["select 'it''s;'; 2", ["select 'it''s;'", "2"]],
  ["select 'a\\';b'; 2", ["select 'a\\';b'", "2"]],
  ["select 'a\\\\'; 2", ["select 'a\\\\'", "2"]],
  ["select r'a\\'; 2", ["select r'a\\'", "2"]],
  ['select R"a;\\"; 2', ['select R"a;\\"', "2"]],
  ["select `a``;b`; 2", ["select `a``;b`", "2"]],
  ["-- one; two\nselect 1; -- rest", ["-- one; two\nselect 1"]],
  ["select 1 -- a\\\n; select 2", ["select 1 -- a\\", "select 2"]],
  ["select /* a; /* b; */ c; */ 1; 2", ["select /* a; /* b; */ c; */ 1", "2"]],
  ["select /*+ broadcast(t) */ 1; 2", ["select /*+ broadcast(t) */ 1", "2"]],
  ["select 'open; select 2", ["select 'open; select 2"]],
  ["select 1 /* open; select 2", ["select 1 /* open; select 2"]],
  ["select '안녕; 👋'; select 1", ["select '안녕; 👋'", "select 1"]],
];

describe("splitStatements", () => {
  for (const [code, expected] of statements) {
    it(`splits ${JSON.stringify(code)}`, () => {
      const found = splitStatements(code);
      assert.deepEqual(
        found.map(({ text }) => text),
        expected,
      );
      for (const { text, start, end } of found) assert.equal(code.slice(start, end), text);
    });
  }
});

const parameters: [string, string[]][] = [
  ["select :a, :b_1", ["a", "b_1"]],
  ["where dt>=:day and x<:day", ["day", "day"]],
  ["select ':a', \":b\", `:c`, r':d' -- :e\n/* :f */", []],
  ["select a::int, :b::string", ["b"]],
  ["cast(x as struct<a:int, b:array<string>>)", []],
  ["select payload:user.id, a[0]:b, f(x):c", []],
  ["select :날짜", ["날짜"]],
  ["select : a, :1", []],
  ["limit(:n)", ["n"]],
];

describe("namedParameters", () => {
  for (const [code, expected] of parameters) {
    it(`finds those of ${JSON.stringify(code)}`, () => {
      const found = namedParameters(code);
      assert.deepEqual(
        found.map(({ name }) => name),
        expected,
      );
      for (const { name, start, end } of found) assert.equal(code.slice(start, end), `:${name}`);
    });
  }
});

describe("identifiers", () => {
  it("are words and names in backticks, not strings, comments or parameters", () => {
    const code = "select `a``b`, t.c1, 'd', :e, 2020_logs, 1.5e3, 가입 from f -- g";
    assert.deepEqual(
      identifiers(code).map(({ name }) => name),
      ["select", "a`b", "t", "c1", "2020_logs", "가입", "from", "f"],
    );
    for (const { start, end } of identifiers(code)) assert.match(code.slice(start, end), /^(?:`.*`|[\p{L}\p{N}_]+)$/u);
  });
});

const paths: [string, string[]][] = [
  ["select * from json.`./logs/*.json.gz`", ["json ./logs/*.json.gz"]],
  ["select * from Parquet.`a``b` join CSV . `./x y.csv`", ["parquet a`b", "csv ./x y.csv"]],
  [
    "select * from binaryFile.`./p`, delta.`s3://b/t`, text.`t`, avro.`a`, orc.`o`",
    ["binaryFile ./p", "delta s3://b/t", "text t", "avro a", "orc o"],
  ],
  ["select 'json.`x`', db.json.`x`, x.`y` -- csv.`z`", []],
  ["select json.a from t", []],
  ["insert into delta.`./out` select * from json.`./in`", ["json ./in"]],
  ["create table delta.`./out` as select * from json.`./in`", ["json ./in"]],
  ["create temporary view v using json options (path './logs', multiLine true)", ["json ./logs"]],
  ['CREATE TEMP VIEW v USING csv OPTIONS (header "true", `path` = "./a\\"b")', ['csv ./a"b']],
  ["create table t using parquet options ('PATH' 'it''s')", ["parquet it's"]],
  ["create table t using parquet options (path r'C:\\x')", ["parquet C:\\x"]],
  ["create table t using parquet options (path './out') as select 1", []],
  ["create table t using json location './logs'", ["json ./logs"]],
  ["create table t using csv options (header 'true') location './logs'", ["csv ./logs"]],
  ["create table db.t (a int) using csv location './logs'", ["csv ./logs of t"]],
  ["create table t using parquet location './out' as select 1", []],
  ["create view v as select path 'x' from t", []],
  ["select * from json.`", ["json "]],
  ["table text.`./a`", ["text ./a"]],
  ["select 1 union all (table `Text` /* . */ . `./a`)", ["text ./a"]],
  ["describe table csv.`./a`", ["csv ./a"]],
  ["insert overwrite table csv.`./out` table csv.`./in`", ["csv ./in"]],
  ["create table if not exists csv.`./out` as select 1", []],
];

describe("madeNames", () => {
  it("tells the text or the parameter that a name is made of, or that it is of more", () => {
    const code = "select identifier('a.b'), IDENTIFIER ( :p ), identifier('a' || 'b'), identifier(";
    assert.deepEqual(
      madeNames(code).map(({ literal, parameter }) => literal ?? parameter ?? "more"),
      ["a.b", "p", "more", "more"],
    );
    assert.deepEqual(madeNames("select identifier, 'identifier(1)' from identifier"), []);
  });
});

describe("pathsInStatement", () => {
  for (const [code, expected] of paths) {
    it(`finds those of ${code}`, () => {
      const found = pathsInStatement(code);
      assert.deepEqual(
        found.map(({ format, path, table }) => `${format} ${path}${table === undefined ? "" : ` of ${table}`}`),
        expected,
      );
      for (const { start, end } of found) assert.match(code.slice(start, end), /^[`'"r]/);
    });
  }
});

describe("sqlTokens", () => {
  it("cover every text without gaps", () => {
    const part = fc.oneof(
      fc.constantFrom(
        "'",
        '"',
        "`",
        "\\",
        "--",
        "/*",
        "*/",
        ";",
        ":",
        "::",
        ":a",
        "r'",
        "1.",
        ".5e",
        "e-3L",
        "\n",
        "\r",
        "가",
        "👋",
      ),
      fc.string({ unit: "binary", maxLength: 4 }),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 20 }), (parts) => {
        const code = parts.join("");
        let at = 0;
        for (const { start, end } of sqlTokens(code)) {
          assert.equal(start, at);
          assert.ok(end > start);
          at = end;
        }
        assert.equal(at, code.length);
        splitStatements(code);
        pathsInStatement(code);
      }),
      { numRuns: 2000 },
    );
  });
});
