import type { CalendarInterval, TimeUnit } from "./value-type.ts";
import { offsetText, zoneOffset } from "./zone.ts";

/** How many of a unit make a second. */
export const perSecond: Readonly<Record<TimeUnit, bigint>> = {
  s: 1n,
  ms: 1_000n,
  us: 1_000_000n,
  ns: 1_000_000_000n,
};

/** Proleptic Gregorian, as Spark and ISO 8601 count: `0001-01-01`, beyond four digits with a sign: `+10000-01-01`. */
export function dateText(days: number): string {
  // Days to civil date after Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1_460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  const sign = year < 0 ? "-" : year > 9999 ? "+" : "";
  return `${sign}${pad(Math.abs(year), 4)}-${pad(month)}-${pad(day)}`;
}

/** `2026-11-21 09:00:00.5+09:00`; without `zone` the wall clock that the value is. */
export function timestampText(value: bigint, unit: TimeUnit, zone?: string): string {
  const per = perSecond[unit];
  const [seconds, fraction] = floorDivide(value, per);
  const offset = zone === undefined ? 0 : zoneOffset(zone, Number(seconds) * 1000);
  const [days, ofDay] = floorDivide(seconds + BigInt(offset), 86_400n);
  const clock = clockText(Number(ofDay), fraction, per);
  return `${dateText(Number(days))} ${clock}${zone === undefined ? "" : offsetText(offset)}`;
}

/** A time of day: `09:00:00.5`. */
export function timeText(value: bigint, unit: TimeUnit): string {
  const per = perSecond[unit];
  const [seconds, fraction] = floorDivide(value, per);
  return clockText(Number(seconds), fraction, per);
}

/** `3d 04:05:06.5`; every part carries its own sign: `-3d -04:05:06`. */
export function durationText(value: bigint, unit: TimeUnit): string {
  const per = perSecond[unit];
  const size = value < 0n ? -value : value;
  const sign = value < 0n ? "-" : "";
  const [seconds, fraction] = floorDivide(size, per);
  const [days, ofDay] = floorDivide(seconds, 86_400n);
  const clock =
    ofDay === 0n && fraction === 0n && days !== 0n ? "" : `${sign}${clockText(Number(ofDay), fraction, per)}`;
  return [days === 0n ? "" : `${sign}${days}d`, clock].filter(Boolean).join(" ");
}

/** `1y 2mo`, `-3mo`, `0mo`. */
export function monthsText(months: number): string {
  const years = Math.trunc(months / 12);
  const rest = months % 12;
  return [years === 0 ? "" : `${years}y`, rest === 0 && years !== 0 ? "" : `${rest}mo`].filter(Boolean).join(" ");
}

export function calendarText({ months, days, nanos }: CalendarInterval): string {
  const parts = [
    months === 0 ? "" : monthsText(months),
    days === 0 ? "" : `${days}d`,
    // Hours do not carry over into days: a calendar's day is not always 24 hours long.
    nanos === 0n ? "" : hoursText(nanos),
  ].filter(Boolean);
  return parts.length === 0 ? "00:00:00" : parts.join(" ");
}

function hoursText(nanos: bigint): string {
  const [seconds, fraction] = floorDivide(nanos < 0n ? -nanos : nanos, perSecond.ns);
  return `${nanos < 0n ? "-" : ""}${clockText(Number(seconds), fraction, perSecond.ns)}`;
}

function clockText(seconds: number, fraction: bigint, per: bigint): string {
  const clock = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60];
  const digits = fraction === 0n ? "" : `.${String(per + fraction).slice(1)}`.replace(/0+$/, "");
  return `${clock.map((n) => pad(n)).join(":")}${digits}`;
}

function floorDivide(value: bigint, by: bigint): [quotient: bigint, rest: bigint] {
  const rest = ((value % by) + by) % by;
  return [(value - rest) / by, rest];
}

const pad = (n: number, digits = 2) => String(n).padStart(digits, "0");
