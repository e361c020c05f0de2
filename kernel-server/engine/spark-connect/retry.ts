import { status } from "@grpc/grpc-js";
import type { CallStatus } from "./status.ts";

/** The policy of Spark's own clients (`RetryPolicy.scala`, `retries.py`): at least 10 minutes in total. */
export const MAX_RETRIES = 15;
const FIRST_MS = 50;
const FACTOR = 4;
const CAP_MS = 60_000;
const JITTER_MS = 500;
const JITTER_FROM_MS = 2_000;
const SERVER_CAP_MS = 10 * 60_000;

/** Of the first call to a server, which may not be there at all: those tries take 4 seconds and a quarter. */
export const FIRST_RETRIES = 4;
/** From this many failures in a row on, a wait is long enough to be told of. */
export const TOLD_RETRIES = 3;

/** Milliseconds to wait before the `attempt`-th retry (from 0), or `undefined` when it is no use. `random` lies in [0, 1). */
export function retryDelay(
  failure: CallStatus,
  attempt: number,
  random: number,
  retries = MAX_RETRIES,
): number | undefined {
  if (attempt >= retries || !isPassing(failure)) return undefined;
  const wait = Math.min(FIRST_MS * FACTOR ** attempt, CAP_MS);
  const asked = Math.min(failure.retryMs ?? 0, SERVER_CAP_MS);
  return Math.max(wait + (wait >= JITTER_FROM_MS ? random * JITTER_MS : 0), asked);
}

/** Whether the same call may succeed later. */
export function isPassing(failure: CallStatus): boolean {
  return (
    failure.code === status.UNAVAILABLE ||
    failure.code === status.DEADLINE_EXCEEDED ||
    failure.retryMs !== undefined ||
    (failure.code === status.INTERNAL && failure.message.includes("INVALID_CURSOR.DISCONNECTED")) ||
    isCut(failure)
  );
}

/** A connection that breaks while a stream is open reaches us as a reset of the HTTP/2 stream. */
const isCut = (failure: CallStatus) =>
  (failure.code === status.INTERNAL || failure.code === status.CANCELLED) &&
  /RST_STREAM|ECONNRESET|EPIPE|socket hang up|Connection dropped|Call cancelled by server/i.test(failure.message);

/** The server does not know the operation: it never got it, or has let it go. Sail says so in words only. */
export const isOperationUnknown = (failure: CallStatus) =>
  /INVALID_HANDLE\.OPERATION_NOT_FOUND|operation not found|task context not found/i.test(failure.message);

/** The engine's session is gone: ended, expired, or of a server that was started anew. */
export const isSessionGone = (failure: CallStatus) =>
  /INVALID_HANDLE\.SESSION_(NOT_FOUND|CLOSED|CHANGED)|session \S+ is not running/i.test(failure.message);
