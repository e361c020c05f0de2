import { BetweenError } from "../errors.ts";
import type { RunId } from "../ids.ts";
import { SUBSCRIPTIONS } from "../limits.ts";
import type { ServiceAnswers } from "../service.ts";
import type { Gate } from "./gate.ts";
import { sendEvents } from "./send-events.ts";
import { discard } from "./until-aborted.ts";

/** The runs that one socket follows, each once: following one again replaces the first following. */
export class Subscriptions {
  readonly #gate: Gate;
  readonly #active = new Map<RunId, AbortController>();

  constructor(gate: Gate) {
    this.#gate = gate;
  }

  /**
   * Subscribes, replies, and then sends events until the run or the following ends. Returns the error that cut the events
   * short; throws only before the reply.
   */
  async follow(
    run: RunId,
    abort: AbortController,
    subscribe: () => Promise<ServiceAnswers["subscribe"]>,
    reply: (answer: Omit<ServiceAnswers["subscribe"], "events">) => Promise<void>,
  ): Promise<BetweenError | undefined> {
    if (this.#active.size >= SUBSCRIPTIONS && !this.#active.has(run))
      throw new BetweenError("wire.too-many-subscriptions", { limit: SUBSCRIPTIONS });
    this.stop(run);
    this.#active.set(run, abort);
    try {
      const { events, ...answer } = await subscribe();
      if (abort.signal.aborted) {
        discard(events[Symbol.asyncIterator]());
        throw new BetweenError("wire.cancelled");
      }
      await reply(answer);
      return await sendEvents(events, this.#gate, abort.signal).then(() => undefined, BetweenError.from);
    } finally {
      if (this.#active.get(run) === abort) this.#active.delete(run);
    }
  }

  stop(run: RunId): void {
    this.#active.get(run)?.abort();
  }

  stopAll(): void {
    for (const abort of this.#active.values()) abort.abort();
  }
}
