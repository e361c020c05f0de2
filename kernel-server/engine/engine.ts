/**
 * What runs queries. Engines differ only in the capabilities that they state; everything a notebook means (statements,
 * names, sources, previews, checks) is decided above, in `session/`, once for all of them.
 */
import type { Args, BetweenError, Code } from "../../protocol/errors.ts";
import type { OperationId, SessionId } from "../../protocol/ids.ts";
import type { Field } from "../../protocol/messages.ts";
import type { ParameterValue, SourceSpec } from "../../notebook/notebook.ts";

export type Capabilities = {
  /** Tells stages and bytes while it runs. */
  progress: boolean;
  /** A running operation outlives the kernel-server and can be read on by its id. */
  reattach: boolean;
  delta: boolean;
  /** Takes jars, files and compiled classes: what Scala cells need. */
  artifacts: boolean;
  /** Whose disk paths without a scheme mean: this machine's (`here`), which relative ones mean the notebook's folder on, or the cluster's. */
  files: "here" | "there";
};

/** How another client joins a session of an engine. */
export type Remote = {
  /** `sc://host:port/;session_id=…;user_id=…`, with everything but secrets. */
  url: string;
  /** The bearer token, handed on through the environment or standard input alone. */
  token?: string;
  /** Apache Spark's version, where the engine is one: `4.2.0`. */
  sparkVersion?: string;
};

export interface Engine {
  /** As on its server: `embedded`, `local-spark`, `prod`. */
  readonly name: string;
  readonly label: string;
  readonly can: Capabilities;
  /** The same engine for those who only look or type: nothing is started for them. Absent where nothing would be. */
  readonly looking?: Engine;
  /** Opens a session, or joins the one of that id where the engine still has it (`can.reattach`). */
  open(options: OpenOptions, signal: AbortSignal): Promise<EngineSession>;
  /** Ends what it keeps for all of its sessions, which have ended by then. */
  close?(): Promise<void>;
}

export type OpenOptions = {
  session: SessionId;
  /** The user's name, which engines key sessions by together with the id. */
  user: string;
  /** Absolute; relative paths start from here. */
  folder: string;
  /** IANA. */
  timezone: string;
  /** An absolute folder that the session may fill (spill, cached results) and that its owner removes. */
  scratch: string;
  /** Join a session that must exist already; fails with `engine.session-gone` when it does not. */
  resume?: boolean;
  /** Told while the engine is being set up or started. */
  onProgress?: (code: OpeningCode, detail: string) => void;
};

/** What there is to tell while a session is opened. `spark.starting`: a start that takes long enough to be told of. `engine.spark-old`: the version of a Spark that lacks things. */
export type OpeningCode = "engine.setting-up" | "engine.starting" | "spark.starting" | "engine.spark-old";

export interface EngineSession {
  /** How workers of other languages join this session; absent on engines that others cannot join. */
  readonly remote?: Remote;
  /** How long an interrupted operation may take to end here before the session is given up, in milliseconds; absent: as long as the server says. */
  readonly stopMs?: number;
  /** Settles when the engine's session is gone for good: with the reason when it died, without when it was closed. */
  readonly ended: Promise<BetweenError | undefined>;
  /**
   * Waits until there is what a cell computes with, in whatever language, and keeps it until the answer is called; what is
   * waited for is told. Absent where it is always there. Throws `cluster.*`, and `engine.interrupted` when aborted.
   */
  hold?(tell: (code: Code, args: Args) => void, signal: AbortSignal): Promise<() => void>;
  /**
   * Runs one piece of work. The iterable ends when it is done and throws a BetweenError when it fails; the consumer's
   * pace is the back-pressure. Aborting the signal interrupts it on the engine and throws `engine.interrupted`.
   */
  run(work: Work, signal: AbortSignal): AsyncIterable<EngineEvent>;
  /** The columns that a relation has, without running it. */
  analyze(relation: Relation, signal: AbortSignal): Promise<Field[]>;
  /** The files that a path or glob matches, as the engine would read them. `newest`: when the last one changed, in milliseconds since 1970. */
  files(path: string, signal: AbortSignal): Promise<{ files: number; bytes: number; newest: number }>;
  /**
   * Returns when nothing runs here any more of what a worker had begun and was interrupted in; an engine that does not stop
   * may end its session for it.
   */
  giveUp(): Promise<void>;
  /** Bytes that the engine's own process for this session takes, where there is one. */
  memory(): Promise<number | undefined>;
  close(): Promise<void>;
}

/** Rows that can be named: a view of the session, a query, a source, or rows that we hold. */
export type Relation =
  | { of: "view"; name: string }
  | { of: "sql"; text: string; args: readonly ParameterValue[] }
  | { of: "source"; source: SourceSpec }
  /** Parquet files of a folder. */
  | { of: "parquet"; path: string }
  /** One Arrow IPC stream, below 64 MiB. */
  | { of: "rows"; ipc: Uint8Array; schema: readonly Field[] };

/** What an engine can be asked to do. */
export type Task =
  /** One SQL statement. A command runs, and its rows (if it yields any) come as events; a query does not run but is fixed under the view name `view`, told by `fixed`. */
  | { do: "statement"; text: string; args: readonly ParameterValue[]; view: string }
  /** Gives a relation a name (a temp view, replaced if there). It keeps its meaning when names that it is made from are redefined. */
  | { do: "view"; name: string; relation: Relation }
  /** Reads rows, `limit` at most. */
  | { do: "read"; relation: Relation; limit?: number }
  /** Writes all rows. `replaceWhere` (Delta only): a SQL predicate; exactly the rows that it holds for are replaced. */
  | {
      do: "write";
      relation: Relation;
      /** Absolute path or URL. */
      to: string;
      format: "delta" | "parquet" | "csv" | "json";
      mode: "overwrite" | "append";
      partition: readonly string[];
      replaceWhere?: string;
      /** Exactly one data file, its rows in the order that they are read in. */
      single?: boolean;
    };

/** A task, and the operation that it is on the engine. */
export type Work = Task & {
  /** Ours, made before the first send, so that the operation can be found again. */
  operation: OperationId;
  /** Read on an operation that runs already, after the batch with this cursor ("" = from its start). */
  after?: string;
};

export type EngineEvent =
  /** A statement turned out to be a query, and is now the named view. */
  | { t: "fixed"; view: string }
  | { t: "schema"; schema: readonly Field[] }
  /** `ipc` is one whole Arrow IPC stream (schema, one or more batches, end). `cursor`: what to give as `after` to read on behind it. */
  | { t: "batch"; ipc: Uint8Array; rows: number; cursor?: string }
  | { t: "text"; stream: "stdout" | "stderr"; text: string }
  | { t: "progress"; done: number; total: number; bytesRead?: number }
  /** Something to be said with what the work yields: what it took in the end. */
  | { t: "note"; code: Code; args: Args };
