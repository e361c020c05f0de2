import { textMetrics } from "vega";
import type { Spec } from "vega";
import { compile } from "vega-lite";
import type { ChartSpec } from "../../notebook/notebook.ts";
import type { Page } from "../../protocol/values/page.ts";
import { chartData } from "./chart-data.ts";
import type { ChartData, ChartOptions } from "./chart-data.ts";
import { chartView } from "./chart-view.ts";
import { describeChart } from "./describe-chart.ts";
import { textWidth } from "./text-width.ts";
import { tidySvg } from "./tidy-svg.ts";
import { vegaLite } from "./vega-lite.ts";

/** A chart, drawn and ready to be made alive again elsewhere: `spec` and `data.rows` are what the picture is made of. */
export type DrawnChart = {
  /** One `<svg>` element without styles, scripts, links or text that is not escaped. */
  svg: string;
  /** Compiled Vega; its data set `rows` is empty. */
  spec: Spec;
  data: ChartData;
  /** One sentence that says what the chart shows. */
  description: string;
};

/**
 * Draws a result's rows. `page` holds at most one row for each x and series where a planner made it; rows that share
 * them are summed and the notes say so. Throws BetweenError: `chart.*`.
 */
export async function drawChart(chart: ChartSpec, page: Page, options: ChartOptions): Promise<DrawnChart> {
  const data = chartData(chart, page, options);
  const { spec } = compile(vegaLite(data, options.lang), { logger: silent });
  const view = chartView(spec, data.rows);
  try {
    const svg = tidySvg(await view.toSVG());
    return { svg, spec, data, description: describeChart(data, options.lang) };
  } finally {
    view.finalize();
  }
}

// The typings leave out what the package exports for this purpose.
declare module "vega" {
  export const textMetrics: {
    width: (item: { fontSize?: number; fontWeight?: string | number }, text: string) => number;
  };
}

// Without a canvas Vega takes 0.8 of the font size for every character, which places Hangul and thin letters wrong.
textMetrics.width = (item, text) =>
  textWidth(text, item.fontSize ?? 11, item.fontWeight === "bold" || Number(item.fontWeight) >= 600);

const silent = {
  level: () => silent,
  error: () => silent,
  warn: () => silent,
  info: () => silent,
  debug: () => silent,
};
