import { BetweenError } from "../errors.ts";
import { BODIES } from "../limits.ts";
import type { Gate } from "./gate.ts";
import { Credit, sendBody } from "./outgoing-body.ts";
import { discard } from "./until-aborted.ts";

/** The bodies that one socket is sent, by their numbers on it. */
export class OutgoingBodies {
  readonly #gate: Gate;
  readonly #open = new Map<number, { credit: Credit; abort: AbortController }>();
  #last = 0;

  constructor(gate: Gate) {
    this.#gate = gate;
  }

  /** Throws `wire.too-many-bodies` when there is no room for one more. */
  checkRoom(): void {
    if (this.#open.size >= BODIES) throw new BetweenError("wire.too-many-bodies", { limit: BODIES });
  }

  /**
   * Announces a body by its number and then sends it. Returns the error that ended it; throws only before it is announced:
   * `wire.cancelled` when nobody waits for it any more.
   */
  async send(
    source: AsyncIterable<Uint8Array>,
    abort: AbortController,
    announce: (number: number) => Promise<void>,
  ): Promise<BetweenError | undefined> {
    if (abort.signal.aborted) {
      discard(source[Symbol.asyncIterator]());
      throw new BetweenError("wire.cancelled");
    }
    const number = ++this.#last;
    const credit = new Credit(abort.signal);
    this.#open.set(number, { credit, abort });
    try {
      await announce(number);
      return await sendBody(number, source, credit, this.#gate, abort.signal);
    } finally {
      this.#open.delete(number);
    }
  }

  grant(number: number, bytes: number): void {
    this.#open.get(number)?.credit.grant(bytes);
  }

  drop(number: number): void {
    this.#open.get(number)?.abort.abort();
  }

  dropAll(): void {
    for (const { abort } of this.#open.values()) abort.abort();
  }
}
