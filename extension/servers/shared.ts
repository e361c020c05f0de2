import { BetweenError } from "../../protocol/errors.ts";

/**
 * One attempt at a time that all callers share. A caller that aborts leaves alone; the attempt is given up, and forgotten,
 * when nobody waits for it any more.
 */
export function shared<T>(start: (signal: AbortSignal) => Promise<T>): (signal?: AbortSignal) => Promise<T> {
  type Attempt = { promise: Promise<T>; waiting: number; stop: AbortController; settled: boolean };
  let current: Attempt | undefined;

  const begin = (): Attempt => {
    const stop = new AbortController();
    const promise = start(stop.signal).finally(() => {
      attempt.settled = true;
      if (current === attempt) current = undefined;
    });
    promise.catch(() => undefined); // Told to those who wait; there may be none left.
    const attempt: Attempt = { promise, waiting: 0, stop, settled: false };
    return attempt;
  };

  return async (signal) => {
    if (signal?.aborted) throw new BetweenError("wire.cancelled");
    const attempt = (current ??= begin());
    attempt.waiting++;
    try {
      return await orAborted(attempt.promise, signal);
    } finally {
      if (--attempt.waiting === 0 && !attempt.settled) {
        if (current === attempt) current = undefined;
        attempt.stop.abort();
      }
    }
  };
}

/** The promise, or `wire.cancelled` as soon as the signal is aborted. */
export function orAborted<T>(promise: Promise<T>, signal?: AbortSignal): Promise<T> {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    const cancel = () => reject(new BetweenError("wire.cancelled"));
    if (signal.aborted) return cancel();
    signal.addEventListener("abort", cancel, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", cancel));
  });
}
