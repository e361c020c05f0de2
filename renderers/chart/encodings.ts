import type { Lang } from "../../protocol/wording/say.ts";
import { numberLabel, timeFormat } from "./axis-text.ts";
import type { CategoryAxis, ChartData } from "./chart-data.ts";
import { colour } from "./palette.ts";

export function xAxis(data: ChartData, lang: Lang) {
  if (data.x.kind === "category") return categories(data.x, { labelAngle: 0, labelOverlap: "greedy", labelLimit: 120 });
  const title = titleOfX(data, lang);
  if (data.x.kind === "number") {
    return {
      field: "c0",
      type: "quantitative",
      title,
      scale: { zero: false, nice: data.type !== "bar" },
      axis: {
        labelExpr: numberLabel(lang, Math.max(...data.rows.map((row) => Math.abs(Number(row.c0))))),
        tickCount: 8,
      },
    };
  }
  const xs = [...new Set(data.rows.map((row) => Number(row.c0)))];
  return {
    field: "c0",
    type: "temporal",
    title,
    scale: { type: "utc", nice: false },
    axis: {
      format: timeFormat(lang, Number(xs.at(-1)) - Number(xs[0]) < MONTHS),
      tickCount: 7,
      labelOverlap: "greedy",
      // As an expression: of numbers Vega-Lite makes calls of `datetime`, which Vega's interpreter gives other arguments than its compiler.
      ...(xs.length <= 8 && { values: { expr: JSON.stringify(xs) } }),
    },
  };
}

/** Up to here an axis names days, in milliseconds. */
const MONTHS = 62 * 86_400_000;

/** A time axis whose labels never show the year says it in the title. */
function titleOfX({ x, rows }: ChartData, lang: Lang): string {
  if (x.kind !== "time") return x.title;
  const years = new Set([rows[0], rows.at(-1)].map((row) => new Date(Number(row?.c0)).getUTCFullYear()));
  const [year] = years;
  return years.size === 1 && year !== undefined && !Number.isNaN(year)
    ? `${x.title} · ${lang === "ko" ? `${year}년` : year}`
    : x.title;
}

export function valueAxis(data: ChartData, lang: Lang) {
  const values = data.rows.flatMap((row) => row.c1 ?? []);
  const [low, high] = values.reduce(([l, h], v) => [Math.min(l, v), Math.max(h, v)], [Infinity, -Infinity]);
  // Bars and areas are lengths and start at zero; lines do where that does not flatten them.
  const zero = data.type === "bar" || data.type === "area" || (data.type === "line" && low >= 0 && low < high * 0.6);
  return {
    field: "c1",
    type: "quantitative",
    title: data.y.title ?? null,
    scale: { zero, nice: 5 },
    axis: { labelExpr: numberLabel(lang, largestOf(data)), tickCount: 5 },
    ...(data.type !== "area" && { stack: null }),
  };
}

export const largestOf = (data: ChartData) =>
  data.rows.reduce((largest, row) => Math.max(largest, Math.abs(row.c1 ?? 0)), 0);

export function categories(axis: CategoryAxis, look: object) {
  return { field: "c0", type: "nominal", sort: null, scale: { domain: axis.names }, title: axis.title, axis: look };
}

export function bySeries(data: ChartData, range: readonly unknown[]) {
  const names = data.series?.names ?? [];
  return {
    field: "c2",
    type: "nominal",
    sort: null,
    title: data.series?.title ?? null,
    scale: { domain: names, range: range.slice(0, names.length) },
    legend: {
      // Room for the value's name, which stands above its axis.
      offset: data.y.title === undefined ? 8 : 32,
      ...(data.type === "line" && { symbolType: "stroke", symbolSize: 240, symbolStrokeWidth: 2.5 }),
    },
  };
}

export const seriesColour = (data: ChartData) =>
  data.series
    ? {
        color: bySeries(data, colour.series),
        ...(picks(data) && { opacity: { condition: { param: "pick", value: 1 }, value: 0.15 } }),
      }
    : { color: { value: colour.series[0] } };

export const sideBySide = (channel: "xOffset" | "yOffset", data: ChartData) => ({
  [channel]: { field: "c2", type: "nominal", sort: null, scale: { domain: data.series?.names ?? [] } },
});

/** A click in the legend leaves one series bright. */
export const legendPick = (data: ChartData) =>
  picks(data) ? { params: [{ name: "pick", select: { type: "point", fields: ["c2"] }, bind: "legend" }] } : {};
const picks = (data: ChartData) => data.series !== undefined && data.series.names.length > 1;

/** A thin line of background between stacked marks. */
export const between = { stroke: colour.background, strokeWidth: 0.5 };

// The second channel beside hue, for eyes and printers that do not tell colours apart.
export const dashes = [
  [1, 0],
  [6, 3],
  [2, 3],
  [9, 3, 2, 3],
  [4, 2, 1, 2, 1, 2],
  [12, 4],
  [1, 4],
  [7, 2, 3, 2],
];
export const shapes = [
  "circle",
  "square",
  "triangle-up",
  "diamond",
  "cross",
  "triangle-down",
  "triangle-right",
  "triangle-left",
];
