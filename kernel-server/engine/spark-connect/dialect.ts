import { has } from "./spark-versions.ts";

/** In what engines that speak Spark Connect differ, as far as this client must know. */
export type Dialect = {
  /** A reattach replays all that is not released, without saying whether something between was dropped (Sail). */
  replaysSilently: boolean;
  /** Has FetchErrorDetails. */
  errorDetails: boolean;
  /** Partition columns of a source appear only if its schema names them, and always last (Sail). */
  movesPartitions: boolean;
  /** A malformed JSON or CSV line fails the read unless we parse it ourselves (Sail has no `mode` option). */
  failsOnMalformed: boolean;
  /** A quote inside a quoted CSV value is doubled unless told otherwise (Sail); else it has a backslash before it. */
  doublesQuotes: boolean;
  /** Rows come in another order than they were sorted in unless that is kept from happening (Sail). */
  dropsOrder: boolean;
  /** Takes named arguments of statements. Not so a Spark 4.1 or newer whose parser is Delta Lake's (up to 4.4), which drops them. */
  bindsParameters: boolean;
  /** Takes rows that are given in more than one Arrow batch. */
  readsManyBatches: boolean;
  /** Says by itself that a session has gone; else it is looked for before each piece of work. */
  tellsLoss: boolean;
  /** Has ReleaseSession. */
  releasesSessions: boolean;
  /** A query that is interrupted before its tasks run may leave them to run on without it; tells when they run. */
  losesEarlyInterrupts: boolean;
  /** The name of a view is read as in SQL, so that other letters than English ones stand in backquotes. */
  parsesViewNames: boolean;
};

const spark: Dialect = {
  replaysSilently: false,
  errorDetails: true,
  movesPartitions: false,
  failsOnMalformed: false,
  doublesQuotes: false,
  dropsOrder: false,
  bindsParameters: true,
  readsManyBatches: true,
  tellsLoss: true,
  releasesSessions: true,
  losesEarlyInterrupts: true,
  parsesViewNames: true,
};

export const sparkDialect = (version: string, bindsParameters = true): Dialect => ({
  ...spark,
  errorDetails: has(version, "errorDetails"),
  readsManyBatches: has(version, "manyBatches"),
  tellsLoss: has(version, "sessionIds"),
  releasesSessions: has(version, "releaseSession"),
  losesEarlyInterrupts: has(version, "progress"),
  bindsParameters,
});

export const sail: Dialect = {
  replaysSilently: true,
  errorDetails: false,
  movesPartitions: true,
  failsOnMalformed: true,
  doublesQuotes: true,
  dropsOrder: true,
  bindsParameters: true,
  readsManyBatches: true,
  tellsLoss: true,
  releasesSessions: true,
  losesEarlyInterrupts: false,
  parsesViewNames: false,
};
