/** The wire's limits in one place. What a peer may rely on is said in hello and in docs/protocol.md. */

/** The greatest text message to a server, in UTF-8 bytes: a 10 MB notebook fits. */
export const MESSAGE_BYTES = 16 * 1024 * 1024;
/** The greatest message to a client: a snapshot of a run may hold what many cells printed. */
export const REPLY_BYTES = 64 * 1024 * 1024;
/** JSON nests no deeper: `JSON.parse` takes 5,000,000 levels, but a recursive walk of them ends the process. */
export const JSON_DEPTH = 64;

/** Asks of one socket that are not settled. */
export const ASKS_IN_FLIGHT = 64;
/** Runs that one socket follows. */
export const SUBSCRIPTIONS = 256;
/** Bodies of one socket that have not ended. */
export const BODIES = 256;

/** What a server may send of a body before the first credit. A client grants as much as it has taken. */
export const INITIAL_CREDIT = 1024 * 1024;
/**
 * No frame is given to a socket that holds this many unsent bytes: `ws` never refuses (512 MiB to a paused peer lay in
 * our own heap), and with a gate the peak is the gate.
 */
export const GATE_BYTES = 1024 * 1024;
/** Frames that wait at the gate; a peer that asks and never reads ends here. */
export const GATE_FRAMES = 4096;

/** Times in milliseconds; tests pass shorter ones. */
export type Times = {
  /** From the socket's opening to hello. */
  hello: number;
  /** Between a client's pings. */
  ping: number;
  /** Without any frame from the peer, after which it is taken for dead. */
  silent: number;
  /** At a closed gate, after which a reader is hopeless. */
  stuck: number;
};
export const TIMES: Times = { hello: 10_000, ping: 10_000, silent: 25_000, stuck: 30_000 };
