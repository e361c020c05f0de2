/**
 * The items of a source until the signal is aborted; then it ends at once, also when the source is waiting and does not
 * hear of the signal. The source is told by `return` that no more is wanted.
 */
export async function* untilAborted<T>(source: AsyncIterable<T>, signal: AbortSignal): AsyncGenerator<T, void, void> {
  const iterator = source[Symbol.asyncIterator]();
  let leave: (() => void) | undefined;
  const onAbort = () => leave?.();
  signal.addEventListener("abort", onAbort);
  let ended = false;
  try {
    while (!signal.aborted) {
      // A promise for each item: racing a long stream against one lasting promise would keep a reaction for every item.
      const next = await new Promise<IteratorResult<T> | undefined>((resolve, reject) => {
        leave = () => resolve(undefined);
        iterator.next().then(resolve, reject);
      });
      if (!next) return;
      if (next.done) {
        ended = true;
        return;
      }
      yield next.value;
    }
  } catch (thrown) {
    ended = true;
    throw thrown;
  } finally {
    signal.removeEventListener("abort", onAbort);
    if (!ended) discard(iterator);
  }
}

/** Lets go of a source without waiting: a generator that hangs in an `await` answers only when that is over. */
export function discard(iterator: AsyncIterator<unknown>): void {
  iterator.return?.().catch(() => undefined); // Nobody reads it any more, so nobody can be told.
}
