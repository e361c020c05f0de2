import type { View } from "vega";
import { numberText, xTexts } from "../../chart/axis-text.ts";
import type { ChartRow } from "../../chart/chart-data.ts";
import { chartView } from "../../chart/chart-view.ts";
import { islandRows } from "./chart-island.ts";
import type { ChartIsland } from "./chart-island.ts";
import { makeTooltip } from "./tooltip.ts";
import type { Tooltip } from "./tooltip.ts";

/** Puts a live view of the same picture in the place of the still one; it follows the width of its place. */
export async function livenChart(plot: HTMLElement, island: ChartIsland): Promise<void> {
  const rows = islandRows(island);
  const holder = document.createElement("div");
  const view = chartView(island.spec, rows, { container: holder }).width(plot.clientWidth);
  await view.runAsync();
  const tooltip = makeTooltip(plot);
  const rule = document.createElement("div");
  rule.className = "rule";
  rule.hidden = true;
  plot.replaceChildren(holder, rule, tooltip.element);
  followWidth(plot, view);
  if (island.type === "pie" || island.type === "scatter") tellMarks(view, island, rows, tooltip);
  else tellPlaces(plot, view, island, rows, tooltip, rule);
}

function followWidth(plot: HTMLElement, view: View): void {
  let width = plot.clientWidth;
  let frame = 0;
  new ResizeObserver(() => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => {
      // Not while printing hides or narrows the page for a moment: the picture scales by itself.
      if (plot.clientWidth === width || plot.clientWidth === 0) return;
      width = plot.clientWidth;
      void view.width(width).runAsync();
    });
  }).observe(plot);
}

/** Slices and points tell of themselves. */
function tellMarks(view: View, island: ChartIsland, rows: readonly ChartRow[], tooltip: Tooltip): void {
  const xText = xTexts({ x: { ...island.x, names: [] }, rows }, island.lang);
  view.addEventListener("pointermove", (event, item) => {
    const datum: unknown = item?.datum;
    if (!(event instanceof MouseEvent)) return;
    if (typeof datum !== "object" || datum === null || !("c0" in datum) || !("c1" in datum)) return tooltip.hide();
    const x = datum.c0 instanceof Date ? Number(datum.c0) : datum.c0;
    if ((typeof x !== "string" && typeof x !== "number") || typeof datum.c1 !== "number") return tooltip.hide();
    const name = "c2" in datum && typeof datum.c2 === "string" ? datum.c2 : (island.y ?? "");
    tooltip.show(event, island.x.title, xText(x), [{ name, value: numberText(datum.c1, island.lang) }]);
  });
  view.addEventListener("pointerout", () => tooltip.hide());
}

/** Lines, areas and bars tell all values at the place along the axis that is nearest; the arrow keys go from place to place. */
function tellPlaces(
  plot: HTMLElement,
  view: View,
  island: ChartIsland,
  rows: readonly ChartRow[],
  tooltip: Tooltip,
  rule: HTMLElement,
): void {
  const xText = xTexts({ x: { ...island.x, names: [] }, rows }, island.lang);
  const xs = [...new Set(rows.map((row) => row.c0))];
  let chosen = -1;

  const tell = (index: number) => {
    chosen = index;
    const x = xs[index];
    rule.hidden = x === undefined;
    if (x === undefined) return tooltip.hide();
    markPlace(rule, plot, view, x);
    const here = rows.filter((row) => row.c0 === x && row.c1 !== null);
    const order = (row: ChartRow) => (row.c2 === undefined ? 0 : (island.series?.indexOf(row.c2) ?? 0));
    const lines = here
      .toSorted((a, b) => order(a) - order(b))
      .map((row) => ({
        name: row.c2 ?? island.y ?? "",
        value: numberText(row.c1 ?? 0, island.lang),
        ...(row.c2 !== undefined && { series: order(row) + 1 }),
      }));
    tooltip.show(pointOf(plot, view, x), island.x.title, xText(x), lines);
  };

  plot.addEventListener("pointermove", (event) => {
    const lies = liesDown(view);
    const away = (x: string | number) => {
      const { clientX, clientY } = pointOf(plot, view, x);
      return Math.abs(lies ? clientY - event.clientY : clientX - event.clientX);
    };
    const distances = xs.map(away);
    tell(distances.indexOf(Math.min(...distances)));
  });
  plot.addEventListener("pointerleave", () => tell(-1));
  plot.addEventListener("blur", () => tell(-1));
  plot.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") tell(-1);
    if (step === undefined) return;
    event.preventDefault();
    tell(Math.max(0, Math.min(xs.length - 1, chosen + step)));
  });
}

/** Bars that lie have their names, a band scale, on the other axis. */
const liesDown = (view: View) => "bandwidth" in view.scale("y");

/** A thin line through the place that the tooltip tells of. */
function markPlace(rule: HTMLElement, plot: HTMLElement, view: View, x: string | number): void {
  const box = plot.getBoundingClientRect();
  const { left, top } = plotCorner(view);
  const { clientX, clientY } = pointOf(plot, view, x);
  const lies = liesDown(view);
  rule.style.left = `${lies ? left : clientX - box.left}px`;
  rule.style.top = `${lies ? clientY - box.top : top}px`;
  rule.style.width = `${lies ? view.width() : 1}px`;
  rule.style.height = `${lies ? 1 : view.height()}px`;
}

/** Where on the screen the middle of a place along the axis is. */
function pointOf(plot: HTMLElement, view: View, x: string | number): { clientX: number; clientY: number } {
  const box = plot.getBoundingClientRect();
  const { left, top } = plotCorner(view);
  const lies = liesDown(view);
  const { start, half } = span(view.scale(lies ? "y" : "x"), x);
  return lies
    ? { clientX: box.left + left + view.width() / 3, clientY: box.top + top + start + half }
    : { clientX: box.left + left + start + half, clientY: box.top + top + 20 };
}

/** Where in the picture the plot begins, inside its padding, axes and legends. */
function plotCorner(view: View): { left: number; top: number } {
  const [left = 0, top = 0] = view.origin();
  const padding = view.padding();
  return typeof padding === "number"
    ? { left: left + padding, top: top + padding }
    : { left: left + (padding.left ?? 0), top: top + (padding.top ?? 0) };
}

/** Start and half of the width of a place on a scale; on continuous axes it is a point. */
function span(scale: unknown, x: string | number): { start: number; half: number } {
  if (!isFunction(scale)) return { start: 0, half: 0 };
  const width = "bandwidth" in scale && isFunction(scale.bandwidth) ? Number(scale.bandwidth()) : 0;
  return { start: Number(scale(x)), half: width / 2 };
}

const isFunction = (value: unknown): value is (...args: unknown[]) => unknown => typeof value === "function";
