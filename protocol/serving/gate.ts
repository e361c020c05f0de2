import type { Channel } from "../channel.ts";
import { GATE_BYTES, GATE_FRAMES } from "../limits.ts";
import { closeCodes } from "../messages.ts";

/** Replies go before events, events before bodies. Within a lane first come, first served, so that bodies take turns. */
const lanes = ["reply", "event", "body"] as const;
export type Lane = (typeof lanes)[number];

type Turn = { frame: string | Uint8Array; signal: AbortSignal | undefined; done: () => void };

/**
 * The one way to a slow socket: lets frames through while less than 1 MiB of them is unsent. A reader that opens the gate
 * not once within `stuckMs`, or lets too many frames wait, is closed with 4008.
 */
export class Gate {
  readonly #channel: Channel;
  readonly #stuckMs: number;
  readonly #waiting: Record<Lane, Turn[]> = { reply: [], event: [], body: [] };
  #count = 0;
  #opening = false;
  #over = false;

  constructor(channel: Channel, stuckMs: number) {
    this.#channel = channel;
    this.#stuckMs = stuckMs;
    channel.onClose(() => {
      this.#over = true;
      for (const lane of lanes) for (const turn of this.#waiting[lane].splice(0)) turn.done();
    });
  }

  /** Resolves when the frame was given to the channel, or will not be: the signal was aborted, the channel closed. */
  send(lane: Lane, frame: string | Uint8Array, signal?: AbortSignal): Promise<void> | undefined {
    if (this.#over || signal?.aborted) return undefined;
    if (!this.#opening && this.#channel.buffered < GATE_BYTES) {
      this.#channel.send(frame);
      return undefined;
    }
    if (++this.#count > GATE_FRAMES) {
      this.#channel.close(closeCodes.tooSlow, "too many frames wait for this reader");
      return undefined;
    }
    const sent = new Promise<void>((done) => this.#waiting[lane].push({ frame, signal, done }));
    if (!this.#opening) void this.#open();
    return sent;
  }

  async #open(): Promise<void> {
    this.#opening = true;
    while (this.#count > 0 && !this.#over) {
      const stuck = setTimeout(
        () => this.#channel.close(closeCodes.tooSlow, `nothing was read for ${this.#stuckMs / 1000} s`),
        this.#stuckMs,
      );
      await this.#channel.drained(GATE_BYTES);
      clearTimeout(stuck);
      this.#letThrough();
    }
    this.#opening = false;
  }

  #letThrough(): void {
    while (!this.#over && this.#channel.buffered < GATE_BYTES) {
      const lane = lanes.find((name) => this.#waiting[name].length > 0);
      const turn = lane && this.#waiting[lane].shift();
      if (!turn) return;
      this.#count--;
      if (!turn.signal?.aborted) this.#channel.send(turn.frame);
      turn.done();
    }
  }
}
