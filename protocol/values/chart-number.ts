import { perSecond } from "./time-text.ts";
import { zoneOffset } from "./zone.ts";
import type { Value, ValueType } from "./value-type.ts";

/** A value as a number to draw. `exact` is false for integers and decimals that a double cannot hold to the last digit. */
export type ChartNumber = { number: number; exact: boolean };

/** Undefined for null and for what is no number. Decimals lose their scale here: 1.25 is 1.25. */
export function numberForChart(value: Value, type: ValueType): ChartNumber | undefined {
  if (typeof value === "number" && (type.kind === "integer" || type.kind === "float")) {
    return { number: value, exact: true };
  }
  if (typeof value !== "bigint" || (type.kind !== "integer" && type.kind !== "decimal")) return undefined;
  const exact = value <= BigInt(Number.MAX_SAFE_INTEGER) && value >= BigInt(Number.MIN_SAFE_INTEGER);
  return { number: type.kind === "decimal" ? Number(value) / 10 ** type.scale : Number(value), exact };
}

/**
 * Milliseconds of the wall clock that the value shows in `timezone`, counted as if that clock were UTC: axes in UTC
 * then show the notebook's days and hours wherever the page is opened. Undefined for what is no time.
 */
export function timeForChart(value: Value, type: ValueType, timezone: string): number | undefined {
  if (type.kind === "date" && typeof value === "number") return value * 86_400_000;
  if (type.kind !== "timestamp" || typeof value !== "bigint") return undefined;
  const ms = Number(value) / (Number(perSecond[type.unit]) / 1000);
  return type.zoned ? ms + zoneOffset(timezone, ms) * 1000 : ms;
}
