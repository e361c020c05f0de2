/**
 * THE WIRE. A message is one JSON text frame; the bytes of a body travel as binary frames (see `codec.ts`). A run is an
 * append-only log of events by (epoch, sequence) that lives on the server; a client is a reader with a cursor.
 *
 * The client asks (`ask`, correlated by `id`, settled exactly once by `reply` or `failed`); the server tells (`event`).
 * Asks that change something carry a client-made `command`, so that one sent twice runs once. Unknown fields are
 * ignored, unknown kinds are logged and skipped; a new field is sent only when hello announced its feature.
 */
import { z } from "zod";
import type { CommandId, RunId, SessionId } from "./ids.ts";
import type { WireError } from "./errors.ts";

/** The WebSocket subprotocol. */
export const SUBPROTOCOL = "between.v1";
export const PROTOCOL_VERSION = 1;
/** A body is cut into binary frames of at most this many bytes, so that messages get in between. */
export const CHUNK_BYTES = 256 * 1024;

const id = <T extends string>() =>
  z
    .string()
    .min(1)
    .max(128)
    .transform((text) => text as T); // SAFETY: a branded id is a string; this is where one is made from outside text.
const count = z.number().int().nonnegative();
const args = z.record(z.string(), z.union([z.string(), z.number()]));

export const place = z.object({
  cell: count.optional(),
  line: count,
  column: count,
  endLine: count.optional(),
  endColumn: count.optional(),
});
const wireError = z
  .object({ code: z.string(), args, at: place.optional(), engineText: z.string().optional() })
  .transform((error) => error as WireError); // SAFETY: a newer peer's code may be unknown here; `say` shows it as itself.

/** A column: `type` is Spark's own name of it, such as `decimal(20,2)` or `array<struct<a:int>>`. */
export const field = z.object({ name: z.string(), type: z.string(), nullable: z.boolean() });
export type Field = z.infer<typeof field>;

/**
 * Where a reader stands in a run's log: it has seen everything of `epoch` up to and including `seq`. Events count from 1
 * in each epoch; a new epoch begins when the server that writes the log was started again.
 */
export const cursor = z.object({ epoch: count, seq: count });
export type Cursor = z.infer<typeof cursor>;

/** The place of an event in a run's log. `skipped`: so many right before it were folded into it or into later ones. */
export const logPlace = z.object({ run: id<RunId>(), epoch: count, seq: count, skipped: count.optional() });
export type LogPlace = z.infer<typeof logPlace>;

/** What a cell may show besides tables. Bytes of pictures travel as base64, everything else as text. */
export const mediaMime = z.enum([
  "text/plain",
  "text/markdown",
  "text/html",
  "image/svg+xml",
  "image/png",
  "image/jpeg",
]);
export type MediaMime = z.infer<typeof mediaMime>;
/** `after`: so many of the cell's results come before it. */
export const media = z.object({ mime: mediaMime, data: z.string(), after: count });
export type Media = z.infer<typeof media>;

// ---- what happens in a run ------------------------------------------------------------------------------------------

export const runStates = ["queued", "running", "done", "failed", "interrupted", "lost"] as const;
export type RunState = (typeof runStates)[number];
export const cellStates = ["queued", "running", "done", "failed", "interrupted", "skipped", "lost"] as const;
export type CellState = (typeof cellStates)[number];

/** Extent of a result: `all` rows are held, or `more` exist than the `rows` that are (total unknown until counted). */
export const extent = z.enum(["all", "more"]);

const atMs = z.number();
export const runEvent = z.discriminatedUnion("t", [
  z.object({ t: z.literal("run"), at: atMs, state: z.enum(runStates), error: wireError.optional() }),
  z.object({
    t: z.literal("cell"),
    cell: count,
    at: atMs,
    state: z.enum(cellStates),
    error: wireError.optional(),
    /** Milliseconds from start to end, on ending states. */
    ms: z.number().optional(),
  }),
  /** A statement began to yield rows. `result` counts from 0 over the run. */
  z.object({
    t: z.literal("result"),
    cell: count,
    result: count,
    name: z.string().optional(),
    schema: z.array(field),
    /** True for the last result of its cell: the one that `name`, `chart`, `save` and `expect` mean. */
    main: z.boolean().optional(),
  }),
  /** Rows held so far; and at the end (`extent` set) all that will be. */
  z.object({ t: z.literal("rows"), result: count, rows: count, bytes: count, extent: extent.optional() }),
  z.object({ t: z.literal("text"), cell: count, stream: z.enum(["stdout", "stderr"]), text: z.string() }),
  z.object({ t: z.literal("media"), cell: count, ...media.shape }),
  z.object({
    t: z.literal("progress"),
    cell: count,
    done: count,
    total: count,
    bytesRead: count.optional(),
  }),
  /** A check of `expect` that did not hold. */
  z.object({ t: z.literal("check"), cell: count, level: z.enum(["error", "warn"]), code: z.string(), args }),
  /** Rows were written: `from` is the result, `to` the absolute place. */
  z.object({
    t: z.literal("saved"),
    cell: count,
    result: count,
    to: z.string(),
    format: z.string(),
    rows: count,
    replaced: z.string(),
  }),
  /** Something to be said that is no error: names lost, lines skipped, a value computed again. */
  z.object({ t: z.literal("note"), cell: count.optional(), code: z.string(), args }),
  /** A value for `{{name}}` in Markdown: a parameter, or a column of a one-row result as `cell.column`. */
  z.object({ t: z.literal("value"), name: z.string(), text: z.string() }),
]);
export type RunEvent = z.infer<typeof runEvent>;

// ---- the run as a document: what the events add up to (see `run-view.ts`) -------------------------------------------

export const resultView = z.object({
  result: count,
  name: z.string().optional(),
  schema: z.array(field),
  main: z.boolean(),
  rows: count,
  bytes: count,
  extent: extent.optional(),
});
export type ResultView = z.infer<typeof resultView>;

export const cellView = z.object({
  kind: z.enum(["markdown", "code"]),
  language: z.string().optional(),
  /** Markdown text or code. */
  text: z.string(),
  /** First line of `text` in the file, from 1. */
  line: count,
  /** The cell options as `notebook/` has them. */
  options: z.record(z.string(), z.unknown()),
  /** Of language and code (SHA-256, hex): finds the cell of a stored result again. Absent for Markdown. */
  hash: z.string().optional(),
  state: z.enum(cellStates).optional(),
  startedAt: atMs.optional(),
  ms: z.number().optional(),
  error: wireError.optional(),
  results: z.array(resultView),
  /** What the cell printed, neighbours of one stream joined. `cut`: so many UTF-16 units were left out before this piece. */
  text_out: z.array(z.object({ stream: z.enum(["stdout", "stderr"]), text: z.string(), cut: count.optional() })),
  /** What it showed besides tables. */
  media: z.array(media).optional(),
  progress: z.object({ done: count, total: count, bytesRead: count.optional() }).optional(),
  checks: z.array(z.object({ level: z.enum(["error", "warn"]), code: z.string(), args })),
  saved: z.array(z.object({ result: count, to: z.string(), format: z.string(), rows: count, replaced: z.string() })),
  notes: z.array(z.object({ code: z.string(), args })),
});
export type CellView = z.infer<typeof cellView>;

export const parameterValue = z.object({
  name: z.string(),
  type: z.enum(["text", "integer", "number", "boolean", "date", "timestamp", "choice"]),
  value: z.union([z.string(), z.array(z.string())]),
});

export const runView = z.object({
  run: id<RunId>(),
  session: id<SessionId>(),
  notebook: z.object({
    /** The client's name of the file; finds interactive runs again. */
    uri: z.string(),
    id: z.string(),
    title: z.string(),
    timezone: z.string(),
    lang: z.enum(["en", "ko"]),
    /** Git commit, when the client sent one. */
    commit: z.string().optional(),
  }),
  engine: z.string(),
  user: z.string(),
  params: z.array(parameterValue),
  state: z.enum(runStates),
  createdAt: atMs,
  startedAt: atMs.optional(),
  endedAt: atMs.optional(),
  error: wireError.optional(),
  notes: z.array(z.object({ code: z.string(), args })),
  /** For `{{name}}` in Markdown and titles. */
  values: z.record(z.string(), z.string()),
  /** The notebook's cells in order, those that did not run (no `state`) included. */
  cells: z.array(cellView),
});
export type RunView = z.infer<typeof runView>;

/** One line of a list of runs. */
export const runSummary = z.object({
  run: id<RunId>(),
  uri: z.string(),
  title: z.string(),
  engine: z.string(),
  state: z.enum(runStates),
  createdAt: atMs,
  endedAt: atMs.optional(),
  cells: count,
  failed: count,
  /** The code cells that the run was to run: by these an editor knows which runs hold results for the cells that it shows. */
  ran: z
    .array(z.object({ cell: count, name: z.string().optional(), hash: z.string(), state: z.enum(cellStates) }))
    .optional(),
});
export type RunSummary = z.infer<typeof runSummary>;

/** The first rows of one result, kept for good: one Arrow IPC stream, long values cut as on the wire. */
export const recordTable = z.object({ result: count, rows: count, arrow: z.string() });

/** The immutable record of an ended run: what reports, history and dashboards are drawn from. */
export const runRecord = z.object({ v: z.literal(1), view: runView, tables: z.array(recordTable) });
export type RunRecord = z.infer<typeof runRecord>;

// ---- asks ----------------------------------------------------------------------------------------------------------

const command = id<CommandId>();

/** How long a session lives: until its run ended (command line), or as long as a client holds it and a while after (editor). */
export const lifetime = z.enum(["run", "idle"]);

/** A condition on a column, by its place in the schema. `value` as the user wrote it; it is read as the column's type. */
export const filter = z.object({
  column: count,
  is: z.enum(["=", "!=", "<", "<=", ">", ">=", "contains", "null", "not-null"]),
  value: z.string().optional(),
});
export type Filter = z.infer<typeof filter>;
export const order = z.object({ column: count, direction: z.enum(["ascending", "descending"]) });
export type Order = z.infer<typeof order>;

export const resultQuery = z.discriminatedUnion("of", [
  /** One row, one column: how many rows. */
  z.object({ of: z.literal("count"), where: z.array(filter) }),
  /** The rows that all filters hold for, in that order (rows that are equal in it keep a stable one); up to `limit` or all of them. */
  z.object({ of: z.literal("rows"), where: z.array(filter), order: z.array(order), limit: count.optional() }),
  /**
   * Of one column, rows of (kind, label, value): `kind` is rows, nulls, distinct, min, max, mean, bin (histogram of numbers and
   * times: label is the bin's start, at most 20 of one width, empty ones included) or top (most frequent values: label is the
   * value, at most 10). `label` and `value` are text; the label of a `distinct` that was estimated is `approximate`.
   */
  z.object({ of: z.literal("statistics"), column: count, where: z.array(filter) }),
  /** What a chart draws: the columns x, series and y of the chart, y summed over rows that share x and series; at most 10,000 rows. */
  z.object({
    of: z.literal("chart"),
    x: count,
    y: z.array(count).min(1),
    series: count.optional(),
    where: z.array(filter),
  }),
]);
export type ResultQuery = z.infer<typeof resultQuery>;

/** `path` is relative to the notebook's folder, with `/`. */
export const sentFile = z.object({
  path: z.string().min(1).max(1024),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  bytes: count,
});
export type SentFile = z.infer<typeof sentFile>;

/** One write to a place, as the run that wrote it told. `to` is relative where the place lies in the results folder. */
export const savedResult = z.object({
  to: z.string(),
  format: z.string(),
  rows: count,
  replaced: z.string(),
  at: z.number(),
  run: id<RunId>(),
  notebook: z.string(),
  user: z.string(),
  /** The cell of that run, whose record has the code and the schema. */
  cell: count,
  /** Paths of the sources that the rows come from. */
  inputs: z.array(z.string()),
});
export type SavedResult = z.infer<typeof savedResult>;

export const ask = z.discriminatedUnion("t", [
  /**
   * Opens a session. `folder`: the notebook's own, which relative paths start from. One of lifetime `idle` is joined where
   * the same user has it already for the same notebook, folder and engine: two windows on one notebook share it. `idleMs`: how
   * long it is kept when nobody holds it (who joins may change it). Reply: {session, joined}.
   */
  z.object({
    t: z.literal("open"),
    command,
    uri: z.string(),
    folder: z.string(),
    engine: z.string().optional(),
    lifetime,
    idleMs: count.max(7 * 86_400_000).optional(),
    /** The interpreter that Python cells run in, an absolute path on the server's machine; only where the server's hello has the feature `chosen-python`. */
    python: z.string().min(1).max(4096).optional(),
  }),
  z.object({ t: z.literal("close"), command, session: id<SessionId>() }),
  /** Reply: {sessions}. */
  z.object({ t: z.literal("sessions") }),
  /**
   * Runs the cells (all when absent, by ordinal) of a notebook, given as the text of the file. `params` as the user
   * wrote them; `declare` adds parameters that the notebook does not have (`n:integer=5`). Reply: {run}.
   */
  z.object({
    t: z.literal("run"),
    command,
    session: id<SessionId>(),
    uri: z.string(),
    text: z.string(),
    commit: z.string().optional(),
    cells: z.array(count).optional(),
    params: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
    declare: z.array(z.object({ name: z.string(), type: parameterValue.shape.type })).optional(),
    keepGoing: z.boolean(),
    save: z.boolean(),
  }),
  z.object({ t: z.literal("interrupt"), command, run: id<RunId>() }),
  /** Reply: {recovered: true, cursor} and the missed events follow; or {recovered: false, cursor, view} and what comes after it follows. Never a part. */
  z.object({ t: z.literal("subscribe"), run: id<RunId>(), cursor: cursor.optional() }),
  z.object({ t: z.literal("unsubscribe"), run: id<RunId>() }),
  /**
   * Rows of a result from row `from` on: whole stored batches, at most 1 MB where `rows` is absent, else as many as hold
   * `rows` rows; `follow`: wait for rows that are still coming and go on to the result's end.
   * Reply: {body, from}: a body of one Arrow IPC stream that begins at row `from`, which may lie before the one asked for.
   */
  z.object({
    t: z.literal("rows"),
    run: id<RunId>(),
    result: count,
    from: count,
    rows: count.optional(),
    follow: z.boolean().optional(),
  }),
  /** One whole value (the wire carries only its first 4 KiB when it is above 64 KiB). Reply: {body}: text as UTF-8, binary as it is. */
  z.object({ t: z.literal("value"), run: id<RunId>(), result: count, row: count, column: count }),
  /** All rows of a result as one file. Reply: {body}. */
  z.object({
    t: z.literal("export"),
    command,
    run: id<RunId>(),
    result: count,
    format: z.enum(["parquet", "csv", "json"]),
  }),
  /**
   * Asks the engine something about a whole result, beside whatever runs in its session. It is a run of its own, of one
   * cell with one result: followed, interrupted and read like any other, never listed, kept no longer than its session or
   * the run that it asks about. A complete result answers after its session has ended too. Reply: {run}.
   */
  z.object({ t: z.literal("query"), command, run: id<RunId>(), result: count, query: resultQuery }),
  /**
   * The columns of everything that a notebook names, and what is wrong with its queries, without running anything. Tables
   * that only a run would make are unknown here, and nothing is said of cells that may read them. Reply: {tables, problems}.
   */
  z.object({
    t: z.literal("analyze"),
    session: id<SessionId>(),
    text: z.string(),
    params: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
  }),
  /** Newest first. Reply: {runs}. */
  z.object({ t: z.literal("runs"), uri: z.string().optional(), limit: count.optional() }),
  /** Reply: {body}: the record as JSON. Of a run that has not ended: `failed` with `run.not-ended`. */
  z.object({ t: z.literal("record"), run: id<RunId>() }),
  /**
   * The notebook's own files that a run on another machine needs: data that its `sources:` name below its folder, and `.py`
   * files beside it. They are known by what they hold, so that nothing is sent twice. Reply: {wanted}: the hashes (SHA-256,
   * hex) that the server does not have. Replaces what was told of the session before.
   */
  z.object({ t: z.literal("files"), session: id<SessionId>(), files: z.array(sentFile).max(10_000) }),
  /** A part of a wanted file, in base64, in order: `from` is where it begins. Reply: {}. The last part is checked against the hash. */
  z.object({
    t: z.literal("send"),
    session: id<SessionId>(),
    hash: z.string().regex(/^[0-9a-f]{64}$/),
    bytes: count,
    from: count,
    data: z.string().max(1_400_000),
  }),
  /** What notebooks saved: of each place (named so, or below that name) the last write, or all writes, the newest first (`history`). Reply: {results}. */
  z.object({ t: z.literal("results"), prefix: z.string().optional(), history: z.boolean().optional() }),
  /**
   * The columns that the engine sees in files. Reply: {schema, files, bytes, malformed?}, where `malformed` names the first of
   * lines that cannot be read, which the columns are not of.
   */
  z.object({
    t: z.literal("inspect"),
    session: id<SessionId>(),
    path: z.string(),
    format: z.enum(["json", "csv", "text", "parquet", "delta"]),
  }),
]);
export type Ask = z.infer<typeof ask>;

export const sessionSummary = z.object({
  session: id<SessionId>(),
  uri: z.string(),
  engine: z.string(),
  state: z.enum(["starting", "idle", "running", "ended"]),
  since: z.number(),
  /** The run that it is at, and what waits behind it. */
  runs: z.array(id<RunId>()).optional(),
  /** Ordinal of the cell that runs now. */
  cell: count.optional(),
  /** Bytes that the engine's process for this session takes, where there is one. */
  memory: count.optional(),
  /** Clients that hold it. */
  held: count.optional(),
});
export type SessionSummary = z.infer<typeof sessionSummary>;

/** A source, or the result that a named cell will have. `cell`: its ordinal. */
export const namedTable = z.object({
  name: z.string(),
  of: z.enum(["source", "cell"]),
  cell: count.optional(),
  columns: z.array(field),
});
export type NamedTable = z.infer<typeof namedTable>;
/** `error.at` is a place in the code of `cell`, or absent where the engine tells none. */
export const analysisProblem = z.object({ cell: count.optional(), source: z.string().optional(), error: wireError });

const nothing = z.object({});
const body = z.object({ body: count });

/** What each ask is answered with. Streams of events follow a `subscribe`, bytes follow a `body`. */
export const answers = {
  /**
   * `sends`: the notebook's folder is not where the session runs; its own files are to be sent (`files`) before each run.
   * `python`: the interpreter that the session was opened with, which may be another than the one asked for where it was joined.
   */
  open: z.object({
    session: id<SessionId>(),
    joined: z.boolean().optional(),
    sends: z.boolean().optional(),
    python: z.string().optional(),
  }),
  close: nothing,
  sessions: z.object({ sessions: z.array(sessionSummary) }),
  run: z.object({ run: id<RunId>() }),
  interrupt: nothing,
  subscribe: z.discriminatedUnion("recovered", [
    z.object({ recovered: z.literal(true), cursor }),
    z.object({ recovered: z.literal(false), cursor, view: runView }),
  ]),
  unsubscribe: nothing,
  rows: z.object({ body: count, from: count }),
  value: body,
  export: body,
  query: z.object({ run: id<RunId>() }),
  analyze: z.object({ tables: z.array(namedTable), problems: z.array(analysisProblem) }),
  runs: z.object({ runs: z.array(runSummary) }),
  record: body,
  files: z.object({ wanted: z.array(z.string()) }),
  send: nothing,
  results: z.object({ results: z.array(savedResult) }),
  inspect: z.object({ schema: z.array(field), files: count, bytes: count, malformed: wireError.optional() }),
} satisfies Record<Ask["t"], z.ZodType>;
export type Answers = { [K in Ask["t"]]: z.output<(typeof answers)[K]> };

// ---- envelopes -----------------------------------------------------------------------------------------------------

const version = z.object({ min: count, max: count });

export const toServer = z.discriminatedUnion("t", [
  z.object({
    t: z.literal("hello"),
    protocol: version,
    client: z.string(),
    features: z.array(z.string()),
    /** Sessions that the client opened over an earlier socket and still holds. */
    holds: z.array(id<SessionId>()).max(1000).optional(),
  }),
  z.object({ t: z.literal("ask"), id: count, ask }),
  /** The client waits for this ask no more; it is settled all the same. */
  z.object({ t: z.literal("cancel"), id: count }),
  /** The client has taken this many more bytes of a body; the server may send as many more. */
  z.object({ t: z.literal("credit"), body: count, bytes: count }),
  /** The client wants no more of a body. */
  z.object({ t: z.literal("drop"), body: count }),
  z.object({ t: z.literal("ping"), at: z.number() }),
]);
export type ToServer = z.infer<typeof toServer>;

export const toClient = z.discriminatedUnion("t", [
  z.object({
    t: z.literal("hello"),
    protocol: count,
    server: z.string(),
    version: z.string(),
    features: z.array(z.string()),
    engines: z.array(z.object({ name: z.string(), label: z.string() })),
    limits: z.object({ messageBytes: count, asks: count, subscriptions: count }),
  }),
  z.object({ t: z.literal("reply"), id: count, value: z.record(z.string(), z.unknown()) }),
  z.object({ t: z.literal("failed"), id: count, error: wireError }),
  /** An event of a run that the client follows. A reader that is behind gets progress and row counts folded into the latest. */
  z.object({ t: z.literal("event"), ...logPlace.shape, event: runEvent }),
  /** A body ends: whole, or with an error. Its bytes came before, in binary frames. */
  z.object({ t: z.literal("end"), body: count, error: wireError.optional() }),
  z.object({ t: z.literal("pong"), at: z.number() }),
]);
export type ToClient = z.infer<typeof toClient>;

/** Why a socket was closed. 40xx: connect again. 41xx: sign in again. 42xx: stop. */
export const closeCodes = {
  goingAway: 4000,
  tooSlow: 4008,
  silent: 4009,
  unauthorized: 4100,
  badMessage: 4200,
  noCommonVersion: 4206,
} as const;
