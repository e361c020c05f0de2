import { dateText, timestampText } from "../../../protocol/values/time-text.ts";
import { decimalText, floatText } from "../../../protocol/values/number-text.ts";
import { zoneOffset } from "../../../protocol/values/zone.ts";
import type { ParameterType } from "../../../notebook/notebook.ts";
import { instantMicros } from "../../engine/spark-connect/instant.ts";

/** A bin begins at `value`, an argument of that type to be cast to `as`, and is labelled as values of its column are. */
export type Bin = { label: string; value: string; type: ParameterType; as?: string };

const MOST_BINS = 20;

/** What a histogram is made of, by the texts of the least and the greatest value (`valueText`). */
export type Span = { least: string; greatest: string } & (
  | { kind: "integer" | "float" | "date" | "clock" }
  | { kind: "decimal"; type: string; scale: number }
  | { kind: "timestamp"; timezone: string }
);

/**
 * The bins of equal, round width (1, 2 or 5 times a power of ten; seconds to years for times) that hold every value from
 * the least to the greatest: at most 20, and none where the values cannot be cut so (years beyond 9999).
 */
export function bins(span: Span): Bin[] {
  const { least, greatest } = span;
  switch (span.kind) {
    case "integer":
      return starts(BigInt(least), BigInt(greatest), decimalSteps()).map((n) => bin("integer", String(n)));
    case "decimal": {
      const { scale, type } = span;
      const text = (n: bigint) => decimalText(n, scale);
      return starts(unscaled(least), unscaled(greatest), decimalSteps()).map((n) =>
        bin("text", text(n), text(n), type),
      );
    }
    case "float":
      return floatStarts(Number(least), Number(greatest)).map((n) => bin("number", String(n), floatText(n, 64)));
    case "date": {
      const days = (text: string) => BigInt(Date.parse(`${text}T00:00:00Z`) / DAY_MS);
      if (!isPlainDate(least) || !isPlainDate(greatest)) return [];
      return starts(days(least), days(greatest), dayScale, TO_MONDAY).map((n) => bin("date", dateText(Number(n))));
    }
    case "timestamp": {
      const [from, to] = [instantMicros(least), instantMicros(greatest)];
      if (from === undefined || to === undefined) return [];
      const { timezone } = span;
      // Bins begin at full hours and days of the zone that values are shown in.
      const ahead = BigInt(zoneOffset(timezone, Number(from / 1000n))) * SECOND + TO_MONDAY * DAY;
      return starts(from, to, timeSteps(), ahead).map((n) =>
        bin("timestamp", isoText(n), timestampText(n, "us", timezone)),
      );
    }
    case "clock": {
      const [from, to] = [instantMicros(`${least}Z`), instantMicros(`${greatest}Z`)];
      if (from === undefined || to === undefined) return [];
      const text = (n: bigint) => timestampText(n, "us");
      return starts(from, to, timeSteps(), TO_MONDAY * DAY).map((n) => bin("text", text(n), text(n), "timestamp_ntz"));
    }
  }
}

const bin = (type: ParameterType, value: string, label = value, as?: string): Bin => ({
  label,
  value,
  type,
  ...(as !== undefined && { as }),
});

const DAY_MS = 86_400_000;
/** In microseconds. */
const SECOND = 1_000_000n;
const DAY = 86_400n * SECOND;
/** 1970 began on a Thursday; weeks begin on Mondays. */
const TO_MONDAY = 3n;
const isPlainDate = (text: string): boolean => /^\d{4}-\d\d-\d\d$/.test(text);
const unscaled = (text: string): bigint => BigInt(text.replace(".", ""));
const isoText = (micros: bigint): string => `${timestampText(micros, "us").replace(" ", "T")}Z`;

/** Multiples of the first step that takes at most 20 of them; `ahead` moves where they begin. */
function starts(from: bigint, to: bigint, steps: Iterable<bigint>, ahead = 0n): bigint[] {
  for (const step of steps) {
    const first = floorTo(from + ahead, step);
    const count = (to + ahead - first) / step + 1n;
    if (count <= MOST_BINS) return Array.from({ length: Number(count) }, (_, i) => first + BigInt(i) * step - ahead);
  }
  return [];
}

function floorTo(value: bigint, step: bigint): bigint {
  const rest = value % step;
  return value - (rest < 0n ? rest + step : rest);
}

function* decimalSteps(): Generator<bigint> {
  for (let power = 1n; power < 10n ** 40n; power *= 10n) yield* [power, 2n * power, 5n * power];
}

/** Days that people count in: up to a quarter, then years. */
const dayScale: readonly bigint[] = [
  ...[1, 2, 7, 14, 28, 91, 182, 365, 730, 1825, 3650, 7300, 18250, 36500, 73000, 182500].map(BigInt),
];

function* timeSteps(): Generator<bigint> {
  for (const step of decimalSteps()) {
    if (step >= SECOND) break;
    yield step;
  }
  for (const seconds of [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200])
    yield BigInt(seconds) * SECOND;
  for (const days of dayScale) yield days * DAY;
}

function floatStarts(from: number, to: number): number[] {
  const width = (to - from) / MOST_BINS;
  if (!Number.isFinite(width)) return [];
  if (width === 0) return [from];
  for (let power = Math.floor(Math.log10(width)); power < 309; power++) {
    for (const factor of [1, 2, 5]) {
      const step = Number(`${factor}e${power}`);
      const first = Math.floor(from / step);
      const count = Math.floor(to / step) - first + 1;
      if (step === 0 || !(count <= MOST_BINS)) continue;
      // As decimal text, so that the third bin from 0.1 on begins at 0.3 and not at 0.30000000000000004.
      const found = Array.from({ length: count }, (_, i) => Number(`${(first + i) * factor}e${power}`));
      const told = found.every((start, i) => Number.isFinite(start) && (i === 0 || start > (found[i - 1] ?? start)));
      if (told) return found;
    }
  }
  return [];
}
