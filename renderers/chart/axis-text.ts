import { timestampText } from "../../protocol/values/time-text.ts";
import type { Lang } from "../../protocol/wording/say.ts";
import type { ChartData } from "./chart-data.ts";

/** A number for people: separators by thousands, at most 15 digits. */
export function numberText(value: number, lang: Lang): string {
  return new Intl.NumberFormat(lang, { maximumSignificantDigits: 15 }).format(value);
}

/** Text of the x of any row of the chart; times without a clock where all of them are midnights. */
export function xTexts(data: Pick<ChartData, "x" | "rows">, lang: Lang): (x: string | number) => string {
  if (data.x.kind === "category") return String;
  if (data.x.kind === "number") return (x) => numberText(Number(x), lang);
  const days = data.rows.every((row) => Number(row.c0) % 86_400_000 === 0);
  return (x) => timestampText(BigInt(Math.floor(Number(x))), "ms").slice(0, days ? -9 : undefined);
}

/**
 * Labels of numbers up to `largest` as a Vega expression: 12k, 3.4M, 1.2B; in Korean 12만, 3.4억, 1.2조.
 * Units below `smallest` are not used.
 */
export function numberLabel(lang: Lang, largest: number, value = "datum.value", smallest = 0): string {
  const units: [size: number, unit: string][] = lang === "ko" ? korean : english;
  const short = units
    // Thousands are written out where no label reaches ten thousand.
    .filter(([size]) => size >= smallest && (size > 1e3 || largest >= 1e4))
    .map(([size, unit]) => `abs(${value}) >= ${size} ? format(${value} / ${size}, ',.4~f') + '${unit}' : `);
  const tiny = `abs(${value}) > 0 && abs(${value}) < 0.0001 ? format(${value}, '.3~e') : `;
  return `${short.join("")}${tiny}format(${value}, ',.6~f')`;
}

const english: [number, string][] = [
  [1e12, "T"],
  [1e9, "B"],
  [1e6, "M"],
  [1e3, "k"],
];
const korean: [number, string][] = [
  [1e12, "조"],
  [1e8, "억"],
  [1e4, "만"],
];

/** Vega's labels of a time axis, from years down to milliseconds. `days`: where days are shown, the first of a month is one of them. */
export function timeFormat(lang: Lang, days = false): Record<string, string> {
  const clock = { hours: "%H:%M", minutes: "%H:%M", seconds: "%H:%M:%S", milliseconds: "%H:%M:%S.%L" };
  return lang === "ko"
    ? {
        year: "%Y년",
        quarter: "%-m월",
        month: days ? "%-m월 %-d일" : "%-m월",
        week: "%-m월 %-d일",
        date: "%-m월 %-d일",
        day: "%-m월 %-d일",
        ...clock,
      }
    : {
        year: "%Y",
        quarter: "%b",
        month: days ? "%b %-d" : "%b",
        week: "%b %-d",
        date: "%b %-d",
        day: "%b %-d",
        ...clock,
      };
}
