import type { View } from "vega";

/** Where the places along a chart's axis are on the screen, as long as neither is changed. */
export type PlotGeometry = {
  /** Bars that lie have their names on the axis that goes down. */
  lies: boolean;
  /** Pixels from the left (from the top, when it lies) of the plot's element to the middle of a place. */
  along(x: string | number): number;
  /** The plot inside its padding, axes and legends, from the corner of its element. */
  inner: { left: number; top: number; width: number; height: number };
};

export function plotGeometry(view: View): PlotGeometry {
  const lies = "bandwidth" in view.scale("y");
  const scale: unknown = view.scale(lies ? "y" : "x");
  const half =
    isFunction(scale) && "bandwidth" in scale && isFunction(scale.bandwidth) ? Number(scale.bandwidth()) / 2 : 0;
  const { left, top } = plotCorner(view);
  const start = lies ? top : left;
  return {
    lies,
    along: (x) => start + half + (isFunction(scale) ? Number(scale(x)) : 0),
    inner: { left, top, width: view.width(), height: view.height() },
  };
}

function plotCorner(view: View): { left: number; top: number } {
  const [left = 0, top = 0] = view.origin();
  const padding = view.padding();
  return typeof padding === "number"
    ? { left: left + padding, top: top + padding }
    : { left: left + (padding.left ?? 0), top: top + (padding.top ?? 0) };
}

const isFunction = (value: unknown): value is (...args: unknown[]) => unknown => typeof value === "function";
