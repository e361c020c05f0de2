import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { codesOf, imported, testFile } from "../../../test/support/imported.ts";
import type { Cell } from "../../notebook.ts";
import { parse } from "../../parse.ts";

const charts = imported(testFile("charts_2N8VYQ4PD.zpln"));
const { cells } = parse(charts.text).notebook;

/** The cells that the paragraph with that title became. */
function cellsOf(title: string): Cell[] {
  const found = charts.report.paragraphs.find((paragraph) => paragraph.title === title);
  return (found?.cells ?? []).flatMap((i) => cells[i] ?? []);
}
const chartOf = (title: string) => cellsOf(title).map(({ options }) => options.chart);
const said = (title: string) => codesOf(charts, charts.report.paragraphs.findIndex((one) => one.title === title) + 1);

describe("a chart of Zeppelin", () => {
  it("is a chart of ours in each of its five kinds", () => {
    assert.deepEqual(chartOf("stacked bar"), [{ type: "bar", x: "hour", y: "hits", series: "status" }]);
    assert.deepEqual(chartOf("area stream"), [{ type: "area", x: "hour", y: "hits", series: "host" }]);
    assert.deepEqual(chartOf("two values"), [{ type: "line", x: "hour", y: ["hits", "ms"] }]);
    assert.deepEqual(chartOf("scatter"), [{ type: "scatter", x: "hits", y: "ms", series: "host" }]);
    assert.deepEqual(chartOf("pie of two keys").at(-1), { type: "pie", x: "host · status", y: "hits(sum)" });
  });

  it("that only looked otherwise says so", () => {
    assert.ok(said("stacked bar").includes("import.chart-looks"));
    assert.ok(said("scatter").includes("import.chart-looks"));
    assert.ok(!said("two values").includes("import.chart-looks"));
  });

  it("with a pivot draws a cell of its own, which computes it from all rows of the named one", () => {
    const [base, pivot] = cellsOf("line with a group");
    assert.ok(base && pivot?.kind === "code");
    assert.equal(base.options.chart, undefined);
    assert.equal(
      pivot.code,
      "select `hour` as `hour`,\n  `host` as `host`,\n  avg(`ms`) as `ms(avg)`\n" +
        `from \`${base.options.name}\`\ngroup by \`hour\`, \`host\`\norder by \`hour\`, \`host\``,
    );
    assert.deepEqual(pivot.options.chart, { type: "line", x: "hour", y: "ms(avg)", series: "host" });
    assert.match(
      String(cellsOf("two values of a group").map((cell) => cell.kind === "code" && cell.code)),
      /union all/,
    );
    assert.match(
      String(cellsOf("two keys").map((cell) => cell.kind === "code" && cell.code)),
      /concat_ws\(' · ', `hour`, `host`\)/,
    );
    assert.ok(said("line with a group").includes("import.chart-pivot"));
  });

  it("whose aggregate has one row each to take needs no pivot", () => {
    assert.deepEqual(chartOf("average of single rows"), [{ type: "line", x: "day", y: "rate" }]);
    assert.ok(said("average of single rows").includes("import.chart"));
  });

  it("of an older note, and of columns that have been renamed since, is found", () => {
    assert.deepEqual(chartOf("old layout"), [{ type: "bar", x: "hour", y: "hits" }]);
    assert.deepEqual(chartOf("renamed column"), [{ type: "line", x: "hour", y: "hits" }]);
  });

  it("that has no equal, no numbers, or another table's place is dropped with the reason", () => {
    for (const [title, code] of [
      ["helium", "import.chart-unknown"],
      ["nothing chosen", "import.chart-not-numbers"],
      ["two tables", "import.chart-not-last"],
    ] as const) {
      assert.deepEqual(chartOf(title), [undefined], title);
      assert.ok(said(title).includes(code), title);
    }
  });

  it("under code that is no SQL is drawn as far as that goes", () => {
    assert.deepEqual(chartOf("scala with a pivot"), [{ type: "bar", x: "hour", y: "hits" }]);
    assert.ok(said("scala with a pivot").includes("import.chart-no-pivot"));
  });

  it("keeps its place beside others", () =>
    assert.deepEqual(
      cellsOf("two values").map(({ options }) => options.width),
      [6],
    ));
});
