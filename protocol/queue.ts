import { BetweenError } from "./errors.ts";

/** Items that one side puts in and the other awaits, in order, until an end or an error. */
export class Queue<T> {
  #items: T[] = [];
  #end: { error: BetweenError | undefined } | undefined;
  #wake: (() => void) | undefined;

  get length(): number {
    return this.#items.length;
  }

  push(item: T): void {
    if (this.#end) return;
    this.#items.push(item);
    this.#wake?.();
  }

  /** After the items that are in it, the queue ends, with the error where one is given. */
  end(error?: BetweenError): void {
    this.#end ??= { error };
    this.#wake?.();
  }

  /** The next item, or `undefined` at the end. Throws the queue's error, and `wire.cancelled` when the signal is aborted. */
  async take(signal?: AbortSignal): Promise<T | undefined> {
    const wake = () => this.#wake?.();
    signal?.addEventListener("abort", wake);
    try {
      while (this.#items.length === 0 && !this.#end && !signal?.aborted)
        await new Promise<void>((resolve) => (this.#wake = resolve));
    } finally {
      signal?.removeEventListener("abort", wake);
    }
    if (signal?.aborted) throw new BetweenError("wire.cancelled");
    if (this.#items.length > 0) return this.#items.shift();
    if (this.#end?.error) throw this.#end.error;
    return undefined;
  }
}
