import { BetweenError } from "../errors.ts";
import { encodeBody, encodeMessage } from "../codec.ts";
import { INITIAL_CREDIT } from "../limits.ts";
import { CHUNK_BYTES } from "../messages.ts";
import type { Gate } from "./gate.ts";
import { untilAborted } from "./until-aborted.ts";

/** How many bytes of a body its reader is ready to take. */
export class Credit {
  readonly #signal: AbortSignal;
  #left = INITIAL_CREDIT;
  #wake: (() => void) | undefined;

  constructor(signal: AbortSignal) {
    this.#signal = signal;
    signal.addEventListener("abort", () => this.#wake?.(), { once: true });
  }

  grant(bytes: number): void {
    this.#left += bytes;
    this.#wake?.();
  }

  spend(bytes: number): void {
    this.#left -= bytes;
  }

  /** Resolves to how many bytes may go now: at least 1, or 0 when the signal is aborted. */
  async available(): Promise<number> {
    while (this.#left <= 0 && !this.#signal.aborted) await new Promise<void>((resolve) => (this.#wake = resolve));
    return this.#signal.aborted ? 0 : this.#left;
  }
}

/** Sends a body's bytes as its reader grants them, then its end or the error that ended it, which is also returned. */
export async function sendBody(
  number: number,
  source: AsyncIterable<Uint8Array>,
  credit: Credit,
  gate: Gate,
  signal: AbortSignal,
): Promise<BetweenError | undefined> {
  let error: BetweenError | undefined;
  try {
    for await (const piece of untilAborted(source, signal)) {
      for (let at = 0; at < piece.length;) {
        const room = await credit.available();
        if (room === 0) return undefined;
        const chunk = piece.subarray(at, at + Math.min(room, CHUNK_BYTES));
        credit.spend(chunk.length);
        at += chunk.length;
        await gate.send("body", encodeBody(number, chunk), signal);
      }
    }
  } catch (thrown) {
    error = BetweenError.from(thrown);
  }
  const end = encodeMessage({ t: "end", body: number, ...(error && { error: error.toWire() }) });
  await gate.send("body", end, signal);
  return error;
}
