import { encodeMessage } from "../codec.ts";
import { BetweenError } from "../errors.ts";
import type { Ask } from "../messages.ts";
import type { Connection } from "./connection.ts";

export type Outcome = { value: Record<string, unknown> } | { error: BetweenError };

/** An ask that the server has not settled. `done` is absent when nobody waits for it any more. */
type Pending = { ask: Ask; isSent: boolean; done: ((outcome: Outcome) => void) | undefined };

/**
 * The asks of a client over all its connections. `done` of each is called exactly once: with the server's answer, or with
 * the error that ended the waiting. At most as many as the server allows are on their way, the others wait their turn.
 */
export class PendingAsks {
  readonly #pending = new Map<number, Pending>();
  #connection: Connection | undefined;
  #last = 0;
  #onTheirWay = 0;

  submit(ask: Ask, done: (outcome: Outcome) => void): number {
    const id = ++this.#last;
    this.#pending.set(id, { ask, isSent: false, done });
    this.#send();
    return id;
  }

  /** Nobody waits for this one any more. The server is told, and settles it all the same. */
  withdraw(id: number): void {
    const pending = this.#pending.get(id);
    if (!pending) return;
    pending.done = undefined;
    if (pending.isSent) this.#connection?.send({ t: "cancel", id });
    else this.#pending.delete(id);
  }

  /** What the server has settled; it leaves room for the next. */
  settle(id: number): Omit<Pending, "isSent"> | undefined {
    const pending = this.#pending.get(id);
    if (!pending?.isSent) return undefined;
    this.#pending.delete(id);
    this.#onTheirWay--;
    this.#send();
    return pending;
  }

  /** Sends everything that waits, in the order in which it was asked. */
  connected(connection: Connection): void {
    this.#connection = connection;
    this.#send();
  }

  disconnected(): void {
    this.#connection = undefined;
    this.#onTheirWay = 0;
    for (const [id, pending] of this.#pending) {
      pending.isSent = false;
      if (!pending.done) this.#pending.delete(id);
    }
  }

  fail(error: BetweenError): void {
    const all = [...this.#pending.values()];
    this.#pending.clear();
    for (const { done } of all) done?.({ error });
  }

  #send(): void {
    const connection = this.#connection;
    if (!connection) return;
    const { asks, messageBytes } = connection.hello.limits;
    for (const [id, pending] of this.#pending) {
      if (this.#onTheirWay >= asks) return;
      if (pending.isSent) continue;
      const tooLarge = whyTooLarge(id, pending.ask, messageBytes);
      if (tooLarge) {
        this.#pending.delete(id);
        pending.done?.({ error: tooLarge });
        continue;
      }
      pending.isSent = true;
      this.#onTheirWay++;
      connection.send({ t: "ask", id, ask: pending.ask });
    }
  }
}

/** A notebook's text is all that can be large. Sent too large it would cost the connection, so it is measured first. */
function whyTooLarge(id: number, ask: Ask, limit: number): BetweenError | undefined {
  if (ask.t !== "run") return undefined;
  const bytes = new TextEncoder().encode(encodeMessage({ t: "ask", id, ask })).length;
  return bytes > limit ? new BetweenError("wire.too-large", { bytes, limit }) : undefined;
}
