const formats = new Map<string, Intl.DateTimeFormat>();

function formatIn(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      hourCycle: "h23",
      era: "short",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
    formats.set(zone, format);
  }
  return format;
}

/** The IANA name of a time zone in its usual case, or none when there is no such zone. Offsets are no zones. */
export function timeZoneNamed(name: string): string | undefined {
  if (!/^[A-Za-z]/.test(name)) return undefined;
  try {
    const known = formatIn(name).resolvedOptions().timeZone;
    return known.toLowerCase() === name.toLowerCase() ? known : name;
  } catch (thrown) {
    if (thrown instanceof RangeError) return undefined;
    throw thrown;
  }
}

export const timeZoneNames = (): readonly string[] => ["UTC", ...Intl.supportedValuesOf("timeZone")];

/** Milliseconds since 1970 of a date and time in UTC; years below 100 are what they say. */
export function utc(year: number, month: number, day: number, hour = 0, minute = 0, second = 0): number {
  return new Date(0).setUTCFullYear(year, month - 1, day) + ((hour * 60 + minute) * 60 + second) * 1000;
}

/** What is to be added to UTC for the zone's own time at an instant, in milliseconds. */
export function offsetAt(zone: string, instant: number): number {
  const part: Record<string, number> = {};
  let beforeChrist = false;
  for (const { type, value } of formatIn(zone).formatToParts(instant)) {
    if (type === "era") beforeChrist = value.startsWith("B");
    else part[type] = Number(value);
  }
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0 } = part;
  const local = utc(beforeChrist ? 1 - year : year, month, day, hour, minute, second);
  return local - Math.floor(instant / 1000) * 1000;
}

const DAY = 86_400_000;

/**
 * The instant of a local time, given as if it were UTC. A time that comes twice when clocks go back is the first of the
 * two; one that is skipped when they go forward moves on by the gap. So does Java, and so Spark.
 */
export function instantOf(zone: string, local: number): number {
  const before = offsetAt(zone, local - DAY);
  const after = offsetAt(zone, local + DAY);
  const keepsBefore = offsetAt(zone, local - before) === before;
  return local - (!keepsBefore && offsetAt(zone, local - after) === after ? after : before);
}

/** `YYYY-MM-DD` of an instant in a zone, `daysAgo` days before. */
export function localDate(zone: string, instant: number, daysAgo = 0): string {
  return new Date(instant + offsetAt(zone, instant) - daysAgo * DAY).toISOString().slice(0, 10);
}
