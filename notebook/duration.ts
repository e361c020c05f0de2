const unitMs: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000 };

/** Milliseconds of `90s`, `10m` or `2h`; none for anything else, zero and what JavaScript cannot count included. */
export function parseDuration(written: string): number | undefined {
  const found = /^(\d{1,9})([smh])$/.exec(written);
  const ms = Number(found?.[1] ?? 0) * (unitMs[found?.[2] ?? ""] ?? 0);
  return ms > 0 ? ms : undefined;
}

/** Whole seconds, minutes or hours, in the largest unit that is exact. */
export function printDuration(ms: number): string {
  if (!Number.isSafeInteger(ms) || ms <= 0 || ms % 1000 !== 0) throw new RangeError(`not whole seconds: ${ms} ms`);
  const unit = ms % 3_600_000 === 0 ? "h" : ms % 60_000 === 0 ? "m" : "s";
  return `${ms / (unitMs[unit] ?? 1)}${unit}`;
}
