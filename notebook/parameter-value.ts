import type { ParameterType } from "./notebook.ts";
import type { ProblemCode } from "./problem.ts";
import { instantOf, localDate, offsetAt, utc } from "./zoned-time.ts";

export type ValueProblem = { code: ProblemCode; args: Readonly<Record<string, string | number>> };
export type Canonical = { value: string } | { problem: ValueProblem };

/** A parameter's type, with the options of a choice. */
export type Kind = { type: ParameterType; options?: readonly string[] };

const value = (text: string): Canonical => ({ value: text });
const problem = (code: ProblemCode, args: Record<string, string | number> = {}): Canonical => ({
  problem: { code, args },
});

/**
 * A value as a user wrote it, brought to the one text that its type has for it: integers in decimal digits within 64
 * bits, numbers as JavaScript prints a double, `true` or `false`, dates `YYYY-MM-DD`, timestamps
 * `YYYY-MM-DDTHH:MM:SS[.ffffff]` with the offset of the notebook's zone. Text and choices stay as written.
 */
export function canonicalValue(kind: Kind, written: string, zone: string, now: Date): Canonical {
  switch (kind.type) {
    case "text":
      return value(written);
    case "integer":
      return integer(written.trim());
    case "number":
      return number(written.trim());
    case "boolean": {
      const word = written.trim().toLowerCase();
      return word === "true" || word === "false" ? value(word) : problem("notebook.not-boolean");
    }
    case "date":
      return date(written.trim(), zone, now);
    case "timestamp":
      return timestamp(written.trim(), zone);
    case "choice": {
      const options = kind.options ?? [];
      return options.includes(written)
        ? value(written)
        : problem("notebook.not-an-option", { options: options.join(", ") });
    }
  }
}

const MAX_LONG = 2n ** 63n - 1n;

function integer(written: string): Canonical {
  const found = /^([+-]?)0*(\d{1,20})$/.exec(written);
  if (!found) return problem(/^[+-]?\d+$/.test(written) ? "notebook.integer-out-of-range" : "notebook.not-integer");
  const exact = BigInt(found[2] ?? "0") * (found[1] === "-" ? -1n : 1n);
  return exact > MAX_LONG || exact < -MAX_LONG - 1n ? problem("notebook.integer-out-of-range") : value(String(exact));
}

function number(written: string): Canonical {
  if (!/^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i.test(written)) return problem("notebook.not-number");
  const double = Number(written);
  if (!Number.isFinite(double)) return problem("notebook.number-out-of-range");
  return value(Object.is(double, -0) ? "-0.0" : String(double));
}

/** A calendar date as milliseconds at UTC midnight; none when there is no such day. */
function midnight(year: string, month: string, day: string): number | undefined {
  const ms = utc(Number(year), Number(month), Number(day));
  return year !== "0000" && new Date(ms).toISOString().startsWith(`${year}-${month}-${day}`) ? ms : undefined;
}

function date(written: string, zone: string, now: Date): Canonical {
  const relative = /^(?:(today)|(yesterday)|today-(\d{1,5})d)$/.exec(written);
  if (relative) {
    const daysAgo = relative[1] ? 0 : relative[2] ? 1 : Number(relative[3]);
    return value(localDate(zone, now.getTime(), daysAgo));
  }
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(written) ?? [];
  if (!year || !month || !day || midnight(year, month, day) === undefined) return problem("notebook.not-date");
  return value(written);
}

const timestampForm =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?(?: ?(Z|[+-]\d\d:?\d\d))?)?$/i;

function timestamp(written: string, zone: string): Canonical {
  const [, year = "", month = "", day = "", hour = "00", minute = "00", second = "00", fraction = "", given] =
    timestampForm.exec(written) ?? [];
  const start = year === "" ? undefined : midnight(year, month, day);
  const time = [Number(hour), Number(minute), Number(second)] as const;
  if (start === undefined || time[0] > 23 || time[1] > 59 || time[2] > 59) return problem("notebook.not-timestamp");
  const local = start + ((time[0] * 60 + time[1]) * 60 + time[2]) * 1000;
  const offset = given === undefined ? undefined : minutesOf(given);
  if (offset !== undefined && Math.abs(offset) > 18 * 60) return problem("notebook.not-timestamp");
  const instant = offset === undefined ? instantOf(zone, local) : local - offset * 60_000;
  return value(printInstant(instant, fraction.replace(/0+$/, ""), zone));
}

function minutesOf(offset: string): number {
  const [, sign, hours, minutes] = /^([+-])(\d\d):?(\d\d)$/.exec(offset) ?? [];
  return (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * (sign === "-" ? -1 : 1);
}

/** In the zone's own time. Offsets that are no whole minutes, as before zones were agreed on, and years that have not four digits are given in UTC. */
function printInstant(instant: number, fraction: string, zone: string): string {
  const offset = offsetAt(zone, instant);
  const tail = fraction === "" ? "" : `.${fraction}`;
  const shown = (ms: number) => new Date(ms).toISOString();
  if (offset === 0 || offset % 60_000 !== 0 || shown(instant + offset).length !== 24)
    return `${shown(instant).slice(0, -5)}${tail}Z`;
  const minutes = Math.abs(offset) / 60_000;
  const two = (n: number) => String(n).padStart(2, "0");
  return `${shown(instant + offset).slice(0, 19)}${tail}${offset < 0 ? "-" : "+"}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
