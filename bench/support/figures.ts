import { cpus, totalmem } from "node:os";

/** BENCH_SCALE=0.05 makes everything small, to see that it runs; figures worth quoting need 1. */
export const scale = Number(process.env["BENCH_SCALE"] ?? 1);
if (!(scale > 0)) throw new RangeError(`BENCH_SCALE takes a number above 0, not ${process.env["BENCH_SCALE"]}.`);

/** `full` things at scale 1, and never fewer than `least`. */
export const scaled = (full: number, least = 1): number => Math.max(least, Math.round(full * scale));

/** The value that the share `q` of the figures does not exceed (nearest rank). */
export function quantile(figures: readonly number[], q: number): number {
  const ordered = figures.toSorted((a, b) => a - b);
  const value = ordered[Math.max(0, Math.ceil(q * ordered.length) - 1)];
  if (value === undefined) throw new RangeError("No figures.");
  return value;
}

export const median = (figures: readonly number[]): number => quantile(figures, 0.5);

/** Milliseconds that the work takes, and what it gave. */
export async function timed<T>(work: () => T | Promise<T>): Promise<{ ms: number; value: T }> {
  const started = performance.now();
  const value = await work();
  return { ms: performance.now() - started, value };
}

/** What the figures were measured on. Machines differ, ratios much less. */
export const machine = (): string =>
  `${cpus().length} × ${cpus()[0]?.model.trim() || process.arch}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}, ${process.platform}`;
