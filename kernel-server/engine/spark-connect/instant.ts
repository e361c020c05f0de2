const form = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})(?:\.(\d{1,6}))?(?:Z|([+-])(\d{2}):?(\d{2})(?::?(\d{2}))?)$/;

/** Microseconds since 1970 UTC of `2026-11-21T09:30:00.123456+09:00`, or `undefined` for any other text. */
export function instantMicros(text: string): bigint | undefined {
  const match = form.exec(text);
  if (!match) return undefined;
  const [, date, time, fraction = "", sign, hours = "0", minutes = "0", seconds = "0"] = match;
  const wall = Date.parse(`${date}T${time}Z`);
  if (Number.isNaN(wall)) return undefined;
  const ahead = (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000;
  return BigInt(wall - (sign === "-" ? -ahead : ahead)) * 1000n + BigInt(fraction.padEnd(6, "0"));
}
