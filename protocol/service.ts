import type { SessionId, RunId } from "./ids.ts";
import type { Answers, Ask, Cursor, RunEvent, RunView, ToClient } from "./messages.ts";

/** What a person may do: look; look and run; everything. */
export type Role = "viewer" | "analyst" | "admin";
/** Who is at the other end, as the door established it. */
export type Who = { user: string; role: Role };

export type AskOf<K extends Ask["t"]> = Extract<Ask, { t: K }>;

/** An event with its place in the run's log. */
export type Logged = { run: RunId; epoch: number; seq: number; event: RunEvent };

/** As `Answers`, but with bodies and event streams still as iterables: `serve` gives them numbers and paces them by the client's credits. */
export type ServiceAnswers = Omit<Answers, "rows" | "value" | "export" | "record" | "subscribe"> & {
  rows: { body: AsyncIterable<Uint8Array>; from: number };
  value: { body: AsyncIterable<Uint8Array> };
  export: { body: AsyncIterable<Uint8Array> };
  record: { body: AsyncIterable<Uint8Array> };
  subscribe: ({ recovered: true; cursor: Cursor } | { recovered: false; cursor: Cursor; view: RunView }) & {
    /** Everything after `cursor`; ends after the run's last event. */
    events: AsyncIterable<Logged>;
  };
};

/** The server behind the wire: what `serve` calls for each ask. Throws BetweenError. */
export interface Service {
  welcome(): Omit<Extract<ToClient, { t: "hello" }>, "t" | "protocol" | "limits">;
  answer<K extends Ask["t"]>(ask: AskOf<K>, who: Who, signal: AbortSignal): Promise<ServiceAnswers[K]>;
  /** The last socket of a client went: sessions that it held begin their idle time. */
  gone?(who: Who, held: readonly SessionId[]): void;
}
