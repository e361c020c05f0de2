import { RecordBatchReader } from "apache-arrow";
import type { Data } from "apache-arrow";
import { encodeBatch, encodeSchema, sliceColumns } from "./batch-encoder.ts";
import { cutValue } from "./cut-value.ts";
import { ipcMessages } from "./ipc-messages.ts";
import { isPlain, plainColumns, plainSchema } from "./plain-columns.ts";
import { offsetsOf, rowBytes } from "./row-bytes.ts";

export const BATCH_ROWS = 1024;
export const BATCH_BYTES = 256 * 1024;
/** A value above this travels as its first `CUT_BYTES`. */
export const LONG_BYTES = 64 * 1024;
export const CUT_BYTES = 4 * 1024;

export type StoredBatch = {
  rows: number;
  /** One record batch message. */
  bytes: Uint8Array;
  /** Of a batch of one row with values too long for a page: the row whole, and [column, bytes] of each value cut. */
  long?: { whole: Uint8Array; cuts: [column: number, bytes: number][] };
};

export type Stored = { schema?: Uint8Array; batches: StoredBatch[] };

/**
 * Cuts one arriving Arrow IPC stream into the batches that are stored, at most `room` rows of it. A batch that is small
 * already is kept byte for byte: 10 million rows of one number arrive as ten thousand batches of 8 KiB, and decoding
 * each of them would cost more than all else. `seen`: the schema message of an earlier stream, when that was plain.
 */
export function storedBatches(ipc: Uint8Array, room: number, seen?: Uint8Array): Stored {
  const batches: StoredBatch[] = [];
  let left = room;
  let schema: Uint8Array | undefined;
  for (const message of ipcMessages(ipc)) {
    const fits = message.rows <= Math.min(BATCH_ROWS, left) && message.bodyBytes <= LONG_BYTES && !message.compressed;
    if (message.kind === "dictionary" || (message.kind === "batch" && !fits)) return decoded(ipc, room);
    if (message.kind === "schema") {
      const known = seen !== undefined && Buffer.compare(seen, message.bytes) === 0;
      if (!known && !isPlain(RecordBatchReader.from(message.bytes).open().schema)) return decoded(ipc, room);
      schema = message.bytes;
    } else if (message.rows > 0) {
      batches.push({ rows: message.rows, bytes: message.bytes });
      left -= message.rows;
    }
  }
  return { ...(schema && { schema }), batches };
}

function decoded(ipc: Uint8Array, room: number): Stored {
  // Typed arrays over 64-bit values need an aligned start, which a slice of a larger buffer does not have.
  const reader = RecordBatchReader.from(ipc.byteOffset % 8 === 0 ? ipc : ipc.slice()).open();
  // The reader forgets its schema at the end.
  const { schema } = reader;
  const plain = isPlain(schema);
  const batches: StoredBatch[] = [];
  let left = room;
  for (const batch of reader) {
    if (left <= 0) break;
    const rows = Math.min(batch.numRows, left);
    batches.push(...slices(plain ? batch.data.children : plainColumns(batch), rows));
    left -= rows;
  }
  return { schema: encodeSchema(plain ? schema : plainSchema(schema)), batches };
}

function* slices(columns: readonly Data[], rows: number): Generator<StoredBatch> {
  const bytesOf = (from: number, to: number) => columns.reduce((sum, column) => sum + rowBytes(column, from, to), 0);
  // A batch of 2,000 columns has 96 KB of header, so that small batches would be more header than rows.
  const most = Math.max(BATCH_BYTES, columns.length * 256);
  const long = longRows(columns, rows);
  let from = 0;
  while (from < rows) {
    if (long.has(from)) {
      yield longRow(sliceColumns(columns, from, from + 1));
      from++;
      continue;
    }
    let to = Math.min(rows, from + BATCH_ROWS);
    while (to - from > 1 && bytesOf(from, to) > most) to = from + Math.ceil((to - from) / 2);
    for (let row = from; row < to; row++) if (long.has(row)) to = row;
    yield { rows: to - from, bytes: encodeBatch(sliceColumns(columns, from, to), to - from) };
    from = to;
  }
}

/** Rows that hold a value above `LONG_BYTES`. */
function longRows(columns: readonly Data[], rows: number): Set<number> {
  const found = new Set<number>();
  for (const column of columns) {
    if (rowBytes(column, 0, rows) <= LONG_BYTES) continue;
    for (let row = 0; row < rows; row++) if (rowBytes(column, row, row + 1) > LONG_BYTES) found.add(row);
  }
  return found;
}

function longRow(whole: readonly Data[]): StoredBatch {
  const cuts: [number, number][] = [];
  const shown = whole.map((column, i) => {
    const bytes = rowBytes(column, 0, 1);
    if (bytes <= LONG_BYTES) return column;
    // Offsets are no part of what a person would call the value's size.
    cuts.push([i, column.children.length > 0 ? bytes : bytes - (offsetsOf(column)?.BYTES_PER_ELEMENT ?? 0)]);
    return cutValue(column, CUT_BYTES);
  });
  return { rows: 1, bytes: encodeBatch(shown, 1), long: { whole: encodeBatch(whole, 1), cuts } };
}
