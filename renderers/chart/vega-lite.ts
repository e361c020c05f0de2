import type { TopLevelSpec } from "vega-lite";
import { unreachable } from "../unreachable.ts";
import type { Lang } from "../../protocol/wording/say.ts";
import { numberLabel, numberText } from "./axis-text.ts";
import type { CategoryAxis, ChartData } from "./chart-data.ts";
import { chartConfig } from "./chart-config.ts";
import {
  xAxis,
  valueAxis,
  categories,
  bySeries,
  seriesColour,
  sideBySide,
  legendPick,
  between,
  largestOf,
  dashes,
  shapes,
} from "./encodings.ts";
import { colour } from "./palette.ts";
import { textWidth } from "./text-width.ts";

export const CHART_WIDTH = 720;
const CHART_HEIGHT = 300;

/** The chart in Vega-Lite, without its rows: those are the data set `rows`. */
export function vegaLite(data: ChartData, lang: Lang): TopLevelSpec {
  const lies = data.type === "bar" && data.x.kind === "category" && liesDown(data, data.x);
  const spec: object = {
    data: { name: "rows" },
    width: CHART_WIDTH,
    height: lies && data.x.kind === "category" ? heightOfBars(data, data.x) : CHART_HEIGHT,
    autosize: { type: "fit", contains: "padding" },
    padding: { left: 2, right: 12, top: 4, bottom: 2 },
    background: null,
    config: chartConfig,
    ...body(data, lang, lies),
  };
  // SAFETY: every kind of chart is compiled in a test; the library's union of specs is too wide to build a value of it.
  return spec as TopLevelSpec;
}

function body(data: ChartData, lang: Lang, lies: boolean) {
  switch (data.type) {
    case "bar":
      return lies ? lyingBars(data, lang) : standingBars(data, lang);
    case "line":
    case "area":
      return lines(data, lang);
    case "scatter":
      return scatter(data, lang);
    case "pie":
      return pie(data);
    default:
      return unreachable(data.type);
  }
}

function standingBars(data: ChartData, lang: Lang) {
  const stacked = data.series !== undefined && data.x.kind !== "category";
  const few = data.x.kind === "category" && data.x.names.length <= 4 && !data.series;
  const side =
    data.x.kind === "category"
      ? { x: categories(data.x, { labelAngle: 0, labelOverlap: "greedy", labelLimit: 120 }) }
      : { x: { ...xAxis(data, lang), field: "c3" }, x2: { field: "c4" } };
  return {
    ...legendPick(data),
    mark: {
      type: "bar",
      orient: "vertical",
      ...(few && { width: 64 }),
      ...(stacked ? between : { cornerRadiusEnd: 2 }),
    },
    encoding: {
      ...side,
      y: { ...valueAxis(data, lang), stack: stacked ? "zero" : null },
      ...seriesColour(data),
      // Names stand side by side to be compared; times are stacked, since there are many of them.
      ...(data.series && data.x.kind === "category" && sideBySide("xOffset", data)),
    },
  };
}

/** Bars that lie: their names are long or many, and are read best as lines of text. */
function lyingBars(data: ChartData, lang: Lang) {
  const x = { ...valueAxis(data, lang), axis: { ...valueAxis(data, lang).axis, ...lyingAxis } };
  const y = data.x.kind === "category" ? categories(data.x, { labelLimit: 220, domain: false }) : {};
  const bars = {
    mark: { type: "bar", cornerRadiusEnd: 2 },
    encoding: { x, y, ...seriesColour(data), ...(data.series && sideBySide("yOffset", data)) },
  };
  if (data.series) return { ...legendPick(data), ...bars };
  const label = numberLabel(lang, largestOf(data), "datum.c1", 1e9);
  const values = {
    transform: [{ calculate: label, as: "label" }],
    mark: { type: "text", align: { expr: "datum.c1 < 0 ? 'right' : 'left'" }, dx: { expr: "datum.c1 < 0 ? -5 : 5" } },
    encoding: { x, y, text: { field: "label" } },
  };
  const room = textWidth(numberText(largestOf(data), lang), 12);
  return { padding: { left: 2, right: Math.ceil(room) + 8, top: 4, bottom: 2 }, layer: [bars, values] };
}

function lines(data: ChartData, lang: Lang) {
  const area = data.type === "area";
  const largest = new Map<string, number>();
  for (const { c2 = "" } of data.rows) largest.set(c2, (largest.get(c2) ?? 0) + 1);
  const points = Math.max(...largest.values()) <= 45;
  const stacked = area && data.series !== undefined;
  return {
    ...legendPick(data),
    mark: area
      ? { type: "area", fillOpacity: stacked ? 0.85 : 0.16, ...(stacked ? between : { line: { strokeWidth: 2 } }) }
      : {
          type: "line",
          strokeWidth: 2,
          strokeJoin: "round",
          strokeCap: "round",
          point: points && { size: 26, filled: true },
        },
    encoding: {
      x: xAxis(data, lang),
      y: valueAxis(data, lang),
      ...seriesColour(data),
      ...(data.series && !area && { strokeDash: bySeries(data, dashes) }),
    },
  };
}

function scatter(data: ChartData, lang: Lang) {
  return {
    ...legendPick(data),
    mark: {
      type: "point",
      filled: true,
      size: data.rows.length > 500 ? 16 : 36,
      fillOpacity: data.rows.length > 500 ? 0.5 : 0.75,
    },
    encoding: {
      x: xAxis(data, lang),
      y: valueAxis(data, lang),
      ...seriesColour(data),
      ...(data.series && { shape: bySeries(data, shapes) }),
    },
  };
}

function pie(data: ChartData) {
  const names = data.x.kind === "category" ? data.x.names : [];
  // Half of what the legend leaves, which is little on a phone.
  const half = "max(40, min(width, height) / 2)";
  const theta = { field: "c1", type: "quantitative", stack: true, scale: { zero: true } };
  const order = { field: "c1", type: "quantitative", sort: "descending" };
  return {
    padding: { left: 24, right: 24, top: 4, bottom: 4 },
    layer: [
      {
        mark: {
          type: "arc",
          innerRadius: { expr: `${half} * 0.5` },
          outerRadius: { expr: `${half} - 34` },
          stroke: colour.background,
          strokeWidth: 1.5,
        },
        encoding: {
          theta,
          order,
          color: {
            field: "c0",
            type: "nominal",
            scale: { domain: names, range: colour.series },
            title: data.x.title,
            legend: pieLegend,
          },
        },
      },
      {
        // In Vega and not here, because an expression must not hold data: a slice may be called `__proto__`.
        transform: [
          { joinaggregate: [{ op: "sum", field: "c1", as: "total" }] },
          { calculate: "datum.c1 < datum.total * 0.03 ? '' : format(datum.c1 / datum.total, '.1%')", as: "label" },
        ],
        mark: { type: "text", radius: { expr: `${half} - 10` } },
        encoding: { theta, order, text: { field: "label" } },
      },
    ],
  };
}

function liesDown(data: ChartData, axis: CategoryAxis): boolean {
  const longest = Math.max(...axis.names.map((name) => textWidth(name, 12)));
  return axis.names.length > 1 && longest * axis.names.length > CHART_WIDTH * 0.8;
}

function heightOfBars(data: ChartData, axis: CategoryAxis): number {
  const each = data.series ? 10 + 13 * data.series.names.length : 26;
  return Math.max(120, axis.names.length * each + 60);
}

const pieLegend = {
  orient: "right",
  direction: "vertical",
  titleOrient: "top",
  titlePadding: 8,
  rowPadding: 6,
  offset: 16,
};
const lyingAxis = {
  titleAngle: 0,
  titleAlign: "center",
  titleAnchor: "middle",
  titleX: null,
  titleY: null,
  grid: true,
  domain: false,
};
