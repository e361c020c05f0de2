import assert from "node:assert/strict";
import { int64, list, struct, tableFromArrays, tableToIPC, timestamp, TimeUnit, utf8 } from "@uwdata/flechette";
import { describe, it } from "mocha";
import { CUT_KEY, writeCuts } from "../../protocol/values/cut.ts";
import { decodePage } from "../../protocol/values/page.ts";
import { cellView, cutBytes } from "./cell-view.ts";
import { readStatistics } from "./column-statistics.ts";
import { indentJson } from "./indent-json.ts";

const table = tableFromArrays(
  {
    id: [2n ** 63n - 1n, null],
    text: ["a\nb\tc", ""],
    at: [1_795_000_000_000, null],
    nest: [[{ a: 1n }], null],
    long: ["한".repeat(2000), "cut"],
  },
  {
    types: {
      id: int64(),
      text: utf8(),
      at: timestamp(TimeUnit.MICROSECOND, "UTC"),
      nest: list(struct({ a: int64() })),
    },
    useBigInt: true,
  },
);
table.schema.metadata = new Map([[CUT_KEY, writeCuts([{ row: 1, column: 4, bytes: 99_999 }])]]);
const ipc = tableToIPC(table, { format: "stream" });
assert.ok(ipc);
const page = decodePage(ipc);
const view = (index: number, column: number) => cellView({ page, index }, column, { timezone: "Asia/Seoul" });

describe("a value in its cell", () => {
  it("is exact, in the notebook's zone, on one line", () => {
    assert.deepEqual(view(0, 0), { text: "9223372036854775807", kind: "value", more: false });
    assert.equal(view(0, 1).text, "a↵ b c");
    assert.equal(view(0, 2).text, "2026-11-18 20:06:40+09:00");
    assert.deepEqual(view(0, 3), { text: '[{"a": 1}]', kind: "nested", more: false });
  });

  it("tells null from empty, and a part from the whole", () => {
    assert.equal(view(1, 0).kind, "null");
    assert.equal(view(1, 1).kind, "empty");
    assert.equal(view(0, 4).text.length, 300);
    assert.equal(view(0, 4).more, true);
    assert.equal(view(1, 4).more, true);
    assert.equal(cutBytes({ page, index: 1 }, 4), 99_999);
    assert.equal(cutBytes({ page, index: 0 }, 4), undefined);
  });
});

describe("JSON in a text", () => {
  it("is indented with every number as it was written", () => {
    assert.equal(
      indentJson('{"id":12345678901234567890,"x":1.50,"a":[],"b":[1,{"c":"} , [ \\" :"}]}'),
      `{
  "id": 12345678901234567890,
  "x": 1.50,
  "a": [],
  "b": [
    1,
    {
      "c": "} , [ \\" :"
    }
  ]
}`,
    );
  });

  it("is left alone when it is none", () => {
    for (const text of ["plain", "[not json", "12", '"x"', "{a: 1}"]) assert.equal(indentJson(text), undefined, text);
  });
});

describe("the statistics of a column", () => {
  it("are read from the engine's rows, counts as they are written", () => {
    const read = readStatistics([
      ["rows", "", "9007199254740993"],
      ["nulls", "", "2"],
      ["mean", "", "3.5"],
      ["bin", "0", "10"],
      ["bin", "5", "40"],
    ]);
    assert.deepEqual(read.figures, [
      { kind: "rows", text: "9007199254740993" },
      { kind: "nulls", text: "2" },
      { kind: "mean", text: "3.5" },
    ]);
    assert.equal(read.barsOf, "bin");
    assert.deepEqual(read.bars, [
      { label: "0", count: "10", share: 0.25 },
      { label: "5", count: "40", share: 1 },
    ]);
  });

  it("show the most frequent values where there is no histogram", () => {
    const { barsOf, bars } = readStatistics([["top", "kr", "3"]]);
    assert.deepEqual([barsOf, bars], ["top", [{ label: "kr", count: "3", share: 1 }]]);
  });
});
