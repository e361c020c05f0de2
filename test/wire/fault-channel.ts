import type { Channel } from "../../protocol/channel.ts";
import { abnormal, Ending } from "../../protocol/channel-ends.ts";
import { linkedPair } from "../../protocol/linked-pair.ts";

type Frame = string | Uint8Array;

/** A line between two channels, and what can go wrong on it. A WebSocket never loses a frame from the middle: a loss lasts until the line is cut. */
export type FaultyLine = {
  client: FaultChannel;
  server: FaultChannel;
  /** Both ends learn at once that the line is gone; what was under way is lost. */
  cut(): void;
};

export function faultyLine(): FaultyLine {
  const [near, far] = linkedPair();
  const client = new FaultChannel(near);
  const server = new FaultChannel(far);
  const cut = () => {
    client.fail();
    server.fail();
  };
  return { client, server, cut };
}

/** One end of a line. Faults act on what this end sends. */
export class FaultChannel implements Channel {
  readonly #inner: Channel;
  readonly #ending = new Ending();
  #held: Frame[] | undefined;
  #isDeaf = false;
  #draining: { below: number; resolve: () => void }[] = [];
  /** The most bytes that were buffered when one more frame was sent. */
  peak = 0;

  constructor(inner: Channel) {
    this.#inner = inner;
    inner.onClose((code, reason) => {
      if (!this.#isDeaf) this.#end(code, reason);
    });
  }

  /** The other end reads nothing until `release`: frames pile up here, for ever where it hears nothing any more. */
  hold(): void {
    this.#held ??= [];
  }

  release(): void {
    if (this.#isDeaf) return;
    const frames = this.#held ?? [];
    this.#held = undefined;
    for (const frame of frames) this.#inner.send(frame);
    this.#settle();
  }

  /** Half-open: nothing that is sent arrives any more, nothing is heard, and nobody is told. */
  deafen(): void {
    this.#isDeaf = true;
  }

  fail(): void {
    this.#isDeaf = true;
    this.#end(abnormal, "the line was cut");
  }

  get buffered(): number {
    const held = this.#held?.reduce((sum, frame) => sum + frame.length, 0) ?? 0;
    return this.#inner.buffered + held;
  }

  send(frame: Frame): void {
    if (this.#ending.over || this.#isDeaf) return;
    this.peak = Math.max(this.peak, this.buffered);
    if (this.#held) this.#held.push(frame);
    else this.#inner.send(frame);
  }

  async drained(bytes: number): Promise<void> {
    while (!this.#ending.over && this.buffered >= bytes)
      await (this.#held || this.#isDeaf
        ? new Promise<void>((resolve) => this.#draining.push({ below: bytes, resolve }))
        : this.#inner.drained(bytes));
  }

  close(code: number, reason: string): void {
    if (!this.#isDeaf) this.#inner.close(code, reason);
    this.#end(code, reason);
  }

  onFrame(listener: (frame: Frame) => void): void {
    this.#inner.onFrame((frame) => {
      if (!this.#isDeaf && !this.#ending.over) listener(frame);
    });
  }

  onClose(listener: (code: number, reason: string) => void): void {
    this.#ending.listen(listener);
  }

  #end(code: number, reason: string): void {
    this.#ending.end(code, reason);
    this.#settle();
  }

  #settle(): void {
    for (const { resolve } of this.#draining.splice(0)) resolve();
  }
}
