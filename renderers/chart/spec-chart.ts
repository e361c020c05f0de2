import type { Page } from "../../protocol/values/page.ts";
import { specConfig } from "./chart-theme.ts";
import type { ChartTheme } from "./chart-theme.ts";
import { embedChart } from "./embed-chart.ts";
import { followWidth } from "./follow-width.ts";
import { pictureOf } from "./picture.ts";
import type { Picture } from "./picture.ts";
import { specRows } from "./spec-rows.ts";
import { makeTooltip } from "./tooltip.ts";

export type SpecChart = Picture & { complaints: readonly string[]; finalize(): void };

/**
 * Draws a user's Vega-Lite spec over `page`, to which the spec refers by `data: {name}`. What the spec says of its look
 * counts; the theme fills what it leaves open. Throws what is wrong with the spec.
 */
export async function drawSpec(
  plot: HTMLElement,
  spec: object,
  page: Page,
  { name, timezone, theme, signal }: { name: string; timezone: string; theme: ChartTheme; signal: AbortSignal },
): Promise<SpecChart> {
  const own: Record<string, unknown> = { ...spec };
  const rows = specRows(page, timezone);
  const isSingle = !composed.some((key) => key in own);
  const fits = isSingle && own["width"] === undefined;
  const datasets = typeof own["datasets"] === "object" ? own["datasets"] : {};
  const tooltip = makeTooltip(plot);
  const holder = document.createElement("div");
  const { view, complaints, finalize } = await embedChart(
    holder,
    {
      ...(isSingle && own["height"] === undefined && { height: SPEC_HEIGHT }),
      ...(fits && { width: plot.clientWidth, autosize: { type: "fit-x", contains: "padding" } }),
      ...own,
      datasets: { ...datasets, [name]: rows },
    },
    {
      marks: rows.length,
      config: specConfig(theme),
      signal,
      tooltip: (event, value) => (isTold(value) ? tooltip.show(event, "", "", linesOf(value)) : tooltip.hide()),
    },
  );
  plot.replaceChildren(holder, tooltip.element);
  const width = fits ? followWidth(plot, view) : undefined;
  return {
    complaints,
    ...pictureOf(view, theme.background),
    finalize: () => {
      width?.disconnect();
      finalize();
    },
  };
}

export const SPEC_HEIGHT = 300;
/** Of these Vega-Lite cannot fit the whole to a width. */
const composed = ["concat", "hconcat", "vconcat", "repeat", "facet"];

const isTold = (value: unknown) => value !== null && value !== undefined && value !== "";

function linesOf(value: unknown): { name: string; value: string }[] {
  if (typeof value !== "object" || value === null) return [{ name: "", value: String(value) }];
  return Object.entries(value).map(([name, each]) => ({
    name,
    value: typeof each === "object" && each !== null ? JSON.stringify(each) : String(each),
  }));
}
