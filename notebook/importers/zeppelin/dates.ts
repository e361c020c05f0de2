import { instantOf, utc } from "../../zoned-time.ts";

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/**
 * The instant of one of the four ways in which Zeppelin has written times (NotebookImportDeserializer):
 * `2026-03-01 09:00:00.000`, `2026-03-01T09:00:00+0900`, `Mar 1, 2026 9:00:00 AM`, `Mar 01, 2026 09:00:00`. Those without
 * an offset are meant in `zone`: Zeppelin wrote its server's own time.
 */
export function readDate(written: string, zone: string): number | undefined {
  const numeric = /^(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d):(\d\d)(?:\.(\d{1,3}))?\s*(Z|[+-]\d\d:?\d\d)?$/.exec(
    written.trim(),
  );
  if (numeric) {
    const [, year, month, day, hour, minute, second, fraction = "", offset] = numeric;
    const local = at(Number(year), Number(month), Number(day), Number(hour), Number(minute), Number(second));
    return local && inZone(local + Number(fraction.padEnd(3, "0")), offset, zone);
  }
  const worded = /^([A-Za-z]{3})[a-z]*\.? (\d{1,2}), (\d{4}),?\s+(\d{1,2}):(\d\d):(\d\d)(?:\s*([AP])M)?$/i.exec(
    written.trim(),
  );
  if (!worded) return undefined;
  const [, name = "", day, year, clock, minute, second, half] = worded;
  const month = months.indexOf(name.toLowerCase()) + 1;
  const hour = half === undefined ? Number(clock) : (Number(clock) % 12) + (half.toUpperCase() === "P" ? 12 : 0);
  const local = at(Number(year), month, Number(day), hour, Number(minute), Number(second));
  return local && inZone(local, undefined, zone);
}

function at(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
): number | undefined {
  const fits = month >= 1 && month <= 12 && day >= 1 && day <= 31 && hour < 24 && minute < 60 && second < 60;
  return fits && year > 0 ? utc(year, month, day, hour, minute, second) : undefined;
}

function inZone(local: number, offset: string | undefined, zone: string): number {
  if (offset === undefined) return instantOf(zone, local);
  const [, sign, hours = "0", minutes = "0"] = /^([+-])(\d\d):?(\d\d)$/.exec(offset) ?? [];
  return local - (Number(hours) * 60 + Number(minutes)) * 60_000 * (sign === "-" ? -1 : 1);
}
