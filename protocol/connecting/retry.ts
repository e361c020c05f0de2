/** How long a client waits before each further try, in milliseconds; then always the last. */
export const RETRY_DELAYS: readonly number[] = [0, 500, 1000, 2000, 4000, 8000, 15_000];

/** Full jitter: anything up to the delay, so that the clients of a server that comes back do not all come at once. */
export function retryDelay(attempt: number, delays: readonly number[], random: () => number): number {
  return random() * (delays[Math.min(attempt, delays.length - 1)] ?? 0);
}

/** A connection that lived this long begins again with the first delay; one that fails at once does not hammer. */
export const STABLE_MS = 10_000;
