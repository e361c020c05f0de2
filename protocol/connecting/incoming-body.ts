import type { BetweenError } from "../errors.ts";
import { INITIAL_CREDIT } from "../limits.ts";
import { Queue } from "../queue.ts";

/** Credit is granted in steps of this many taken bytes. */
const GRANT_BYTES = INITIAL_CREDIT / 4;

/** What a body tells its sender. */
export type BodyWire = { grant(bytes: number): void; drop(): void };

/** One body on its way in: what has come and was not taken yet, at most the credit. */
export class IncomingBody {
  readonly #chunks = new Queue<Uint8Array>();
  readonly #wire: BodyWire;
  #unread = 0;
  #owed = 0;
  #isOver = false;

  constructor(wire: BodyWire) {
    this.#wire = wire;
  }

  /** False when the server sent more than it was granted. */
  receive(bytes: Uint8Array): boolean {
    this.#unread += bytes.length;
    this.#chunks.push(bytes);
    return this.#unread <= INITIAL_CREDIT;
  }

  end(error?: BetweenError): void {
    this.#isOver = true;
    this.#chunks.end(error);
  }

  /** The bytes as they come. A chunk counts as taken when the next is asked for; who leaves early drops the rest. */
  async *read(signal?: AbortSignal): AsyncGenerator<Uint8Array, void, void> {
    try {
      for (let chunk = await this.#chunks.take(signal); chunk; chunk = await this.#chunks.take(signal)) {
        yield chunk;
        this.#unread -= chunk.length;
        this.#owed += chunk.length;
        if (this.#owed < GRANT_BYTES || this.#isOver) continue;
        this.#wire.grant(this.#owed);
        this.#owed = 0;
      }
    } finally {
      if (!this.#isOver) this.#wire.drop();
      this.#isOver = true;
    }
  }
}
