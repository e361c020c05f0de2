import { createHash } from "node:crypto";
import { RecordBatchReader, Schema } from "apache-arrow";
import { BetweenError } from "../../protocol/errors.ts";
import type { RunId } from "../../protocol/ids.ts";
import { runRecord } from "../../protocol/messages.ts";
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

const PREFIX = "runs/";

/** A listing of keys finds the runs of a file without reading any: the key ends in a hash of who ran which file. */
export const recordKey = (view: RunView): string =>
  `${PREFIX}${view.run}.${fileHash(view.user, view.notebook.uri)}.json`;

const fileHash = (user: string, uri: string): string =>
  createHash("sha256").update(`${user}\n${uri}`).digest("hex").slice(0, 16);

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
  await store.createIfAbsent(recordKey(record.view), Buffer.from(JSON.stringify(record)));
}

/** The stored record of a run as JSON; `undefined` where there is none. */
export async function findRecord(
  store: ObjectStore,
  run: RunId,
  signal?: AbortSignal,
): Promise<Uint8Array | undefined> {
  for await (const { key } of store.list(`${PREFIX}${run}.`, undefined, signal))
    return (await store.get(key, signal))?.body;
  return undefined;
}

/** The stored runs and the keys of their records; of one file of a user where given. Reads none of them. */
export async function listRecords(
  store: ObjectStore,
  of?: { user: string; uri: string },
  signal?: AbortSignal,
): Promise<{ run: string; key: string }[]> {
  const ending = of ? `.${fileHash(of.user, of.uri)}.json` : ".json";
  const found: { run: string; key: string }[] = [];
  for await (const { key } of store.list(PREFIX, undefined, signal)) {
    if (key.endsWith(ending)) found.push({ key, run: key.slice(PREFIX.length, key.indexOf(".")) });
  }
  return found;
}

/** The lines of a list of runs. Records never change, so that a line read once is kept. */
export class Summaries {
  readonly #known = new Map<string, RunSummary>();

  async of(store: ObjectStore, key: string, signal?: AbortSignal): Promise<RunSummary | undefined> {
    const known = this.#known.get(key);
    if (known) return known;
    const stored = await store.get(key, signal);
    if (!stored) return undefined;
    const summary = summarize(readRecord(stored.body).view);
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
