import assert from "node:assert/strict";
import { dateDay, int64, tableFromArrays, tableToIPC, timestamp } from "@uwdata/flechette";
import type { DataType } from "@uwdata/flechette";
import { describe, it } from "mocha";
import type { ChartSpec } from "../../notebook/notebook.ts";
import { BetweenError } from "../../protocol/errors.ts";
import { decodePage } from "../../protocol/values/page.ts";
import { chartData } from "./chart-data.ts";
import { drawChart } from "./draw-chart.ts";
import { refusingLoader } from "./refusing-loader.ts";

const options = { lang: "en", timezone: "Asia/Seoul" } as const;
const DAY = 86_400_000;

function page(columns: Record<string, unknown[]>, types: Record<string, DataType> = {}) {
  const ipc = tableToIPC(tableFromArrays(columns, { types, useBigInt: true }), { format: "stream" });
  assert.ok(ipc);
  return decodePage(ipc);
}

const dates = [0, 1, 2, 3].map((i) => Date.UTC(2026, 10, 8 + i));
const daily = page({ day: [...dates, ...dates], os: [..."aaaabbbb"], n: [1, 2, 3, 4, 5, 6, 7, 8] }, { day: dateDay() });
const named = page({
  path: ["/", "/login", "/a/rather/long/path/that/will/not/fit", "/한글/주소"],
  n: [4, 3, 2, 1],
  m: [1, 1, 1, 1],
});
const points = page({ x: [1.5, 2.5, -3], y: [1, 2, 3] });

/** What each kind of mark draws as. */
const kinds: [name: string, chart: ChartSpec, rows: typeof daily, marks: number][] = [
  ["bars of times", { type: "bar", x: "day", y: "n", series: "os" }, daily, 8],
  ["bars that lie", { type: "bar", x: "path", y: "n" }, named, 4],
  ["bars side by side", { type: "bar", x: "os", y: "n", series: "day" }, daily, 8],
  ["bars of numbers", { type: "bar", x: "x", y: "y" }, points, 3],
  ["a line", { type: "line", x: "day", y: "n", series: "os" }, daily, 2],
  ["a line over names", { type: "line", x: "path", y: "n" }, named, 1],
  ["stacked areas", { type: "area", x: "day", y: "n", series: "os" }, daily, 2],
  ["two columns", { type: "line", x: "path", y: ["n", "m"] }, named, 2],
  ["points", { type: "scatter", x: "x", y: "y" }, points, 3],
  ["a pie", { type: "pie", x: "path", y: "n" }, named, 4],
];

describe("a chart", () => {
  it("names the days on its axis, however few they are", async () => {
    for (const count of [2, 8, 9]) {
      const day = Array.from({ length: count }, (_, i) => Date.UTC(2026, 10, 1 + i));
      const rows = page({ day, n: day.map((_, i) => i) }, { day: dateDay() });
      const { svg } = await drawChart({ type: "line", x: "day", y: "n" }, rows, options);
      assert.match(svg, />Nov 1<[^]*>Nov [2-9]</, `${count} days`);
    }
  });

  for (const [name, chart, rows, marks] of kinds) {
    it(`draws ${name} with every mark`, async () => {
      const { svg, description } = await drawChart(chart, rows, options);
      // Marks are what has a series colour; the points of a line and entries of legends have it as well.
      assert.ok((svg.match(/var\(--series-\d\)/g) ?? []).length >= marks, svg);
      assert.doesNotMatch(svg, /NaN|undefined|Infinity| style=| class=| href=|<script|<image/);
      assert.match(description, /^(Bar chart|Line chart|Area chart|Scatter plot|Pie chart) of /);
    });
  }

  it("draws 64-bit integers and decimals, which Vega alone would show as nothing", async () => {
    const { svg, data } = await drawChart(
      { type: "bar", x: "k", y: "n" },
      page({ k: ["a", "b"], n: [2n ** 60n, 3n] }, { n: int64() }),
      options,
    );
    assert.equal((svg.match(/fill="var\(--series-1\)"/g) ?? []).length, 2);
    assert.deepEqual(
      data.notes.map((note) => note.code),
      ["chart.note.inexact"],
    );
  });

  it("takes column names that look like paths, and puts no data into markup", async () => {
    const evil = `</svg><script>alert(1)</script>.a[0]\\"'`;
    const { svg } = await drawChart(
      { type: "bar", x: "t.a", y: "m[k]", series: evil },
      page({ "t.a": ["x", evil], "m[k]": [1, 2], [evil]: ["p", `<img onerror=alert(1)>`] }),
      options,
    );
    assert.doesNotMatch(svg, /<script|<img/);
    assert.match(svg, /&lt;img onerror/);
  });

  it("draws names that mean something to JavaScript", async () => {
    const names = ["__proto__", "constructor", `a'b"c\\`, "\u2028", "null", "한글"];
    const rows = page({ k: names, n: names.map((_, i) => i + 1) });
    for (const type of ["bar", "line", "pie"] as const) await drawChart({ type, x: "k", y: "n" }, rows, options);
    await drawChart({ type: "bar", x: "n", y: "n", series: "k" }, rows, options);
  });

  it("shows moments by the clock of the notebook's zone", () => {
    const at = Date.UTC(2026, 10, 20, 23, 30);
    const data = chartData(
      { type: "line", x: "t", y: "n" },
      page({ t: [at], n: [1] }, { t: timestamp(1, "UTC") }),
      options,
    );
    assert.equal(data.rows[0]?.c0, Date.UTC(2026, 10, 21, 8, 30));
  });

  it("orders times, keeps the order of names, and leaves gaps where days are missing", () => {
    const rows = page({ day: [dates[2], dates[0]], k: ["z", "a"], n: [1, 2] }, { day: dateDay() });
    assert.deepEqual(
      chartData({ type: "line", x: "day", y: "n" }, rows, options).rows.map((r) => r.c0),
      [dates[0], dates[2]],
    );
    assert.deepEqual(
      chartData({ type: "bar", x: "k", y: "n" }, rows, options).rows.map((r) => r.c0),
      ["z", "a"],
    );
    const bars = chartData({ type: "bar", x: "day", y: "n" }, daily, options).rows;
    assert.ok(bars.every(({ c3 = 0, c4 = 0 }) => Math.abs(c4 - c3 - 0.8 * DAY) < 1));
  });

  it("breaks a line at a null and leaves what is no number out, saying so", () => {
    const rows = page({ x: [1, 2, 3, null], y: [1, null, NaN, 4] });
    const line = chartData({ type: "line", x: "x", y: "y" }, rows, options);
    assert.deepEqual(
      line.rows.map((r) => r.c1),
      [1, null, null],
    );
    assert.deepEqual(line.notes, [
      { code: "chart.note.without-x", args: { rows: 1, x: "x" } },
      { code: "chart.note.without-y", args: { rows: 2, y: "y" } },
    ]);
  });

  it("adds up rows of the same place and says so", () => {
    const data = chartData({ type: "bar", x: "day", y: "n" }, daily, options);
    assert.deepEqual(
      data.rows.map((r) => r.c1),
      [6, 8, 10, 12],
    );
    assert.deepEqual(data.notes, [{ code: "chart.note.summed", args: { x: "day", y: "n" } }]);
  });

  it("keeps the largest series and adds up the others", () => {
    const names = Array.from({ length: 20 }, (_, i) => `s${i}`);
    const data = chartData(
      { type: "bar", x: "k", y: "n", series: "s" },
      page({ k: names.map(() => "x"), s: names, n: names.map((_, i) => i) }),
      options,
    );
    assert.deepEqual(data.series?.names, ["s13", "s14", "s15", "s16", "s17", "s18", "s19", "Other"]);
    assert.equal(
      data.rows.reduce((sum, row) => sum + (row.c1 ?? 0), 0),
      190,
    );
    assert.deepEqual(
      data.notes.map((note) => note.code),
      ["chart.note.other-series"],
    );
  });

  const refusals: [why: string, chart: ChartSpec, rows: typeof daily, code: string][] = [
    ["a column that is not there", { type: "bar", x: "nowhere", y: "n" }, daily, "chart.unknown-column"],
    ["a mistyped column, naming the right one", { type: "bar", x: "dya", y: "n" }, daily, "chart.unknown-column-near"],
    ["values that are no numbers", { type: "bar", x: "day", y: "os" }, daily, "chart.not-a-number"],
    ["a pie of negative values", { type: "pie", x: "x", y: "x" }, points, "chart.negative-pie"],
    ["rows without any value", { type: "line", x: "x", y: "y" }, page({ x: [1], y: [NaN] }), "chart.no-values"],
    [
      "too many marks",
      { type: "scatter", x: "x", y: "x" },
      page({ x: Array.from({ length: 20_001 }, (_, i) => i) }),
      "chart.too-many-marks",
    ],
  ];
  for (const [why, chart, rows, code] of refusals) {
    it(`refuses ${why}`, async () => {
      await assert.rejects(
        drawChart(chart, rows, options),
        (thrown) => thrown instanceof BetweenError && thrown.code === code,
      );
    });
  }

  it("loads nothing from anywhere", async () => {
    await assert.rejects(async () => refusingLoader.load("https://example.com/x.csv"));
    await assert.rejects(async () => refusingLoader.sanitize("https://example.com/x.png", { context: "image" }));
    await assert.rejects(async () => refusingLoader.http("https://example.com/x.csv", {}));
    await assert.rejects(async () => refusingLoader.file("/etc/passwd"));
  });
});
