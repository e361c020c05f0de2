import { numberForChart, timeForChart } from "../../protocol/values/chart-number.ts";
import type { Page } from "../../protocol/values/page.ts";
import { valueText } from "../../protocol/values/value-text.ts";
import type { Value, ValueType } from "../../protocol/values/value-type.ts";

/**
 * Rows as a user's Vega-Lite spec sees them, by the result's own column names. Numbers are numbers, booleans booleans;
 * dates and times are the notebook's clock as ISO text without a zone, which Vega-Lite's own (local) time units show
 * unchanged; everything else is text.
 */
export function specRows(page: Page, timezone: string): Record<string, unknown>[] {
  return Array.from({ length: page.rows }, (_, row) =>
    Object.fromEntries(page.columns.map(({ name, type, value }) => [name, plain(value(row), type, timezone)])),
  );
}

function plain(value: Value, type: ValueType, timezone: string): string | number | boolean | null {
  if (value === null || typeof value === "boolean") return value;
  const number = numberForChart(value, type);
  if (number) return number.number;
  const time = timeForChart(value, type, timezone);
  if (time !== undefined && Number.isFinite(time)) return new Date(time).toISOString().slice(0, -1);
  return valueText(value, type, { timezone });
}
