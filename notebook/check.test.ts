import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { check } from "./check.ts";
import { problemCodes } from "./problem.ts";

const found = (text: string): string[] =>
  check(text).map(({ severity, code, line, column, endColumn }) => {
    const place = endColumn === undefined ? `${line}:${column}` : `${line}:${column}-${endColumn}`;
    return `${place} ${severity} ${code.slice("notebook.".length)}`;
  });

const front = (...lines: string[]): string => ["---", ...lines, "---", ""].join("\n");
const sql = (...lines: string[]): string => ["```{sql}", ...lines, "```", ""].join("\n");

/** What is wrong, and the text with what is said of it: first to last in the order of the file. */
const table: [string, string, string[]][] = [
  ["front matter without an end", "---\ntitle: x\n", ["1:1-4 error front-matter-unclosed"]],
  ["front matter that is no map", front("- a"), ["2:1-4 error not-a-map"]],
  ["broken YAML", front("title: 'a", "lang: en"), ["4:1 error yaml"]],
  ["a key twice", front("title: a", "title: b"), ["3:1-6 error duplicate-key"]],
  ["an alias, which is not read", front("title: *a"), ["2:8-10 error expected-text"]],
  ["a newer version", front("between: 2"), ["2:10-11 error newer-version"]],
  ["a version that is no number", front("between: one"), ["2:10-13 error expected-integer"]],
  ["an unknown key", front("owner: me"), ["2:1-6 warning unknown-key"]],
  ["a mistyped key", front("titel: x"), ["2:1-6 warning unknown-key-nearest"]],
  ["a key in another tool's spelling", front("Time_Zone: UTC"), ["2:1-10 warning unknown-key-nearest"]],
  ["an id that no address can hold", front("id: a//b"), ["2:5-9 error invalid-id"]],
  ["an id that leads elsewhere", front("id: ../a"), ["2:5-9 error invalid-id"]],
  ["no time zone at all", front("timezone: Mars/Phobos"), ["2:11-22 error unknown-timezone"]],
  ["an offset in place of a zone", front('timezone: "+09:00"'), ["2:11-19 error unknown-timezone"]],
  ["a mistyped zone", front("timezone: Asia/Soul"), ["2:11-20 error unknown-timezone-nearest"]],
  ["a language without a catalogue", front("lang: fr"), ["2:7-9 error expected-one-of"]],
  ["a list for a text", front("title: [a]"), ["2:8-11 error expected-text"]],

  ["parameters as a list", front("params: [day]"), ["2:9-14 error expected-map"]],
  ["a parameter with nothing behind it", front("params:", "  day:"), ["3:3-6 error expected-map"]],
  ["a parameter without a type", front("params:", "  day: {default: today}"), ["3:8-24 error missing-key"]],
  ["a parameter of no type", front("params:", "  day: {type: day}"), ["3:15-18 error expected-one-of"]],
  [
    "a parameter's name that SQL does not take",
    front("params:", "  날짜: {type: date}"),
    ["3:3-5 error invalid-parameter-name"],
  ],
  [
    "a default of another type",
    front("params:", "  n: {type: integer, default: 1.5}"),
    ["3:31-34 error wrong-default"],
  ],
  [
    "a default beyond 64 bits",
    front("params:", "  n: {type: integer, default: 9223372036854775808}"),
    ["3:31-50 error wrong-default"],
  ],
  [
    "a day that there is not",
    front("params:", "  d: {type: date, default: 2026-02-29}"),
    ["3:28-38 error wrong-default"],
  ],
  [
    "a default that is not an option",
    front("params:", "  c: {type: choice, options: [2.1], default: 2.10}"),
    ["3:46-50 error wrong-default"],
  ],
  [
    "several defaults for one value",
    front("params:", "  t: {type: text, default: [a, b]}"),
    ["3:28-34 error wrong-default"],
  ],
  ["a choice between nothing", front("params:", "  c: {type: choice}"), ["3:6-20 error choice-needs-options"]],
  ["options of no choice", front("params:", "  t: {type: text, options: [a]}"), ["3:28-31 error only-for-choice"]],
  ["a text of several", front("params:", "  t: {type: text, multiple: true}"), ["3:29-33 error only-for-choice"]],

  ["a source without a path", front("sources:", "  logs: {format: json}"), ["3:9-23 error path-or-result"]],
  [
    "a source with two origins",
    front("sources:", "  logs: {path: a.json, result: b}"),
    ["3:9-34 error path-or-result"],
  ],
  ["a path without an ending", front("sources:", "  logs: {path: ./logs}"), ["3:16-22 error source-needs-format"]],
  [
    "malformed lines that are skipped, of unknown columns",
    front("sources:", "  logs: {path: ./logs/*.json, on-malformed: skip}"),
    ["3:45-49 error source-needs-schema"],
  ],
  [
    "a choice about malformed lines where none can be",
    front("sources:", "  logs: {path: ./logs/*.parquet, on-malformed: skip}"),
    [],
  ],
  ["a path of nothing", front("sources:", '  logs: {path: ""}'), ["3:16-18 error empty-text"]],
  ["an unknown format", front("sources:", "  logs: {path: a, format: xml}"), ["3:27-30 error expected-one-of"]],
  ["a source's name with a dash", front("sources:", "  my-logs: {path: a.json}"), ["3:3-10 error invalid-name"]],

  ["a cell that never ends", "text\n\n```{sql}\nselect 1\n", ["3:1-9 error fence-unclosed"]],
  ["a cell that the next one ends", `\`\`\`{sql}\nselect 1\n${sql("select 2")}`, ["1:1-9 error fence-unclosed"]],
  ["options that are no map", sql("--| daily"), ["2:5-10 error not-a-map"]],
  ["broken YAML in options, behind Hangul", sql("--| title: 가입자", "--| chart: {type: line"), ["3:24 error yaml"]],
  ["options behind code", sql("select 1", "--| name: dau"), ["3:1 warning option-too-late"]],
  ["a name with a dash", sql("--| name: daily-users"), ["2:11-22 error invalid-name"]],
  ["a name twice, in another case", sql("--| name: dau") + sql("--| name: DAU"), ["5:11 error duplicate-name"]],
  [
    "a name of a source",
    front("sources: {logs: {path: a.json}}") + sql("--| name: logs"),
    ["5:11 error name-of-source"],
  ],
  ["a preview of nothing", sql("--| preview: 0"), ["2:14-15 error expected-integer"]],
  ["a preview that is no number", sql("--| preview: many"), ["2:14-18 error expected-integer"]],
  ["a width beyond the page", sql("--| width: 13"), ["2:12-14 error expected-integer-between"]],
  ["a switch that is neither on nor off", sql("--| cache: yes"), ["2:12-15 error expected-boolean"]],
  ["a timeout without a unit", sql("--| timeout: 90"), ["2:14-16 error expected-duration"]],
  ["a timeout of no time", sql("--| timeout: 0s"), ["2:14-16 error expected-duration"]],
  ["something else to hide", sql("--| hide: [code, title]"), ["2:18-23 error expected-one-of"]],
  ["a mistyped option", sql("--| allow_failure: true"), ["2:5-18 warning unknown-key-nearest"]],
  ["an option of a Markdown cell", "<!-- cell {widht: 3} -->\ntext\n", ["1:12-17 warning unknown-key-nearest"]],

  ["a chart without a column", sql("--| chart: {type: bar, x: day}"), ["2:12-31 error missing-key"]],
  ["a chart of no type", sql("--| chart: {type: bars, x: a, y: b}"), ["2:19-23 error expected-one-of"]],
  [
    "a mistyped key of a chart",
    sql("--| chart: {type: bar, x: a, y: b, serie: c}"),
    ["2:36-41 warning unknown-key-nearest"],
  ],
  ["a chart of no columns", sql("--| chart: {type: bar, x: a, y: []}"), ["2:33-35 error empty-list"]],
  ["a pie of two columns", sql("--| chart: {type: pie, x: a, y: [b, c]}"), ["2:33-39 error pie-takes-one"]],
  ["two ways to colour", sql("--| chart: {type: bar, x: a, y: [b, c], series: d}"), ["2:49-50 error series-or-many"]],

  ["a save to nowhere", sql("--| save: {format: delta}"), ["2:11-26 error missing-key"]],
  [
    "a save that replaces and appends",
    sql("--| save: {to: a, append: true, replace: all}"),
    ["2:27-31 error save-append-or-replace"],
  ],
  [
    "partitions to replace, and none",
    sql("--| save: {to: a, replace: partitions}"),
    ["2:28-38 error save-needs-partition"],
  ],
  [
    "plain Parquet by partition",
    sql("--| save: {to: a, format: parquet, partition: day}"),
    ["2:27-34 error save-parquet-all"],
  ],
  [
    "plain Parquet to append to",
    sql("--| save: {to: a, format: parquet, append: true}"),
    ["2:27-34 error save-parquet-all"],
  ],

  ["expectations outside a list", sql("--| expect: {rows: {min: 1}}"), ["2:13-29 error expected-list"]],
  ["an expectation about nothing", sql("--| expect: [{level: warn}]"), ["2:14-27 error expect-rows-or-column"]],
  [
    "an expectation about two things",
    sql("--| expect: [{rows: {min: 1}, column: a}]"),
    ["2:14-41 error expect-rows-or-column"],
  ],
  ["bounds without a bound", sql("--| expect: [{rows: {}}]"), ["2:21-23 error expect-nothing"]],
  ["a column of which nothing is expected", sql("--| expect: [{column: a}]"), ["2:14-25 error expect-nothing"]],
  ["bounds the wrong way", sql("--| expect: [{rows: {min: 2, max: 1}}]"), ["2:21-37 error expect-min-above-max"]],
  [
    "a comparison with earlier runs",
    sql("--| expect: [{column: a, within: 20%, of: 7}]"),
    ["2:34-37 warning expect-later"],
  ],

  ["a parameter that is not declared", sql("select :day"), ["2:8-12 error undeclared-parameter"]],
  [
    "a mistyped parameter, behind Hangul",
    front("params: {day: {type: date}}") + sql("select '날짜 :x', :dya"),
    ["5:17-21 error undeclared-parameter-nearest"],
  ],
  ["a chart cell, which only the editor draws", "```{vega-lite}\n{}\n```\n", ["1:5-14 warning needs-editor"]],
  ["a Python cell", "```{python}\n1\n```\n", []],
  ["a Scala cell that needs another engine", "```{scala}\n1\n```\n", ["1:5-10 warning needs-cluster"]],
  [
    "a Scala cell on the embedded engine",
    front("engine: embedded") + "```{scala}\n1\n```\n",
    ["4:5-10 warning needs-cluster"],
  ],
  [
    "Scala cells that need another engine, once",
    sql("select 1") + "```{scala}\n1\n```\n\n````{scala}\n2\n````\n",
    ["4:5-10 warning needs-cluster"],
  ],
  ["a Scala cell on Spark", front("engine: local-spark") + "```{scala}\n1\n```\n", []],
  ["a language that does not run", "````{haskell}\n1\n````\n", ["1:6-13 warning unknown-language"]],
  ["a mistyped language", "```{sqll}\nselect 1\n```\n", ["1:5-9 warning unknown-language-nearest"]],
  ["a value of nothing", "Total: {{total}}\n", ["1:8-17 warning unknown-reference"]],
  [
    "a value of a mistyped cell",
    sql("--| name: dau") + "\n한글 {{dua.users}}\n",
    ["5:4-17 warning unknown-reference-nearest"],
  ],
  [
    "a value in a title",
    front("title: '오늘 {{day}}'") + sql("--| title: on {{day}}"),
    ["2:8 warning unknown-reference", "5:12 warning unknown-reference"],
  ],
];

describe("check", () => {
  for (const [what, text, expected] of table) {
    it(`tells the place of ${what}`, () => assert.deepEqual(found(text), expected));
  }

  it("tells of Scala cells by the engine that is named, the command line's before the notebook's", () => {
    const cells = "```{scala}\n1\n```\n\n```{scala}\n2\n```\n";
    const told = (text: string, engine?: string) => check(text, [], engine).map(({ code, args }) => [code, args]);
    const warned = [["notebook.needs-cluster", { count: 2 }]];
    assert.deepEqual(told(cells), warned);
    assert.deepEqual(told(cells, "prod"), []);
    assert.deepEqual(told(front("engine: local-spark") + cells, "embedded"), warned);
    assert.deepEqual(told(front("engine: embedded") + cells, "prod"), []);
  });

  it("tells the same places in a file with a byte order mark and CRLF", () => {
    for (const [, text, expected] of table) {
      assert.deepEqual(found(`\uFEFF${text.replaceAll("\n", "\r\n")}`), expected, text);
    }
  });

  it("has nothing to say about a notebook that is right", () => {
    const text =
      front("between: 1", "title: 가입 {{day}}", "params: {day: {type: date, default: today-7d}}") +
      sql(
        "--| name: dau",
        "--| chart: {type: line, x: day, y: [users, visits]}",
        "select :day::string, ':no', a.b:c -- :no",
        "from logs",
      ) +
      "{{day}} {{ dau.전체 사용자 }}\n";
    assert.deepEqual(found(text), []);
  });

  it("says of a parameter that is wrong nothing more where it is used", () => {
    assert.deepEqual(found(front("params: {day: {type: dates}}") + sql("select :day")), [
      "2:22-27 error expected-one-of",
    ]);
  });

  it("takes parameters that the command line declares", () => {
    assert.deepEqual(check(sql("select :n"), ["n"]), []);
  });

  it("is tried here on everything that a file can have wrong", () => {
    const elsewhere = /cannot-edit|source-exists|-parameter|declared-otherwise|takes-one|not-(?!a-map)|out-of-range/;
    const tried = new Set(table.flatMap(([, , expected]) => expected.map((each) => each.split(" ")[2])));
    const missing = problemCodes
      .map((code) => code.slice(9))
      .filter((code) => !tried.has(code) && !elsewhere.test(code));
    assert.deepEqual(missing, []);
  });
});
