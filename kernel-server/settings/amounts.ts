const unitMs: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const unitBytes: Readonly<Record<string, number>> = {
  B: 1,
  kB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
  TiB: 2 ** 40,
};

/** Milliseconds of `90s`, `10m`, `2h` or `14d`; none for anything else, zero included. */
export const readDuration = (written: string): number | undefined =>
  amount(/^(\d{1,9})([smhd])$/.exec(written), unitMs);

/** Bytes of `20GB` or `512 MiB`; none for anything else, zero included. */
export const readSize = (written: string): number | undefined =>
  amount(/^(\d{1,9}) ?([kMGT]B|[KMGT]iB|B)$/.exec(written), unitBytes);

/** In the largest unit that is exact; below a second none is, so that whole milliseconds are wanted. */
export const printDuration = (ms: number): string => print(ms, unitMs);
export const printSize = (bytes: number): string => print(bytes, unitBytes);

function amount(found: RegExpExecArray | null, units: Readonly<Record<string, number>>): number | undefined {
  const value = Number(found?.[1] ?? 0) * (units[found?.[2] ?? ""] ?? 0);
  return value > 0 && Number.isSafeInteger(value) ? value : undefined;
}

function print(value: number, units: Readonly<Record<string, number>>): string {
  const [unit, size] = Object.entries(units)
    .filter(([, size]) => value % size === 0)
    .reduce((best, next) => (next[1] > best[1] ? next : best), ["", 0] as [string, number]);
  if (size === 0) throw new RangeError(`${value} is no whole number of any unit`);
  return `${value / size}${unit}`;
}
