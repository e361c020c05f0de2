import { setMaxListeners } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { closeCodes } from "../../protocol/messages.ts";
import type { Who } from "../../protocol/service.ts";
import { reasonOf } from "../log/reason-of.ts";
import type { Log } from "../log/log.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { hashOf, readTokens } from "./token-list.ts";
import type { TokenEntry } from "./token-list.ts";

/** Somebody who came in. `ends` fires with a `Farewell` when he must go: the token was revoked, expired, or means another role. */
export type Admitted = Who & { ends?: AbortSignal };
/** Why a socket is closed, as its close frame says it. */
export type Farewell = { code: number; reason: string };

export type PeopleOptions = {
  log: Log;
  /** Milliseconds since 1970. */
  now?: () => number;
  /** How often the list is looked at. A revoked token is out within five seconds. */
  everyMs?: number;
};

/** An unknown token makes the list be read anew, since it may be a moment old: so often at most, whoever guesses how many. */
const ASK_AGAIN_MS = 500;

/** Who comes in with a token, and who must leave. */
export class People {
  readonly #store: ObjectStore;
  readonly #log: Log;
  readonly #now: () => number;
  readonly #timer: NodeJS.Timeout;
  /** By hash, as the list last said. */
  #tokens = new Map<string, TokenEntry>();
  readonly #inside = new Map<string, { entry: TokenEntry; ends: AbortController }>();
  #reading: Promise<void> | undefined;
  #readingAnew: Promise<void> | undefined;
  #readAt = -Infinity;
  #trouble = "";

  constructor(store: ObjectStore, { log, now = Date.now, everyMs = 3000 }: PeopleOptions) {
    this.#store = store;
    this.#log = log;
    this.#now = now;
    this.#timer = setInterval(() => void this.#look(), everyMs).unref();
  }

  /** Whose token it is; `undefined` for one that is unknown, revoked or expired. */
  async admit(token: string): Promise<Admitted | undefined> {
    const hash = hashOf(token);
    if (!this.#tokens.has(hash)) await this.#readAnew();
    const entry = this.#tokens.get(hash);
    if (!entry || this.#isExpired(entry)) return undefined;
    const inside = this.#inside.get(hash) ?? { entry, ends: new AbortController() };
    // One signal serves all sockets of a token.
    setMaxListeners(0, inside.ends.signal);
    this.#inside.set(hash, inside);
    return { user: entry.user, role: entry.role, ends: inside.ends.signal };
  }

  close(): void {
    clearInterval(this.#timer);
  }

  async #look(): Promise<void> {
    if (this.#inside.size > 0) await this.#read();
  }

  /** A reading that begins from now on: all who wait share it. */
  #readAnew(): Promise<void> {
    return (this.#readingAnew ??= (async () => {
      await this.#reading;
      await sleep(Math.max(0, this.#readAt + ASK_AGAIN_MS - performance.now()));
      this.#readingAnew = undefined;
      await this.#read();
    })());
  }

  /** What cannot be read leaves everything as it was: a store that is away for a minute must not throw everybody out. */
  #read(): Promise<void> {
    return (this.#reading ??= this.#readNow().finally(() => (this.#reading = undefined)));
  }

  async #readNow(): Promise<void> {
    this.#readAt = performance.now();
    try {
      const { tokens } = await readTokens(this.#store, AbortSignal.timeout(10_000));
      this.#tokens = new Map(tokens.map((entry) => [entry.hash, entry]));
      this.#trouble = "";
    } catch (thrown) {
      const reason = reasonOf(thrown);
      if (reason !== this.#trouble) this.#log("tokens cannot be read", { level: "error", reason });
      this.#trouble = reason;
    }
    this.#sendAway();
  }

  #sendAway(): void {
    for (const [hash, { entry, ends }] of this.#inside) {
      const now = this.#tokens.get(hash);
      const farewell = farewellTo(entry, now && !this.#isExpired(now) ? now : undefined);
      if (!farewell) continue;
      this.#inside.delete(hash);
      this.#log("token ended", { user: entry.user, token: entry.id, reason: farewell.reason });
      ends.abort(farewell);
    }
  }

  #isExpired({ expiresAt }: TokenEntry): boolean {
    return expiresAt !== undefined && expiresAt <= this.#now();
  }
}

/** With another role the client comes in again by itself; without a token it has to sign in. */
function farewellTo(then: TokenEntry, now: TokenEntry | undefined): Farewell | undefined {
  if (!now) return { code: closeCodes.unauthorized, reason: "the token is not valid any more" };
  if (now.role !== then.role || now.user !== then.user)
    return { code: closeCodes.goingAway, reason: "the token means another role now" };
  return undefined;
}
