import type { Args } from "../imported.ts";
import type { ImportCode } from "../import-codes.ts";

/** A cron expression of five fields, or of six with seconds first; or why there is none that means the same. */
export type Translated = { cron: string } | { code: ImportCode; args: Args };

const monthNames = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const dayNames = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

/**
 * Quartz counts days of the week from 1 = Sunday and wants `?` in one of the two day fields; cron counts from 0. The last
 * day of the month (`L`) and the n-th or last weekday (`5#2`, `5#L`) are written as croner reads them. Nearest working
 * days (`W`), days before the last (`L-3`) and single years have no word in cron.
 */
export function cronOfQuartz(quartz: string): Translated {
  const fields = quartz.trim().toUpperCase().split(/\s+/);
  const [second = "", minute = "", hour = "", day = "", month = "", weekday = "", year = "*"] = fields;
  const unreadable: Translated = { code: "import.cron-unreadable", args: { cron: quartz } };
  if (fields.length < 6 || fields.length > 7) return unreadable;
  if (year !== "*" && year !== "?") return { code: "import.cron-year", args: { cron: quartz, year } };
  if (/^L[W-]|W$/.test(day)) return { code: "import.cron-day-word", args: { cron: quartz, word: day } };
  const parts = [
    field(second, 0, 59),
    field(minute, 0, 59),
    field(hour, 0, 23),
    day === "L" ? "L" : field(day, 1, 31),
    field(month, 1, 12, monthNames, 1),
    weekdays(weekday),
  ];
  const sound = parts.filter((part) => part !== undefined);
  if (sound.length < parts.length) return unreadable;
  // Cron runs when either of two given day fields fits; Quartz never takes two.
  if (sound[3] !== "*" && sound[5] !== "*") return unreadable;
  return { cron: (sound[0] === "0" ? sound.slice(1) : sound).join(" ") };
}

type Step = { from: number; to: number; step: number | undefined };

/** A field of numbers, ranges, lists and steps in cron's own writing; none when it is not one. */
function field(
  written: string,
  min: number,
  max: number,
  names: readonly string[] = [],
  first = 0,
): string | undefined {
  if (written === "*" || written === "?") return "*";
  const parts = written.split(",").map((part) => range(part, min, max, names, first));
  const sound = parts.filter((part) => part !== undefined);
  if (sound.length < parts.length) return undefined;
  return sound.map((part) => print(part, min, max)).join(",");
}

function range(part: string, min: number, max: number, names: readonly string[], first: number): Step | undefined {
  const [, start = "", end, by] = /^(\*|[A-Z]{3}|\d{1,2})(?:-([A-Z]{3}|\d{1,2}))?(?:\/(\d{1,2}))?$/.exec(part) ?? [];
  const number = (word: string) =>
    /^\d/.test(word) ? Number(word) : names.includes(word) ? names.indexOf(word) + first : NaN;
  const step = by === undefined ? undefined : Number(by);
  const from = start === "*" ? min : number(start);
  // `5/15` means from 5 on.
  const to = end !== undefined ? number(end) : start === "*" || step !== undefined ? max : from;
  return from >= min && from <= to && to <= max && step !== 0 ? { from, to, step } : undefined;
}

function print({ from, to, step }: Step, min: number, max: number): string {
  const span = from === to ? String(from) : from === min && to === max ? "*" : `${from}-${to}`;
  return step === undefined || from === to ? span : step === 1 ? span : `${span}/${step}`;
}

/** Days of the week, with ranges over the week's end (`FRI-MON`) as lists. */
function weekdays(written: string): string | undefined {
  if (written === "*" || written === "?") return "*";
  // A lone L is the week's last day; with a day before it, that weekday's last in the month.
  if (written === "L") return "6";
  const nth = /^([A-Z]{3}|[1-7])(?:#([1-5])|L)$/.exec(written);
  if (nth?.[1]) {
    const day = weekday(nth[1]);
    return day < 0 ? undefined : `${day}#${nth[2] ?? "L"}`;
  }
  const days = new Set<number>();
  for (const part of written.split(",")) {
    const [, start = "", end, by = "1"] = /^(\*|[A-Z]{3}|[1-7])(?:-([A-Z]{3}|[1-7]))?(?:\/(\d))?$/.exec(part) ?? [];
    const from = start === "*" ? 0 : weekday(start);
    const open = start === "*" || part.includes("/");
    const to = end === undefined ? (open ? 6 : from) : weekday(end);
    if (from < 0 || to < 0 || Number(by) < 1) return undefined;
    for (let day = from; day <= (to < from ? to + 7 : to); day += Number(by)) days.add(day % 7);
  }
  const sorted = [...days].sort();
  return sorted.length === 7 ? "*" : ranges(sorted);
}

const weekday = (word: string): number => (/^\d$/.test(word) ? Number(word) - 1 : dayNames.indexOf(word));

/** `1-5`, `0,6`. */
function ranges(sorted: readonly number[]): string {
  const parts: string[] = [];
  for (let i = 0; i < sorted.length;) {
    let end = i;
    while (sorted[end + 1] === (sorted[end] ?? 0) + 1) end++;
    parts.push(end - i >= 2 ? `${sorted[i]}-${sorted[end]}` : sorted.slice(i, end + 1).join(","));
    i = end + 1;
  }
  return parts.join(",");
}
