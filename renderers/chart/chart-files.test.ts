import assert from "node:assert/strict";
import { dateDay, tableFromArrays, tableToIPC } from "@uwdata/flechette";
import type { DataType } from "@uwdata/flechette";
import { describe, it } from "mocha";
import { decodePage } from "../../protocol/values/page.ts";
import { chartCsv } from "./chart-csv.ts";
import { chartData } from "./chart-data.ts";
import { harmlessSpec } from "./harmless-spec.ts";
import { onBackground } from "./picture.ts";
import { specRows } from "./spec-rows.ts";

const pageOf = (columns: Record<string, unknown[]>, types: Record<string, DataType> = {}) =>
  decodePage(
    tableToIPC(tableFromArrays(columns, { types, useBigInt: true }), { format: "stream" }) ?? new Uint8Array(),
  );
const options = { lang: "en", timezone: "Asia/Seoul" } as const;

describe("a chart's rows as CSV", () => {
  it("are days, names and whole numbers under the columns' names", () => {
    const page = pageOf(
      { day: [Date.UTC(2026, 10, 21), Date.UTC(2026, 10, 22)], p: ["ios", 'a,"b"'], n: [1234567, 0.5] },
      { day: dateDay() },
    );
    const data = chartData({ type: "line", x: "day", y: "n", series: "p" }, page, options);
    assert.equal(chartCsv(data, "en"), 'day,p,n\r\n2026-11-21,ios,1234567\r\n2026-11-22,"a,""b""",0.5\r\n');
  });

  it("hold nothing that a spreadsheet takes for a formula", () => {
    const names = ["=1+1", "+1", "-1", "@a", "\ta", "plain"];
    const page = pageOf({ "=x": names, n: [-1, 2, 3, 4, 5, 6] });
    const lines = chartCsv(chartData({ type: "bar", x: "=x", y: "n" }, page, options), "en").split("\r\n");
    assert.deepEqual(lines.slice(0, 5), ["'=x,n", "'=1+1,-1", "'+1,2", "'-1,3", "'@a,4"]);
    for (const line of lines) assert.doesNotMatch(line, /^[=+@\t]/);
  });
});

describe("a saved SVG", () => {
  it("lies on an opaque background that no theme's value can break out of", () => {
    assert.equal(
      onBackground('<svg xmlns="a"><g/></svg>', '#fff"><script>'),
      '<svg xmlns="a"><rect width="100%" height="100%" fill="#fffscript"/><g/></svg>',
    );
  });
});

describe("a user's spec", () => {
  it("has no say in how it is embedded", () => {
    assert.deepEqual(
      harmlessSpec({
        usermeta: { embedOptions: { ast: false } },
        $schema: "https://vega.github.io/schema/vega/v6.json",
        mark: "bar",
      }),
      { mark: "bar" },
    );
  });

  it("sees numbers, booleans, text and the notebook's clock", () => {
    const page = pageOf(
      { "a.b": [9007199254740993n, null], day: [Date.UTC(2026, 10, 21), null], ok: [true, false], s: ["한", "글"] },
      { day: dateDay() },
    );
    assert.deepEqual(specRows(page, "Asia/Seoul"), [
      { "a.b": 9007199254740992, day: "2026-11-21T00:00:00.000", ok: true, s: "한" },
      { "a.b": null, day: null, ok: false, s: "글" },
    ]);
  });
});
