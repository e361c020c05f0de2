import type { Channel } from "./channel.ts";
import { LiveClient } from "./connecting/live-client.ts";
import type { BetweenError } from "./errors.ts";
import type { RunId, SessionId } from "./ids.ts";
import type { Times } from "./limits.ts";
import type { Answers, Ask, Cursor, RunEvent, RunView, ToClient } from "./messages.ts";
import type { AskOf } from "./service.ts";

/**
 * The run as it stands after `event`. There is no event in the first one (what the server held when following began) and
 * where the server could only give a snapshot.
 */
export type Followed = { view: RunView; event?: RunEvent; cursor: Cursor };

/** A line to one kernel-server that connects again by itself. Made by `connect`. */
export interface Client {
  readonly server: Extract<ToClient, { t: "hello" }>;
  /**
   * Asks once; after a reconnect an unanswered ask is sent again (its command id keeps it from happening twice). Throws
   * BetweenError: the server's, or `wire.*`.
   */
  ask<K extends Ask["t"]>(ask: AskOf<K>, signal?: AbortSignal): Promise<Answers[K]>;
  /**
   * The bytes of a body that an answer named, as they come, once. Leaving the loop drops the rest. Throws what ended the
   * body, and `wire.body-lost` when the connection was lost: ask again.
   */
  body(id: number, signal?: AbortSignal): AsyncIterable<Uint8Array>;
  /** A run's events from the start (or from `after`), over reconnects and server restarts, without gap or double, until the run has ended. A reader that stays behind makes the server wait, not its memory grow. */
  follow(run: RunId, after?: { view: RunView; cursor: Cursor }, signal?: AbortSignal): AsyncIterable<Followed>;
  onState(listener: (state: "connected" | "reconnecting" | "closed") => void): void;
  close(): void;
}

export type ConnectOptions = {
  /** Name and version of the program, for the server's log. */
  client?: string;
  features?: readonly string[];
  /** Milliseconds after which a server that does not come back is given up: the client closes, and all that is pending fails with `wire.unreachable`. Never when absent. */
  giveUpAfter?: number;
  /** Waits before each try to connect again, in milliseconds. */
  retryDelays?: readonly number[];
  times?: Partial<Times>;
  random?: () => number;
  /** Told of messages that were skipped. */
  log?: (error: BetweenError) => void;
};

/** What a client is in the midst of: the sessions that it opened and has not closed, and the runs that it follows. */
export type Midst = { sessions: ReadonlySet<SessionId>; runs: ReadonlySet<RunId> };
/** Opens a channel to the server: at first with nothing in the midst, then after each loss. */
export type Dial = (midst: Midst) => Promise<Channel>;

/**
 * Connects by `dial`, which is called again after each loss and may find another address or token. Throws what `dial`
 * throws, `wire.no-common-version`, `wire.not-between`. Later, errors of `dial` other than `wire.unreachable` close the client.
 */
export async function connect(dial: Dial, options: ConnectOptions = {}): Promise<Client> {
  return await LiveClient.open(dial, options);
}
