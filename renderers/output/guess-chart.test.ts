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
    const names = (count: number) => () => Array.from({ length: 20 }, (_, i) => `name ${i % count}`);
    assert.deepEqual(guessChart(columns, names(3))?.series, "platform");
    assert.equal(guessChart(columns, names(1))?.series, undefined);
    assert.equal(guessChart(columns, names(9))?.series, undefined);
  });

  it("measures no numbers that only name things or say where they stand", () => {
    const chart = (columns: Record<string, string>, values: Record<string, readonly unknown[]> = {}) => {
      const guessed = guessChart(schema(columns), (at) => values[Object.keys(columns)[at] ?? ""] ?? []);
      return guessed && [guessed.type, guessed.x, guessed.y];
    };
    assert.deepEqual(chart({ line: "bigint", page: "string", bytes: "bigint" }), ["bar", "page", "bytes"]);
    assert.deepEqual(chart({ ts: "timestamp", user: "bigint", ms: "int" }), ["line", "ts", "ms"]);
    assert.deepEqual(chart({ orderId: "bigint", weight: "double" }), ["bar", "orderId", "weight"]);
    assert.deepEqual(chart({ hour: "int", users: "bigint" }), ["bar", "hour", "users"]);
    assert.deepEqual(chart({ page: "string", a: "int", b: "int" }, { a: [1n, 2n, 3n], b: [4, 4, 9] }), [
      "bar",
      "page",
      "b",
    ]);
    assert.deepEqual(chart({ page: "string", users: "int" }, { users: [4, 5, 6] }), ["bar", "page", "users"]);
  });

  it("counts rows where nothing is worth measuring", () => {
    assert.deepEqual(guessChart(schema({ page: "string", user_id: "bigint" })), {
      type: "bar",
      x: "page",
      y: "count(*)",
    });
    assert.deepEqual(guessChart(schema({ status: "int" })), { type: "bar", x: "status", y: "count(*)" });
    assert.deepEqual(guessChart(schema({ a: "string", b: "array<int>" })), { type: "bar", x: "a", y: "count(*)" });
  });

  it("is none where there is nothing to show something by", () => {
    assert.equal(guessChart(schema({ b: "array<int>", c: "map<string,int>" })), undefined);
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
