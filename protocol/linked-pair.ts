import type { Channel } from "./channel.ts";
import { Ending, FrameListener } from "./channel-ends.ts";

/**
 * Two channels in one process: what one sends the other gets, in order, in a later turn of the event loop. `buffered` is
 * what has not been delivered.
 */
export function linkedPair(): [Channel, Channel] {
  const a = new LinkedChannel();
  const b = new LinkedChannel();
  a.other = b;
  b.other = a;
  return [a, b];
}

type Frame = string | Uint8Array;
type Parting = { code: number; reason: string };

class LinkedChannel implements Channel {
  other: LinkedChannel = this;
  readonly #frames = new FrameListener();
  readonly #ending = new Ending();
  #outbox: (Frame | Parting)[] = [];
  #buffered = 0;
  #draining: { below: number; resolve: () => void }[] = [];

  get buffered(): number {
    return this.#buffered;
  }

  send(frame: Frame): void {
    if (this.#ending.over) return;
    this.#buffered += frame.length;
    this.#post(frame);
  }

  async drained(bytes: number): Promise<void> {
    if (this.#ending.over || this.#buffered < bytes) return;
    await new Promise<void>((resolve) => this.#draining.push({ below: bytes, resolve }));
  }

  close(code: number, reason: string): void {
    if (this.#ending.over) return;
    this.#post({ code, reason });
    this.#end(code, reason);
  }

  onFrame(listener: (frame: Frame) => void): void {
    this.#frames.listen(listener);
  }

  onClose(listener: (code: number, reason: string) => void): void {
    this.#ending.listen(listener);
  }

  #post(item: Frame | Parting): void {
    if (this.#outbox.push(item) === 1) setImmediate(() => this.#deliver());
  }

  #deliver(): void {
    const items = this.#outbox;
    this.#outbox = [];
    for (const item of items) {
      if (typeof item === "object" && "code" in item) {
        this.other.#end(item.code, item.reason);
        continue;
      }
      this.#buffered -= item.length;
      if (!this.other.#ending.over) this.other.#frames.take(item);
    }
    const ready = this.#draining.filter((waiting) => this.#buffered < waiting.below);
    this.#draining = this.#draining.filter((waiting) => this.#buffered >= waiting.below);
    for (const { resolve } of ready) resolve();
  }

  #end(code: number, reason: string): void {
    this.#ending.end(code, reason);
    for (const { resolve } of this.#draining.splice(0)) resolve();
  }
}
