import type { View } from "vega";
import type { ChartSpec } from "../../notebook/notebook.ts";
import type { Lang } from "../../protocol/wording/say.ts";
import { numberText, xTexts } from "./axis-text.ts";
import type { ChartRow } from "./chart-data.ts";
import { plotGeometry } from "./plot-geometry.ts";
import { makeTooltip } from "./tooltip.ts";
import type { Tooltip } from "./tooltip.ts";

/** What a chart's tooltip needs to know of it. */
export type Told = {
  type: ChartSpec["type"];
  lang: Lang;
  x: { title: string; kind: "time" | "number" | "category" };
  y?: string;
  series?: readonly string[];
  rows: readonly ChartRow[];
};

/**
 * Lets a chart tell its values to the pointer and to the arrow keys. Gives the elements that show them, for the plot;
 * `signal` ends the listening (the view's own listeners end with the view).
 */
export function tellValues(plot: HTMLElement, view: View, told: Told, signal?: AbortSignal): HTMLElement[] {
  const tooltip = makeTooltip(plot);
  if (told.type === "pie" || told.type === "scatter") {
    tellMarks(view, told, tooltip);
    return [tooltip.element];
  }
  const rule = document.createElement("div");
  rule.className = "rule";
  rule.hidden = true;
  tellPlaces(plot, view, told, tooltip, rule, signal);
  return [rule, tooltip.element];
}

/** Slices and points tell of themselves. */
function tellMarks(view: View, told: Told, tooltip: Tooltip): void {
  const xText = xTexts({ x: { ...told.x, names: [] }, rows: told.rows }, told.lang);
  view.addEventListener("pointermove", (event, item) => {
    const datum: unknown = item?.datum;
    if (!(event instanceof MouseEvent)) return;
    if (typeof datum !== "object" || datum === null || !("c0" in datum) || !("c1" in datum)) return tooltip.hide();
    const x = datum.c0 instanceof Date ? Number(datum.c0) : datum.c0;
    if ((typeof x !== "string" && typeof x !== "number") || typeof datum.c1 !== "number") return tooltip.hide();
    const name = "c2" in datum && typeof datum.c2 === "string" ? datum.c2 : (told.y ?? "");
    tooltip.show(event, told.x.title, xText(x), [{ name, value: numberText(datum.c1, told.lang) }]);
  });
  view.addEventListener("pointerout", () => tooltip.hide());
}

/** Lines, areas and bars tell all values at the place along the axis that is nearest; the arrow keys go from place to place. */
function tellPlaces(
  plot: HTMLElement,
  view: View,
  told: Told,
  tooltip: Tooltip,
  rule: HTMLElement,
  signal: AbortSignal | undefined,
): void {
  const xText = xTexts({ x: { ...told.x, names: [] }, rows: told.rows }, told.lang);
  const byPlace = new Map<string | number, ChartRow[]>();
  for (const row of told.rows) byPlace.set(row.c0, [...(byPlace.get(row.c0) ?? []), row]);
  const places = [...byPlace.keys()];
  let chosen = -1;

  const tell = (index: number) => {
    chosen = index;
    const x = places[index];
    rule.hidden = x === undefined;
    if (x === undefined) return tooltip.hide();
    const order = (row: ChartRow) => (row.c2 === undefined ? 0 : (told.series?.indexOf(row.c2) ?? 0));
    const lines = (byPlace.get(x) ?? [])
      .filter((row) => row.c1 !== null)
      .toSorted((a, b) => order(a) - order(b))
      .map((row) => ({
        name: row.c2 ?? told.y ?? "",
        value: numberText(row.c1 ?? 0, told.lang),
        ...(row.c2 !== undefined && { series: order(row) + 1 }),
      }));
    tooltip.show(markPlace(rule, plot, view, x), told.x.title, xText(x), lines);
  };

  const listen = { ...(signal && { signal }) };
  plot.addEventListener(
    "pointermove",
    (event) => {
      const box = plot.getBoundingClientRect();
      const { lies, along } = plotGeometry(view);
      const at = lies ? event.clientY - box.top : event.clientX - box.left;
      tell(nearest(places, at, along));
    },
    listen,
  );
  plot.addEventListener("pointerleave", () => tell(-1), listen);
  plot.addEventListener("blur", () => tell(-1), listen);
  plot.addEventListener(
    "keydown",
    (event) => {
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      if (event.key === "Escape") tell(-1);
      if (step === undefined) return;
      event.preventDefault();
      tell(Math.max(0, Math.min(places.length - 1, chosen + step)));
    },
    listen,
  );
}

function nearest(places: readonly (string | number)[], at: number, along: (x: string | number) => number): number {
  let found = -1;
  let least = Infinity;
  places.forEach((x, i) => {
    const away = Math.abs(along(x) - at);
    if (away < least) [found, least] = [i, away];
  });
  return found;
}

/** Lays a thin line through the place that the tooltip tells of, and gives where on the screen the tooltip stands. */
function markPlace(rule: HTMLElement, plot: HTMLElement, view: View, x: string | number) {
  const box = plot.getBoundingClientRect();
  const { lies, along, inner } = plotGeometry(view);
  const at = along(x);
  rule.style.left = `${lies ? inner.left : at}px`;
  rule.style.top = `${lies ? at : inner.top}px`;
  rule.style.width = `${lies ? inner.width : 1}px`;
  rule.style.height = `${lies ? 1 : inner.height}px`;
  return lies
    ? { clientX: box.left + inner.left + inner.width / 3, clientY: box.top + at }
    : { clientX: box.left + at, clientY: box.top + inner.top + 20 };
}
