import type { Config } from "vega-lite";
import { colour } from "./palette.ts";

/** The look of all charts: a light grid behind, no frame, few ticks, the value's name above its axis. */
export const chartConfig: Config = {
  // The picture as a whole has its description and a data table beside it; labels on every mark would only be in the way.
  aria: false,
  font: "sans-serif",
  view: { stroke: null },
  axis: {
    labelColor: colour.dim,
    labelFontSize: 12,
    labelPadding: 6,
    titleColor: colour.dim,
    titleFontSize: 12,
    titleFontWeight: 500,
    titlePadding: 10,
    gridColor: colour.grid,
    domainColor: colour.axis,
    tickColor: colour.axis,
  },
  axisX: { grid: false, tickSize: 4 },
  axisY: {
    domain: false,
    ticks: false,
    titleAngle: 0,
    titleAlign: "left",
    titleAnchor: "end",
    titleX: 0,
    titleY: -12,
    titleBaseline: "bottom",
  },
  legend: {
    orient: "top",
    direction: "horizontal",
    labelColor: colour.ink,
    labelFontSize: 12,
    labelLimit: 180,
    titleColor: colour.dim,
    titleFontSize: 12,
    titleFontWeight: 500,
    titleOrient: "left",
    titlePadding: 14,
    symbolSize: 90,
    columnPadding: 16,
    offset: 8,
  },
  text: { fill: colour.ink, fontSize: 12 },
  scale: { bandPaddingInner: 0.28, bandPaddingOuter: 0.14 },
};
