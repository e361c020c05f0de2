import type { ChartRow } from "./chart-data.ts";

const DAY = 86_400_000;
/** Of the way to the next bar. */
const BAR_WIDTH = 0.8;

/** Gives each bar of a continuous axis its start and end around its x: as wide as the smallest step allows, so that days without rows stay visible as gaps. */
export function placeBars(rows: readonly ChartRow[], kind: "time" | "number"): ChartRow[] {
  const half = (stepOf(rows, kind) * BAR_WIDTH) / 2;
  return rows.map((row) => ({ ...row, c3: Number(row.c0) - half, c4: Number(row.c0) + half }));
}

/** The smallest distance between neighbours on the axis. Rows are in ascending order. */
export function stepOf(rows: readonly ChartRow[], kind: "time" | "number"): number {
  let step = Infinity;
  let before = NaN;
  for (const { c0 } of rows) {
    const distance = Number(c0) - before;
    if (distance > 0 && distance < step) step = distance;
    before = Number(c0);
  }
  return Number.isFinite(step) ? step : kind === "time" ? DAY : 1;
}
