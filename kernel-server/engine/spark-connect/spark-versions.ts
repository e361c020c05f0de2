import { BetweenError } from "../../../protocol/errors.ts";

/**
 * What releases of Apache Spark lack, by the first one that has it, each as seen on 3.5.7, 4.0.5, 4.1.4 and 4.2.0. `docs/engines.md`
 * says the same to people.
 */
const since = {
  /** Stages and tasks while a query runs. */
  progress: "4.0",
  /** FetchErrorDetails: an error's class, its whole text and its place as numbers. */
  errorDetails: "4.0",
  /** The server's own id of a session, by which the loss of one is noticed. An older server makes a new session under the old id. */
  sessionIds: "4.0",
  /** ReleaseSession. Older servers keep a session until nobody has used it for an hour. */
  releaseSession: "4.0",
  /** All batches of an Arrow stream that rows are given in. Older ones take the first for the whole, and say nothing. */
  manyBatches: "4.0",
  /** Listens on one address. Older servers listen on all that the machine has. */
  bindAddress: "4.0",
  /** A bearer token that is compared; older servers let in everybody. */
  tokens: "4.1",
} as const;

export type Feature = keyof typeof since;

/** Before it sessions could not be read on, nor interrupted by an operation's id. */
const OLDEST = "3.5";

/** Whether a Spark of this version (`4.0.5`, `3.5.7-amzn-0`) has a feature; one whose version cannot be read counts as new. */
export const has = (version: string, feature: Feature): boolean => isAtLeast(version, since[feature]);

/** Throws `spark.too-old` for a Spark that nothing would work with. */
export function assertSupported(version: string): void {
  if (!isAtLeast(version, OLDEST)) throw new BetweenError("spark.too-old", { version, oldest: OLDEST });
}

function isAtLeast(version: string, wanted: string): boolean {
  const found = numbers(version);
  const [major, minor] = numbers(wanted) ?? [0, 0];
  return found === undefined || found[0] > major || (found[0] === major && found[1] >= minor);
}

function numbers(version: string): [major: number, minor: number] | undefined {
  const found = /^(\d+)\.(\d+)/.exec(version);
  return found ? [Number(found[1]), Number(found[2])] : undefined;
}
