/** How long the outcome of a command is remembered. */
const REMEMBER_MS = 24 * 3600 * 1000;

/** Each command happens once: sent again, by the same user, it has the outcome that it had. */
export class Commands {
  readonly #outcomes = new Map<string, { at: number; outcome: Promise<unknown> }>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  once<T>(user: string, command: string, perform: () => Promise<T>): Promise<T> {
    this.#forgetOld();
    const key = `${user}\n${command}`;
    const known = this.#outcomes.get(key);
    // SAFETY: ids are unique, so that a known one comes from the same call with the same type of answer.
    if (known) return known.outcome as Promise<T>;
    const outcome = perform();
    // A refusal is an outcome too, and is heard by whoever asked.
    outcome.catch(() => undefined);
    this.#outcomes.set(key, { at: this.#now(), outcome });
    return outcome;
  }

  /** An outcome that an earlier server had. */
  remember(user: string, command: string, at: number, outcome: unknown): void {
    if (this.#now() - at < REMEMBER_MS)
      this.#outcomes.set(`${user}\n${command}`, { at, outcome: Promise.resolve(outcome) });
  }

  #forgetOld(): void {
    const before = this.#now() - REMEMBER_MS;
    for (const [key, { at }] of this.#outcomes) {
      if (at >= before) break;
      this.#outcomes.delete(key);
    }
  }
}
