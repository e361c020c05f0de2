/** WebSocket's own code of a connection that ended without a close frame. */
export const abnormal = 1006;

type Frame = string | Uint8Array;

/** Hands frames to the one listener, and keeps those that came before it. */
export class FrameListener {
  #early: Frame[] = [];
  #listener: ((frame: Frame) => void) | undefined;

  take(frame: Frame): void {
    if (this.#listener) this.#listener(frame);
    else this.#early.push(frame);
  }

  listen(listener: (frame: Frame) => void): void {
    this.#listener = listener;
    for (const frame of this.#early.splice(0)) listener(frame);
  }
}

/** The one end of a channel, told to each listener exactly once, also to those that come late. */
export class Ending {
  #how: { code: number; reason: string } | undefined;
  #listeners: ((code: number, reason: string) => void)[] = [];

  get over(): boolean {
    return this.#how !== undefined;
  }

  end(code: number, reason: string): void {
    if (this.#how) return;
    this.#how = { code, reason };
    for (const listener of this.#listeners.splice(0)) queueMicrotask(() => listener(code, reason));
  }

  listen(listener: (code: number, reason: string) => void): void {
    const how = this.#how;
    if (how) queueMicrotask(() => listener(how.code, how.reason));
    else this.#listeners.push(listener);
  }
}
