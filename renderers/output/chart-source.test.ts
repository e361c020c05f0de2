import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { ChartSpec } from "../../notebook/notebook.ts";
import { chartSource } from "./chart-source.ts";

const schema = ["Day", "platform", "users", "visits"].map((name) => ({ name, type: "string", nullable: true }));
const line: ChartSpec = { type: "line", x: "day", y: ["users", "visits"] };
const result = (rows: number, extent?: "all" | "more") => ({ rows, schema, ...(extent && { extent }) });

describe("where a chart's rows come from", () => {
  it("is the output itself when it holds all of them", () => {
    assert.deepEqual(chartSource(line, result(50, "all"), 50, true), { of: "held" });
    assert.deepEqual(chartSource(line, result(50, "all"), 50, false), { of: "held" });
  });

  it("is the engine when there are more, by the places of the columns, whose case does not matter", () => {
    const query = { of: "chart", x: 0, y: [2, 3], where: [] };
    assert.deepEqual(chartSource(line, result(10_000, "more"), 1_000, true), { of: "query", query });
    assert.deepEqual(chartSource({ ...line, y: "users", series: "platform" }, result(10_000, "all"), 20, true), {
      of: "query",
      query: { of: "chart", x: 0, y: [2], series: 1, where: [] },
    });
  });

  it("is never added up for points, which are read as they are while they can be drawn", () => {
    const scatter: ChartSpec = { type: "scatter", x: "users", y: "visits" };
    assert.deepEqual(chartSource(scatter, result(15_000, "all"), 1_000, true), { of: "rows", rows: 15_000 });
    assert.deepEqual(chartSource(scatter, result(50_000, "all"), 1_000, true), { of: "part" });
    assert.deepEqual(chartSource(scatter, result(10_000, "more"), 10_000, true), { of: "part" });
  });

  it("is the rows themselves where they are counted", () => {
    const count: ChartSpec = { type: "bar", x: "platform", y: "count(*)" };
    assert.deepEqual(chartSource(count, result(15_000, "all"), 1_000, true), { of: "rows", rows: 15_000 });
    assert.deepEqual(chartSource(count, result(10_000, "more"), 10_000, true), { of: "part" });
    const named = {
      ...result(15_000, "all"),
      schema: [...schema, { name: "count(*)", type: "bigint", nullable: false }],
    };
    assert.equal(chartSource(count, named, 1_000, true).of, "query", "a column of that name");
  });

  it("is only a part while rows come in, where nobody can be asked, and for columns that there are not", () => {
    assert.deepEqual(chartSource(line, result(500), 500, true), { of: "part" });
    assert.deepEqual(chartSource(line, result(500, "more"), 500, false), { of: "part" });
    assert.deepEqual(chartSource({ ...line, x: "dya" }, result(500, "more"), 500, true), { of: "part" });
  });
});
