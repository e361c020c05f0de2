/** Seconds east of UTC that an IANA zone is at a moment. Throws RangeError for an unknown zone. */
export function zoneOffset(zone: string, epochMs: number): number {
  if (zone === "UTC") return 0;
  const ms = Math.max(-LAST_DATE, Math.min(LAST_DATE, epochMs));
  const quarter = Math.floor(ms / QUARTER_HOUR);
  const known = (offsets.get(zone) ?? fill(zone)).get(quarter);
  if (known !== undefined) return known;
  const start = ask(zone, quarter * QUARTER_HOUR);
  // Zones change at quarters of an hour, but for local mean times long ago: those are asked each time.
  if (start !== ask(zone, Math.min(LAST_DATE, (quarter + 1) * QUARTER_HOUR - 1))) return ask(zone, ms);
  const cache = offsets.get(zone) ?? fill(zone);
  if (cache.size >= CACHED_QUARTERS) cache.clear();
  cache.set(quarter, start);
  return start;
}

/** The zone itself when this machine knows it, else UTC. */
export function knownZone(zone: string): string {
  try {
    formatter(zone);
    return zone;
  } catch (thrown) {
    if (thrown instanceof RangeError) return "UTC";
    throw thrown;
  }
}

/** `+09:00`, or `+08:27:52` for a local mean time. */
export function offsetText(seconds: number): string {
  const [h, m, s] = [Math.abs(seconds) / 3600, (Math.abs(seconds) % 3600) / 60, Math.abs(seconds) % 60].map((n) =>
    String(Math.floor(n)).padStart(2, "0"),
  );
  return `${seconds < 0 ? "-" : "+"}${h}:${m}${s === "00" ? "" : `:${s}`}`;
}

/** JavaScript's dates end here, 275,760 years after Christ; moments beyond take the offset of the end. */
const LAST_DATE = 8_640_000_000_000_000;
const QUARTER_HOUR = 900_000;
const CACHED_QUARTERS = 100_000;

const offsets = new Map<string, Map<number, number>>();
const formatters = new Map<string, Intl.DateTimeFormat>();

function fill(zone: string): Map<number, number> {
  const empty = new Map<number, number>();
  offsets.set(zone, empty);
  return empty;
}

function formatter(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "longOffset" });
  formatters.set(zone, made);
  return made;
}

function ask(zone: string, ms: number): number {
  const name = formatter(zone)
    .formatToParts(ms)
    .find((part) => part.type === "timeZoneName")?.value;
  const found = /GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?/.exec(name ?? "");
  if (!found?.[1]) return 0;
  const [, sign, h, m, s] = found;
  return (sign === "-" ? -1 : 1) * (Number(h) * 3600 + Number(m) * 60 + Number(s ?? 0));
}
