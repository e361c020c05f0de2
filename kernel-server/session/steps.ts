import { randomUUID } from "node:crypto";
import { operationId } from "../../protocol/ids.ts";
import type { EngineEvent, EngineSession, Work } from "../engine/engine.ts";
import type { Mark } from "./journal/journal-lines.ts";

type Without<W, K extends PropertyKey> = W extends unknown ? Omit<W, K> : never;
/** Work as a cell asks for it: its operation is made here. */
export type Task = Without<Work, "operation" | "after">;

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined };

/**
 * The engine work of one cell, so that it can go on after the server has ended and begun again: each piece has a key,
 * and is marked in the journal when it begins and, with what came of it, when it ends. The cell's code then runs again
 * from its beginning: pieces that had ended answer from their marks, the one that was running is read on by its
 * operation's id, and the rest runs as ever. Engines that cannot be read on leave no marks.
 */
export class Steps {
  readonly #engine: EngineSession;
  readonly #earlier: ReadonlyMap<string, Mark>;
  readonly #write: ((mark: Omit<Mark, "cell">) => void) | undefined;
  readonly signal: AbortSignal;

  constructor(
    engine: EngineSession,
    signal: AbortSignal,
    earlier: ReadonlyMap<string, Mark>,
    write?: (mark: Omit<Mark, "cell">) => void,
  ) {
    this.#engine = engine;
    this.#earlier = earlier;
    this.#write = write;
    this.signal = signal;
  }

  /**
   * Runs a piece of work and gives what `consume` makes of its events, which must be JSON. `resume` is asked for the
   * cursor to read on from when the work runs already.
   */
  async perform<T extends Json>(
    key: string,
    task: Task,
    consume: (events: AsyncIterable<EngineEvent>) => Promise<T>,
    resume: () => Promise<string> = async () => "",
  ): Promise<T> {
    const before = this.#earlier.get(key);
    // SAFETY: the outcome was written below, by this same piece of code under this same key.
    if (before && "outcome" in before) return before.outcome as T;
    const operation = operationId(before?.operation ?? randomUUID());
    const after = before ? await resume() : undefined;
    if (!before) this.#write?.({ key, operation });
    const work = { ...task, operation, ...(after !== undefined && { after }) };
    const outcome = await consume(this.#engine.run(work, this.signal));
    this.#write?.({ key, outcome });
    return outcome;
  }
}
