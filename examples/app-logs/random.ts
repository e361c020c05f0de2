/**
 * Randomness by place instead of by order: the same (seed, numbers) give the same bits whenever they are asked for, so
 * the model can look at any couple on any day without remembering what it decided before. Mixing steps: MurmurHash3.
 */
export function hash(seed: number, ...place: readonly number[]): number {
  let h = seed | 0;
  for (const part of place) {
    let k = Math.imul(part | 0, 0xcc9e2d51);
    k = Math.imul((k << 15) | (k >>> 17), 0x1b873593);
    h ^= k;
    h = Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64;
  }
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** As `hash`, between 0 and 1 (1 excluded). */
export const unit = (seed: number, ...place: readonly number[]): number => hash(seed, ...place) / 2 ** 32;

/** A stream of numbers between 0 and 1 (Mulberry32), for the many small choices inside one person's day. */
export function stream(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The entry in whose share of the weights `at` (0 to 1) falls. */
export function pick<T extends { weight: number }>(from: readonly [T, ...T[]], at: number): T {
  let left = at * from.reduce((sum, entry) => sum + entry.weight, 0);
  for (const entry of from) {
    left -= entry.weight;
    if (left < 0) return entry;
  }
  return from[0];
}
