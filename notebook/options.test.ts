import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { cellOptionsSchema, frontMatterSchema } from "./json-schema.ts";
import type { CellOptions } from "./notebook.ts";
import { authorOptions, cellOptionNames, defaultOptions } from "./options.ts";
import { parse } from "./parse.ts";

const optionsOf = (...lines: string[]) => {
  const { notebook, problems } = parse(["```{sql}", ...lines.map((line) => `--| ${line}`), "```", ""].join("\n"));
  assert.deepEqual(problems, []);
  return notebook.cells[0]?.options;
};

const table: [string, Partial<CellOptions>][] = [
  ["name: dau", { name: "dau" }],
  ["name: 가입자", { name: "가입자" }],
  ["name:", {}],
  ["title: 2026", { title: "2026" }],
  ['title: "a: b"', { title: "a: b" }],
  ["preview: 50", { preview: 50 }],
  ["cache: true", { cache: true }],
  [
    "chart: {type: bar, x: day, y: users, series: platform, title: 일별}",
    { chart: { type: "bar", x: "day", y: "users", series: "platform", title: "일별" } },
  ],
  ["chart: {type: line, x: day, y: [a, b]}", { chart: { type: "line", x: "day", y: ["a", "b"] } }],
  ["save: {to: growth/dau}", { save: { to: "growth/dau", format: "delta", partition: [], mode: "replace-all" } }],
  [
    "save: {to: a, partition: [day, os]}",
    { save: { to: "a", format: "delta", partition: ["day", "os"], mode: "replace-partitions" } },
  ],
  [
    "save: {to: a, partition: day, replace: all}",
    { save: { to: "a", format: "delta", partition: ["day"], mode: "replace-all" } },
  ],
  [
    "save: {to: a, partition: day, append: true}",
    { save: { to: "a", format: "delta", partition: ["day"], mode: "append" } },
  ],
  ["save: {to: a, format: parquet}", { save: { to: "a", format: "parquet", partition: [], mode: "replace-all" } }],
  [
    "save: {to: a, format: parquet, partition: day, replace: all}",
    { save: { to: "a", format: "parquet", partition: ["day"], mode: "replace-all" } },
  ],
  ["timeout: 90s", { timeout: 90_000 }],
  ["timeout: 10m", { timeout: 600_000 }],
  ["timeout: 2h", { timeout: 7_200_000 }],
  ["hide: [code, output]", { hide: ["code", "output"] }],
  ["hide: code", { hide: ["code"] }],
  ["width: 6", { width: 6 }],
  ["dashboard: false", { dashboard: false }],
  ["expect: [{rows: {min: 1, max: 10}, level: warn}]", { expect: [{ level: "warn", check: "rows", min: 1, max: 10 }] }],
  [
    "expect: [{column: a, unique: true, not-null: true, min: 0.10, max: 2026-12-31}]",
    {
      expect: [
        { level: "error", check: "column", column: "a", unique: true, notNull: true, min: "0.10", max: "2026-12-31" },
      ],
    },
  ],
  ["allow-failure: true", { allowFailure: true }],
];

describe("cell options", () => {
  for (const [line, expected] of table) {
    it(`read ${line}`, () => assert.deepEqual(optionsOf(line), { ...defaultOptions, ...expected }));
  }

  it("read YAML over several lines", () => {
    assert.deepEqual(optionsOf("chart:", "  type: line   # over time", "  x: day", "  y: users", "name: dau"), {
      ...defaultOptions,
      chart: { type: "line", x: "day", y: "users" },
      name: "dau",
    });
  });

  it("are the same with and without a space behind the sign", () => {
    const { notebook } = parse("```{scala}\n//|name: a\n//|cache: true\n```\n```{vega-lite}\n//| name: b\n{}\n```\n");
    assert.deepEqual(
      notebook.cells.map(({ options }) => [options.name, options.cache]),
      [
        ["a", true],
        ["b", false],
      ],
    );
  });

  it("of Markdown cells stand in the separator, with braces or without", () => {
    const { notebook, problems } = parse(
      "<!-- cell {width: 6, title: 글} -->\na\n<!-- cell dashboard: true -->\nb\n<!--cell-->\n",
    );
    assert.deepEqual(problems, []);
    assert.deepEqual(
      notebook.cells.map(({ options }) => authorOptions(options)),
      [{ width: 6, title: "글" }, { dashboard: true }],
    );
  });
});

describe("the JSON Schema for editors", () => {
  it("describes every option and every key of front matter", () => {
    assert.deepEqual(Object.keys(cellOptionsSchema.properties ?? {}), cellOptionNames);
    for (const schema of [cellOptionsSchema, frontMatterSchema]) {
      for (const [name, each] of Object.entries(schema.properties ?? {})) assert.ok(each.description, name);
    }
  });

  it("says what the reader enforces", () => {
    assert.deepEqual(cellOptionsSchema.properties?.["width"], {
      type: "integer",
      minimum: 1,
      maximum: 12,
      description: "Columns of 12 on a dashboard.",
    });
    assert.deepEqual(cellOptionsSchema.properties?.["chart"]?.required, ["type", "x", "y"]);
    assert.deepEqual(frontMatterSchema.properties?.["params"]?.additionalProperties?.required, ["type"]);
  });
});
