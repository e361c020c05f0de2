import { statSync } from "node:fs";
import { BetweenError } from "../../protocol/errors.ts";

/** How often it is looked after while nobody asks for anything. */
const LOOK_MS = 5_000;

/** The folder of a running server, which somebody may remove, or unmount, from under it. */
export class OwnFolder {
  readonly path: string;
  readonly #timer: NodeJS.Timeout;
  readonly #told: ((error: BetweenError) => void)[] = [];
  #gone: BetweenError | undefined;

  constructor(path: string) {
    this.path = path;
    this.#timer = setInterval(() => this.look(), LOOK_MS);
    this.#timer.unref();
  }

  /** `state.gone` from the moment at which it is found to be gone; a look takes some microseconds. */
  look(): BetweenError | undefined {
    if (this.#gone || isThere(this.path)) return this.#gone;
    this.#gone = new BetweenError("state.gone", { path: this.path });
    this.leave();
    for (const tell of this.#told) tell(this.#gone);
    return this.#gone;
  }

  /** Calls back once, when it is found to be gone. */
  onGone(tell: (error: BetweenError) => void): void {
    if (this.#gone) tell(this.#gone);
    else this.#told.push(tell);
  }

  /** Looks no more by itself. */
  leave(): void {
    clearInterval(this.#timer);
  }
}

/** A folder that cannot be looked at now is not gone for that. */
function isThere(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return true;
  }
}
