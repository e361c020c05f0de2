import { createHash } from "node:crypto";
import { RecordBatchReader, Schema } from "apache-arrow";
import { BetweenError } from "../../protocol/errors.ts";
import type { RunId } from "../../protocol/ids.ts";
import { runRecord, runSummary } from "../../protocol/messages.ts";
import type { RunRecord, RunSummary, RunView } from "../../protocol/messages.ts";
import { summarize } from "../../protocol/run-view.ts";
import { CUT_KEY, readCuts, writeCuts } from "../../protocol/values/cut.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { encodeBatch, encodeSchema, sliceColumns } from "./spool/batch-encoder.ts";
import { END_OF_STREAM } from "./spool/ipc-messages.ts";
import { gather, page } from "./spool/page.ts";
import type { Spool } from "./spool/spool.ts";

/** Rows of each result that a record keeps, as far as they fit into the bytes; a chart is drawn from more than a table shows. */
const TABLE_ROWS = 1000;
const CHART_ROWS = 10_000;
const RECORD_BYTES = 4 * 1024 * 1024;

/** Where records lie. */
export const RECORDS = "runs/";

export const recordKey = (run: RunId): string => `${RECORDS}${run}.json`;

/** The lines of lists stand by themselves, those of a user's file under one prefix: a list reads no record. */
const LINES = "lines/";
const linesOf = (user: string, uri: string): string =>
  `${LINES}${createHash("sha256").update(`${user}\n${uri}`).digest("hex").slice(0, 16)}/`;

/** The record of an ended run. Results whose rows are gone from the disk have no table. */
export async function makeRecord(view: RunView, spoolOf: (result: number) => Promise<Spool>): Promise<RunRecord> {
  const tables: RunRecord["tables"] = [];
  for (const { results, options } of view.cells) {
    for (const { result, main } of results) {
      const spool = await spoolOf(result);
      if (spool.index.schemaBytes === 0) continue;
      const most = main && options.chart !== undefined ? CHART_ROWS : TABLE_ROWS;
      const { ipc, rows } = firstRows(await gather(page(spool, 0, most).body), most);
      tables.push({ result, rows, arrow: Buffer.from(ipc).toString("base64") });
    }
  }
  return { v: 1, view, tables };
}

function firstRows(ipc: Uint8Array, most: number): { ipc: Uint8Array; rows: number } {
  const reader = RecordBatchReader.from(ipc).open();
  const { schema } = reader;
  const parts: Uint8Array[] = [];
  let rows = 0;
  let bytes = 0;
  for (const batch of reader) {
    const kept = Math.min(batch.numRows, most - rows);
    const message = encodeBatch(sliceColumns(batch.data.children, 0, kept), kept);
    if (rows > 0 && bytes + message.byteLength > RECORD_BYTES) break;
    parts.push(message);
    rows += kept;
    bytes += message.byteLength;
    if (rows >= most) break;
  }
  const cuts = readCuts(schema.metadata).filter((cut) => cut.row < rows);
  const metadata = new Map([...schema.metadata].filter(([key]) => key !== CUT_KEY));
  const head = encodeSchema(
    new Schema(schema.fields, metadata),
    cuts.length > 0 ? new Map([[CUT_KEY, writeCuts(cuts)]]) : undefined,
  );
  return { ipc: Buffer.concat([head, ...parts, END_OF_STREAM]), rows };
}

/** Stores a record, once: it never changes. */
export async function storeRecord(store: ObjectStore, record: RunRecord): Promise<void> {
  const { view } = record;
  await store.createIfAbsent(recordKey(view.run), jsonBytes(record));
  await store.createIfAbsent(`${linesOf(view.user, view.notebook.uri)}${view.run}.json`, jsonBytes(summarize(view)));
}

const jsonBytes = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value));

/** The stored record of a run as JSON; `undefined` where there is none. */
export async function findRecord(
  store: ObjectStore,
  run: RunId,
  signal?: AbortSignal,
): Promise<Uint8Array | undefined> {
  // Ids come from clients: only what looks like one is a part of a key.
  return /^[\w-]+$/.test(run) ? (await store.get(recordKey(run), signal))?.body : undefined;
}

/** The stored runs and the keys of their lines; of one file of a user where given. Reads none of them. */
export async function listRecords(
  store: ObjectStore,
  of?: { user: string; uri: string },
  signal?: AbortSignal,
): Promise<{ run: string; key: string }[]> {
  const found: { run: string; key: string }[] = [];
  for await (const { key } of store.list(of ? linesOf(of.user, of.uri) : LINES, undefined, signal))
    found.push({ key, run: key.slice(key.lastIndexOf("/") + 1, -".json".length) });
  return found;
}

/** The lines of a list of runs. They never change, so that one read once is kept. */
export class Summaries {
  readonly #known = new Map<string, RunSummary>();

  async of(store: ObjectStore, key: string, signal?: AbortSignal): Promise<RunSummary | undefined> {
    const known = this.#known.get(key);
    if (known) return known;
    const stored = await store.get(key, signal);
    if (!stored) return undefined;
    const summary = runSummary.parse(JSON.parse(Buffer.from(stored.body).toString()));
    if (this.#known.size >= 10_000) this.#known.clear();
    this.#known.set(key, summary);
    return summary;
  }
}

export function readRecord(body: Uint8Array): RunRecord {
  const read = runRecord.safeParse(JSON.parse(Buffer.from(body).toString()));
  if (!read.success)
    throw new BetweenError("internal", { reason: "a run record cannot be read" }, { cause: read.error });
  return read.data;
}
