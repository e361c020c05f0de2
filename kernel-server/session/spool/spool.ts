import { readFile, rm, truncate } from "node:fs/promises";
import { BetweenError } from "../../../protocol/errors.ts";
import type { Field } from "../../../protocol/messages.ts";
import { hasCode } from "../../store/fs-error.ts";
import { Bell } from "../bell.ts";
import { diskError } from "../disk-error.ts";
import { encodeSchema, schemaWithoutRows } from "./batch-encoder.ts";
import { AppendFile } from "./append-file.ts";
import { SpoolIndex, readIndex } from "./spool-index.ts";
import type { IndexLine } from "./spool-index.ts";
import { storedBatches } from "./stored-batches.ts";

/** Bytes that are gathered before they are written, and how long they may wait. */
const GATHER_BYTES = 1024 * 1024;
const GATHER_MS = 50;

/** The three files of a spool: rows as one Arrow stream without its end, rows with long values whole, and the index. */
export const rowsFile = (path: string) => `${path}.arrow`;
export const longFile = (path: string) => `${path}.long`;
export const indexFile = (path: string) => `${path}.index`;

/**
 * One result's rows on the server's own disk: appended as they come, read meanwhile and later (`page.ts`). What the
 * index tells of is whole on disk, whatever kills the process.
 */
export class Spool {
  readonly path: string;
  readonly index: SpoolIndex;
  /** Rings when rows were added, and at the end. */
  readonly grown = new Bell();
  #files: { rows: AppendFile; long: AppendFile; index: AppendFile } | undefined;
  #schema: Uint8Array | undefined;
  #gathered = gathered();
  /** Where the next long row begins, those counted that wait to be written. */
  #longEnd = 0;
  #writing: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  #failed: Error | undefined;

  private constructor(path: string, index: SpoolIndex) {
    this.path = path;
    this.index = index;
  }

  /** A new spool. `path` is without the endings that its files get. */
  static create(path: string): Spool {
    const spool = new Spool(path, new SpoolIndex());
    spool.#files = filesOf(path);
    return spool;
  }

  /** A spool as it lies on disk, to be read. */
  static async load(path: string): Promise<Spool> {
    const index = new SpoolIndex();
    for (const line of (await readLines(path)).lines) index.add(line);
    return new Spool(path, index);
  }

  /** A spool to be written on behind the last batch that the engine's operation can be read on from; and that place. */
  static async resume(path: string): Promise<{ spool: Spool; cursor: string }> {
    const { lines } = await readLines(path);
    const last = lines.findLastIndex((line) => "rows" in line && line.cursor !== undefined);
    const at = lines[last];
    const cursor = at && "rows" in at ? (at.cursor ?? "") : "";
    const kept = last < 0 ? [] : lines.slice(0, last + 1);
    const spool = new Spool(path, new SpoolIndex());
    for (const line of kept) spool.index.add(line);
    spool.#longEnd = spool.index.longBytes;
    const text = kept.map((line) => `${JSON.stringify(line)}\n`).join("");
    await shorten(indexFile(path), Buffer.byteLength(text));
    await shorten(rowsFile(path), spool.index.bytes);
    await shorten(longFile(path), spool.index.longBytes);
    spool.#files = filesOf(path);
    return { spool, cursor };
  }

  /** Deletes what lies on disk. */
  static async remove(path: string): Promise<void> {
    await Promise.all([rowsFile(path), longFile(path), indexFile(path)].map((file) => rm(file, { force: true })));
  }

  /** Tells the columns, before any row. */
  begin(fields: readonly Field[]): void {
    this.index.fields ??= fields;
  }

  /** Being written: more rows may come. */
  get open(): boolean {
    return this.#files !== undefined;
  }

  /** Adds the rows of one arriving Arrow IPC stream, `room` at most, and gives their number. Resolves when more may come. */
  async push(ipc: Uint8Array, room: number, cursor?: string): Promise<number> {
    const { schema, batches } = storedBatches(ipc, room, this.#schema);
    if (schema) this.#addSchema(schema);
    batches.forEach((batch, i) => {
      const { bytes, long } = batch;
      const line: IndexLine = {
        rows: batch.rows,
        bytes: bytes.byteLength,
        ...(long && { whole: [this.#longEnd, long.whole.byteLength], cuts: long.cuts }),
        ...(cursor !== undefined && i === batches.length - 1 && { cursor }),
      };
      this.#gather(line, bytes, long?.whole);
      this.#longEnd += long?.whole.byteLength ?? 0;
    });
    if (this.#gathered.bytes >= GATHER_BYTES) await this.flush();
    // A failure is kept in `#failed`, for the next push.
    else this.#timer ??= setTimeout(() => void this.flush().catch(() => undefined), GATHER_MS);
    if (this.#failed !== undefined) throw this.#failed;
    return batches.reduce((sum, batch) => sum + batch.rows, 0);
  }

  /** Writes what was gathered; rows can be read from then on. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const mine = this.#writing.then(() => this.#write());
    this.#writing = mine.catch((thrown: unknown) => {
      this.#failed ??= BetweenError.from(thrown);
    });
    await mine;
  }

  /** No more rows. */
  async end(extent: "all" | "more"): Promise<void> {
    this.#addSchema(encodeSchema(schemaWithoutRows(this.index.fields ?? [])));
    this.#gather({ end: extent });
    await this.flush();
    await this.close();
  }

  /** Lets go of the files; what was gathered and not written is given up. */
  async close(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    await this.#writing;
    const files = this.#files;
    this.#files = undefined;
    for (const file of files ? [files.rows, files.long, files.index] : []) file.close();
    this.grown.ring();
  }

  #addSchema(message: Uint8Array): void {
    const known = this.#schema !== undefined || this.index.schemaBytes > 0;
    this.#schema ??= message;
    if (!known) this.#gather({ schema: message.byteLength, fields: [...(this.index.fields ?? [])] }, message);
  }

  #gather(line: IndexLine, rows?: Uint8Array, long?: Uint8Array): void {
    const into = this.#gathered;
    into.lines.push(line);
    if (rows) into.rows.push(rows);
    if (long) into.long.push(long);
    into.bytes += (rows?.byteLength ?? 0) + (long?.byteLength ?? 0);
  }

  async #write(): Promise<void> {
    const { lines, rows, long } = this.#gathered;
    const files = this.#files;
    if (this.#failed !== undefined) throw this.#failed;
    if (!files || lines.length === 0) return;
    this.#gathered = gathered();
    try {
      // Rows first, then the lines that tell of them.
      await files.long.append(joined(long));
      await files.rows.append(joined(rows));
      await files.index.append(Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join("")));
    } catch (thrown) {
      throw diskError(thrown, this.path);
    }
    for (const line of lines) this.index.add(line);
    this.grown.ring();
  }
}

const filesOf = (path: string) => ({
  rows: new AppendFile(rowsFile(path)),
  long: new AppendFile(longFile(path)),
  index: new AppendFile(indexFile(path)),
});

const joined = (parts: readonly Uint8Array[]): Uint8Array => (parts.length === 1 && parts[0]) || Buffer.concat(parts);

async function shorten(path: string, bytes: number): Promise<void> {
  await truncate(path, bytes).catch((thrown: unknown) => {
    if (!hasCode(thrown, "ENOENT")) throw thrown;
  });
}

const gathered = () => ({
  lines: new Array<IndexLine>(),
  rows: new Array<Uint8Array>(),
  long: new Array<Uint8Array>(),
  bytes: 0,
});

async function readLines(path: string): Promise<{ lines: IndexLine[] }> {
  try {
    return readIndex(await readFile(indexFile(path)));
  } catch (thrown) {
    if (hasCode(thrown, "ENOENT")) return { lines: [] };
    throw thrown;
  }
}
