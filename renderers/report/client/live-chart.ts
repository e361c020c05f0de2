import { chartView } from "../../chart/chart-view.ts";
import { followWidth } from "../../chart/follow-width.ts";
import { tellValues } from "../../chart/tell-values.ts";
import { islandRows } from "./chart-island.ts";
import type { ChartIsland } from "./chart-island.ts";

/** Puts a live view of the same picture in the place of the still one; it follows the width of its place. */
export async function livenChart(plot: HTMLElement, island: ChartIsland): Promise<void> {
  const rows = islandRows(island);
  const holder = document.createElement("div");
  const view = chartView(island.spec, rows, { container: holder }).width(plot.clientWidth);
  await view.runAsync();
  plot.replaceChildren(holder, ...tellValues(plot, view, { ...island, rows }));
  followWidth(plot, view);
}
