import { open } from "node:fs/promises";
import { RecordBatchReader } from "apache-arrow";
import { CUT_KEY, writeCuts } from "../../../protocol/values/cut.ts";
import type { Cut } from "../../../protocol/values/cut.ts";
import { encodeSchema, schemaWithoutRows } from "./batch-encoder.ts";
import { END_OF_STREAM } from "./ipc-messages.ts";
import { longFile, rowsFile } from "./spool.ts";
import type { Spool } from "./spool.ts";

export const PAGE_BYTES = 1024 * 1024;
/** Files are read in pieces of this size, so that a long body takes no memory. */
const PIECE_BYTES = 256 * 1024;

/**
 * A window of a result: one Arrow IPC stream of whole stored batches, ranges of the file as they lie there. The values
 * that came only in part stand in the schema's metadata (`between.cut`), as far as the rows were there when it began.
 */
export type RowWindow = { from: number; body: AsyncIterable<Uint8Array> };

/** Rows from `from` on: at most 1 MB (one batch at least), or as many batches as hold `rows` rows. */
export function page(spool: Spool, from: number, rows: number | undefined): RowWindow {
  const { index } = spool;
  const first = index.batchOf(from);
  let end = first;
  while (end < index.batches) {
    const bytes = index.offset(end + 1) - index.offset(first);
    const enough = rows === undefined ? bytes > PAGE_BYTES && end > first : index.firstRow(end) >= from + rows;
    if (enough) break;
    end++;
  }
  return { from: index.firstRow(first), body: stream(spool, first, end) };
}

/** Rows from `from` on to the result's end (or `rows` of them), waiting for those that are still coming. */
export function follow(spool: Spool, from: number, rows: number | undefined, signal: AbortSignal): RowWindow {
  const first = spool.index.batchOf(from);
  const last = rows === undefined ? Infinity : from + rows;
  return { from: spool.index.firstRow(first), body: following(spool, first, last, signal) };
}

async function* following(
  spool: Spool,
  first: number,
  lastRow: number,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const { index } = spool;
  while (index.schemaBytes === 0 && index.extent === undefined && spool.open) await spool.grown.next(signal);
  signal.throwIfAborted();
  yield await schemaOf(spool, first, index.batches);
  let at = first;
  for (;;) {
    let end = index.batches;
    while (end > at && index.firstRow(end - 1) >= lastRow) end--;
    if (end > at) {
      yield* range(rowsFile(spool.path), index.offset(at), index.offset(end));
      at = end;
    } else if (spool.open && index.firstRow(at) < lastRow) await spool.grown.next(signal);
    else break;
    signal.throwIfAborted();
  }
  yield END_OF_STREAM;
}

async function* stream(spool: Spool, first: number, end: number): AsyncGenerator<Uint8Array> {
  const { index } = spool;
  yield await schemaOf(spool, first, end);
  if (end > first) yield* range(rowsFile(spool.path), index.offset(first), index.offset(end));
  yield END_OF_STREAM;
}

/** All rows with their long values whole, as one stream: what the engine is given back. */
export async function* wholeStream(spool: Spool): AsyncGenerator<Uint8Array> {
  const { index, path } = spool;
  yield* range(rowsFile(path), 0, index.schemaBytes);
  let plainFrom = 0;
  for (let batch = 0; batch < index.batches; batch++) {
    const long = index.long(batch);
    if (!long) continue;
    yield* range(rowsFile(path), index.offset(plainFrom), index.offset(batch));
    yield* range(longFile(path), long.whole[0], long.whole[0] + long.whole[1]);
    plainFrom = batch + 1;
  }
  yield* range(rowsFile(path), index.offset(plainFrom), index.offset(index.batches));
  yield END_OF_STREAM;
}

/** One row with its long values whole, as one stream of one or more rows, and the row's place in it. */
export function wholeRow(spool: Spool, row: number): { row: number; body: AsyncIterable<Uint8Array> } {
  const { index, path } = spool;
  const batch = index.batchOf(row);
  const long = index.long(batch);
  if (!long) return { row: row - index.firstRow(batch), body: stream(spool, batch, batch + 1) };
  const [start, bytes] = long.whole;
  return {
    row: 0,
    body: joined(range(rowsFile(path), 0, index.schemaBytes), range(longFile(path), start, start + bytes)),
  };
}

async function* joined(...parts: AsyncIterable<Uint8Array>[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield* part;
  yield END_OF_STREAM;
}

/** The schema message, with what of these batches' values was cut. */
async function schemaOf(spool: Spool, first: number, end: number): Promise<Uint8Array> {
  const { index } = spool;
  if (index.schemaBytes === 0) return encodeSchema(schemaWithoutRows(index.fields ?? []));
  const message = await gather(range(rowsFile(spool.path), 0, index.schemaBytes));
  const cuts: Cut[] = [];
  for (let batch = first; batch < end && index.hasLongValues; batch++) {
    const row = index.firstRow(batch) - index.firstRow(first);
    for (const [column, bytes] of index.long(batch)?.cuts ?? []) cuts.push({ row, column, bytes });
  }
  if (cuts.length === 0) return message;
  return encodeSchema(RecordBatchReader.from(message).open().schema, new Map([[CUT_KEY, writeCuts(cuts)]]));
}

/** The next piece is read while the last one is on its way. */
async function* range(path: string, from: number, to: number): AsyncGenerator<Uint8Array> {
  if (to <= from) return;
  const file = await open(path, "r");
  const readAt = async (at: number): Promise<Uint8Array> => {
    const piece = Buffer.allocUnsafeSlow(Math.min(PIECE_BYTES, to - at));
    const { bytesRead } = await file.read(piece, 0, piece.byteLength, at);
    if (bytesRead === 0) throw new RangeError(`${path} ends at ${at} of ${to} bytes`);
    return piece.subarray(0, bytesRead);
  };
  const readAhead = (at: number) => {
    const piece = readAt(at);
    // It may fail before anybody waits for it, or when nobody will.
    piece.catch(() => undefined);
    return piece;
  };
  let next = readAhead(from);
  try {
    for (let at = from; at < to;) {
      const piece = await next;
      at += piece.byteLength;
      if (at < to) next = readAhead(at);
      yield piece;
    }
  } finally {
    await next.catch(() => undefined);
    await file.close();
  }
}

export async function gather(parts: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const all: Uint8Array[] = [];
  for await (const part of parts) all.push(part);
  return Buffer.concat(all);
}
