import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { columnKind, guessChart, numberColumns, sameChart } from "./guess-chart.ts";

const schema = (columns: Record<string, string>) =>
  Object.entries(columns).map(([name, type]) => ({ name, type, nullable: true }));

describe("the chart that a result gets when nobody said which", () => {
  for (const [what, columns, chart] of [
    ["numbers over days are a line", { users: "bigint", day: "date" }, { type: "line", x: "day", y: "users" }],
    ["numbers by name are bars", { page: "string", n: "decimal(20,2)" }, { type: "bar", x: "page", y: "n" }],
    ["two numbers are points", { a: "double", b: "int" }, { type: "scatter", x: "a", y: "b" }],
    ["a moment is a time", { at: "timestamp_ntz", n: "float" }, { type: "line", x: "at", y: "n" }],
  ] as const) {
    it(what, () => assert.deepEqual(guessChart(schema(columns)), chart));
  }

  it("has a series where a name has a few values", () => {
    const columns = schema({ day: "date", platform: "string", users: "bigint" });
    assert.deepEqual(guessChart(columns, () => 3)?.series, "platform");
    assert.equal(guessChart(columns, () => 1)?.series, undefined);
    assert.equal(guessChart(columns, () => 9)?.series, undefined);
  });

  it("is none where nothing is a number", () => {
    assert.equal(guessChart(schema({ a: "string", b: "array<int>", c: "map<string,int>" })), undefined);
    assert.equal(guessChart(schema({ only: "bigint" })), undefined);
    assert.deepEqual(numberColumns(schema({ a: "string", b: "array<int>", c: "int", d: "interval day" })), ["c"]);
    assert.equal(columnKind("struct<a:int>"), "other");
  });

  it("is the same chart however its one column is written", () => {
    assert.ok(sameChart({ type: "bar", x: "a", y: "b" }, { type: "bar", x: "a", y: ["b"] }));
    assert.ok(!sameChart({ type: "bar", x: "a", y: "b" }, { type: "bar", x: "a", y: "b", series: "c" }));
    assert.ok(!sameChart({ type: "bar", x: "a", y: "b" }, undefined));
  });
});
