import { BetweenError } from "../errors.ts";
import type { Connection } from "./connection.ts";
import { IncomingBody } from "./incoming-body.ts";

/**
 * The bodies of a client. A server numbers them per socket; readers know them by numbers of our own, which stay unique
 * over connections.
 */
export class IncomingBodies {
  readonly #arriving = new Map<number, IncomingBody>();
  readonly #unread = new Map<number, IncomingBody>();
  #last = 0;

  /** A reply named a body; its bytes follow. Returns our number. */
  begin(connection: Connection, number: number): number {
    const body = new IncomingBody({
      grant: (bytes) => connection.send({ t: "credit", body: number, bytes }),
      drop: () => {
        this.#arriving.delete(number);
        connection.send({ t: "drop", body: number });
      },
    });
    this.#arriving.set(number, body);
    this.#unread.set(++this.#last, body);
    return this.#last;
  }

  /** False when the server broke the credit. Bytes of a dropped body may still be on their way and are nobody's. */
  receive(number: number, bytes: Uint8Array): boolean {
    return this.#arriving.get(number)?.receive(bytes) ?? true;
  }

  end(number: number, error: BetweenError | undefined): void {
    this.#arriving.get(number)?.end(error);
    this.#arriving.delete(number);
  }

  /** The connection is gone, and what was on its way with it. */
  lose(error: BetweenError): void {
    for (const body of this.#arriving.values()) body.end(error);
    this.#arriving.clear();
  }

  /** Each body is read once. */
  take(number: number): IncomingBody {
    const body = this.#unread.get(number);
    if (!body) throw new BetweenError("wire.no-body", { body: number });
    this.#unread.delete(number);
    return body;
  }
}
