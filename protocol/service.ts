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

/**
 * The server behind the wire: what `serve` calls for each ask that the role allows. Throws BetweenError.
 *
 * Asks with a `command` id may come twice (the client asks again after a lost connection): the second time answers what
 * the first did. Their `signal` is aborted by the client's cancel only; that of other asks also by the end of the socket.
 * It holds on for as long as the answer's body or events are read.
 */
export interface Service {
  /** What this person finds here: the engines are those that he may use. */
  welcome(who: Who): Omit<Extract<ToClient, { t: "hello" }>, "t" | "protocol" | "limits">;
  answer<K extends Ask["t"]>(ask: AskOf<K>, who: Who, signal: AbortSignal): Promise<ServiceAnswers[K]>;
  /** A socket begins to hold these sessions: it opened them, or its client held them before it had to connect again. */
  hold?(who: Who, sessions: readonly SessionId[]): void;
  /** A socket went that held these sessions; each `hold` has one `gone`. Sessions that nobody holds begin their idle time. */
  gone?(who: Who, held: readonly SessionId[]): void;
}
