import type { ChartSpec } from "../../notebook/notebook.ts";
import type { Page } from "../../protocol/values/page.ts";
import { chartData } from "./chart-data.ts";
import type { ChartData, ChartOptions } from "./chart-data.ts";
import { inTheme } from "./chart-theme.ts";
import type { ChartTheme } from "./chart-theme.ts";
import { describeChart } from "./describe-chart.ts";
import { embedChart } from "./embed-chart.ts";
import { followWidth } from "./follow-width.ts";
import { pictureOf } from "./picture.ts";
import type { Picture } from "./picture.ts";
import { tellValues } from "./tell-values.ts";
import { vegaLite } from "./vega-lite.ts";

/** A chart that is drawn in an editor's output, until `finalize`. */
export type EditorChart = Picture & { data: ChartData; description: string; finalize(): void };

/**
 * Draws a chart of `page` into `plot`, a positioned element of the width that the chart shall have and keep; it tells its
 * values to the pointer and the arrow keys. Throws BetweenError: `chart.*`.
 */
export async function drawEditorChart(
  plot: HTMLElement,
  chart: ChartSpec,
  page: Page,
  options: ChartOptions & { theme: ChartTheme; signal: AbortSignal },
): Promise<EditorChart> {
  const { lang, theme, signal } = options;
  const data = chartData(chart, page, options);
  const holder = document.createElement("div");
  // The figure has its description and its rows as a table; Vega's roles without names would only be in the way.
  holder.ariaHidden = "true";
  const spec = {
    ...inTheme(vegaLite(data, lang), theme),
    width: plot.clientWidth,
    // Vega marks its rows with symbols, and each view needs its own.
    data: { name: "rows", values: data.rows.map((row) => ({ ...row })) },
  };
  const { view, finalize } = await embedChart(holder, spec, { marks: data.rows.length, signal });
  const { type, x, y, rows, series } = data;
  const told = { type, lang, x, rows, series: series?.names ?? [], ...(y.title !== undefined && { y: y.title }) };
  const listening = new AbortController();
  plot.replaceChildren(holder, ...tellValues(plot, view, told, listening.signal));
  const width = followWidth(plot, view);
  return {
    data,
    description: describeChart(data, lang),
    ...pictureOf(view, theme.background),
    finalize: () => {
      listening.abort();
      width.disconnect();
      finalize();
    },
  };
}
