/** Work about one thing, done one after the other; about different things side by side. */
export class Turns<K> {
  readonly #last = new Map<K, Promise<unknown>>();

  async take<T>(about: K, work: () => Promise<T>): Promise<T> {
    const mine = (this.#last.get(about) ?? Promise.resolve()).then(work);
    // Whoever comes next does not mind that it failed.
    const settled = mine.then(
      () => undefined,
      () => undefined,
    );
    this.#last.set(about, settled);
    try {
      return await mine;
    } finally {
      if (this.#last.get(about) === settled) this.#last.delete(about);
    }
  }
}
