import { createHash } from "node:crypto";
import type { BetweenError } from "../../../protocol/errors.ts";
import type { Field } from "../../../protocol/messages.ts";

/** What an engine said of a statement or a source. */
export type Outcome = { fields: readonly Field[] } | { error: BetweenError };

/** A file may come meanwhile, or a table: what failed is asked again after so long. */
const FAILED_MS = 10_000;

/** What is known from the last analysis, by all that it depends on; what the next one does not use is forgotten. */
export class Outcomes {
  #known = new Map<string, { outcome: Outcome; at: number }>();
  #used = new Map<string, { outcome: Outcome; at: number }>();

  async of(key: string, ask: () => Promise<Outcome>): Promise<Outcome> {
    const known = this.#used.get(key) ?? this.#known.get(key);
    const holds = known && ("fields" in known.outcome || performance.now() - known.at < FAILED_MS);
    const found = holds ? known : { outcome: await ask(), at: performance.now() };
    this.#used.set(key, found);
    return found.outcome;
  }

  /** An analysis has ended. */
  turn(): void {
    this.#known = this.#used;
    this.#used = new Map();
  }
}

export const keyOf = (...parts: readonly unknown[]): string =>
  createHash("sha256").update(JSON.stringify(parts)).digest("base64url");
