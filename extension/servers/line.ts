import type { Client } from "../../protocol/client.ts";
import { BetweenError } from "../../protocol/errors.ts";
import { orAborted, shared } from "./shared.ts";

export type LineState = "away" | "connecting" | "connected" | "reconnecting";

/** How a line gets its client. `lost` is told why the client could not connect again so far. */
export type LineOptions = {
  /** Starts or asks for whatever it takes. */
  open(signal: AbortSignal, lost: (error: BetweenError) => void): Promise<Client>;
  /** Only where that starts nothing and asks nobody. */
  look(signal: AbortSignal, lost: (error: BetweenError) => void): Promise<Client | undefined>;
  changed(line: Line): void;
  log(line: string): void;
  /** How long a call waits for a client that connects again, in milliseconds. */
  patience?: number;
};

/** Longer than the longest wait between two tries (`RETRY_DELAYS` of `connect.ts`) and one try. */
const PATIENCE_MS = 12_000;

/** After a look that failed, for so long nobody looks again: views look every few seconds, and a refused token stays refused. */
const LOOK_PAUSE_MS = 30_000;

/** One client to one server: made when first needed, shared by all, and made anew after it closed for good. */
export class Line {
  readonly #options: LineOptions;
  readonly #open: (signal?: AbortSignal) => Promise<Client>;
  readonly #look: () => Promise<Client | undefined>;
  #state: LineState = "away";
  #client: Client | undefined;
  #lost: BetweenError | undefined;
  #closed = false;
  /** Told of each change of the state. */
  readonly #waiting = new Set<() => void>();
  #said: string | undefined;
  #lookAgainAt = 0;

  constructor(options: LineOptions) {
    this.#options = options;
    const lost = (error: BetweenError) => {
      this.#lost = error;
      this.#say(error.message);
    };
    this.#open = shared(async (signal) => {
      this.#become("connecting");
      try {
        return this.#take(await options.open(signal, lost), signal);
      } catch (thrown) {
        if (!this.#client) this.#become("away");
        throw thrown;
      }
    });
    this.#look = shared(async (signal) => {
      const client = await options.look(signal, lost);
      return client && this.#take(client, signal);
    });
  }

  get state(): LineState {
    return this.#state;
  }

  get now(): Client | undefined {
    return this.#client;
  }

  /** Throws what `open` throws, and why a lost server could not be reached again within the patience. */
  async client(signal?: AbortSignal): Promise<Client> {
    if (this.#client) return await this.#whenBack(this.#client, signal);
    return await this.#open(signal);
  }

  async ifRunning(): Promise<Client | undefined> {
    if (this.#client) return this.#client;
    if (this.#state === "connecting") return await this.#open().catch(() => undefined); // Told to who asked for it.
    if (performance.now() < this.#lookAgainAt) return undefined;
    return await this.#look().catch((thrown: unknown) => {
      this.#lookAgainAt = performance.now() + LOOK_PAUSE_MS;
      this.#say(BetweenError.from(thrown).message);
      return undefined;
    });
  }

  /** Drops the client: the next call connects anew. */
  drop(): void {
    this.#client?.close();
  }

  close(): void {
    this.#closed = true;
    this.drop();
  }

  #take(client: Client, signal: AbortSignal): Client {
    if (signal.aborted || this.#closed) {
      client.close();
      throw new BetweenError("wire.cancelled");
    }
    // Opening and looking may have gone on side by side; one client is enough.
    if (this.#client) {
      client.close();
      return this.#client;
    }
    this.#client = client;
    client.onState((state) => {
      if (this.#client !== client) return;
      if (state === "closed") this.#client = undefined;
      this.#become(state === "closed" ? "away" : state);
    });
    this.#become("connected");
    return client;
  }

  /** The same once, however often it is tried. */
  #say(text: string): void {
    if (text !== this.#said) this.#options.log(text);
    this.#said = text;
  }

  #become(state: LineState): void {
    this.#state = state;
    if (state === "connected") {
      this.#lost = this.#said = undefined;
      this.#lookAgainAt = 0;
    }
    for (const tell of [...this.#waiting]) tell();
    this.#options.changed(this);
  }

  /** The client once it is connected again; a new one where it gave up. */
  async #whenBack(client: Client, signal?: AbortSignal): Promise<Client> {
    if (this.#state !== "reconnecting") return client;
    let over: (() => void) | undefined;
    let late: NodeJS.Timeout | undefined;
    const settled = new Promise<void>((resolve, reject) => {
      over = () => this.#state !== "reconnecting" && resolve();
      this.#waiting.add(over);
      const giveUp = () => reject(this.#lost ?? new BetweenError("wire.closed"));
      late = setTimeout(giveUp, this.#options.patience ?? PATIENCE_MS);
    });
    try {
      await orAborted(settled, signal);
    } finally {
      clearTimeout(late);
      if (over) this.#waiting.delete(over);
    }
    return await this.client(signal);
  }
}
