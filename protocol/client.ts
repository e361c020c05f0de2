import type { RunId } from "./ids.ts";
import type { Answers, Ask, Cursor, RunEvent, RunView, ToClient } from "./messages.ts";
import type { AskOf } from "./service.ts";

/** The run as it stands after `event`; the first one has no event (what the server held when following began). */
export type Followed = { view: RunView; event?: RunEvent; cursor: Cursor };

/** A line to one kernel-server that connects again by itself. Made by `connect`. */
export interface Client {
  readonly server: Extract<ToClient, { t: "hello" }>;
  /** Asks once; after a reconnect an unanswered ask is sent again (its command id keeps it from happening twice). Throws BetweenError. */
  ask<K extends Ask["t"]>(ask: AskOf<K>, signal?: AbortSignal): Promise<Answers[K]>;
  /** The bytes of a body that an answer named, as they come. Leaving the loop drops the rest. */
  body(id: number, signal?: AbortSignal): AsyncIterable<Uint8Array>;
  /** A run's events from the start (or from `after`), over reconnects and server restarts, without gap or double, until the run has ended. */
  follow(run: RunId, after?: { view: RunView; cursor: Cursor }, signal?: AbortSignal): AsyncIterable<Followed>;
  onState(listener: (state: "connected" | "reconnecting" | "closed") => void): void;
  close(): void;
}
