/** Ten times a second, and less often the more there is to carry: 250 KB a quarter of a second apart. */
const PAUSE_MS = 100;
const BYTES_A_MS = 1000;

/** Puts the latest of what is to be shown on the screen, one after the other and never too often. */
export class OutputWriter {
  /** Writes what is to be shown by then, and gives its size in bytes. */
  readonly #write: () => Promise<number>;
  readonly #onFailure: (thrown: unknown) => void;
  #dirty = false;
  #closed = false;
  #working = false;
  #wake: (() => void) | undefined;

  constructor(write: () => Promise<number>, onFailure: (thrown: unknown) => void) {
    this.#write = write;
    this.#onFailure = onFailure;
  }

  /** There is something new. */
  touch(): void {
    if (this.#closed) return;
    this.#dirty = true;
    if (!this.#working) void this.#work();
  }

  /** Nothing is written from now on. */
  close(): void {
    this.#closed = true;
    this.#wake?.();
  }

  async #work(): Promise<void> {
    this.#working = true;
    // What follows in the same turn belongs to the same picture.
    await Promise.resolve();
    while (this.#dirty && !this.#closed) {
      this.#dirty = false;
      const bytes = await this.#write().catch((thrown: unknown) => {
        // The editor was closed, or the cell is gone.
        this.#onFailure(thrown);
        return 0;
      });
      await this.#pause(Math.max(PAUSE_MS, bytes / BYTES_A_MS));
    }
    this.#working = false;
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(), ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
