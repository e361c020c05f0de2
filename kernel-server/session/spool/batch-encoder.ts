import { Field, Null, RecordBatch, RecordBatchWriter, Schema, Struct, makeData, util } from "apache-arrow";
import type { Data } from "apache-arrow";

/** Encodes single messages of a stream: the library's writer without its queue, and without a schema before each batch. */
class MessageWriter extends RecordBatchWriter {
  #parts: Uint8Array[] = [];

  schemaMessage(schema: Schema): Uint8Array {
    this._writeSchema(schema);
    return this.#take();
  }

  batchMessage(batch: RecordBatch): Uint8Array {
    this._writeRecordBatch(batch);
    return this.#take();
  }

  protected override _write(chunk: Parameters<typeof util.toUint8Array>[0]): this {
    const bytes: unknown = util.toUint8Array(chunk);
    if (bytes instanceof Uint8Array) this.#parts.push(bytes);
    return this;
  }

  #take(): Uint8Array {
    const parts = this.#parts;
    this.#parts = [];
    return Buffer.concat(parts);
  }
}

/** One schema message, `metadata` added to the schema's own. */
export function encodeSchema(schema: Schema, metadata?: ReadonlyMap<string, string>): Uint8Array {
  const all = new Map([...schema.metadata, ...(metadata ?? [])]);
  return new MessageWriter().schemaMessage(new Schema(schema.fields, all, schema.dictionaries));
}

/** One record batch message of these columns. */
export function encodeBatch(columns: readonly Data[], rows: number): Uint8Array {
  const bare = { type: new Struct([]), length: rows, nullCount: 0 };
  // Made bare and then given its columns: the constructor compares each column's name with each other's (10 ms for 2,000
  // columns) and takes columns of the same name for one.
  const batch = new RecordBatch(new Schema([]), makeData({ ...bare, children: [] }));
  return new MessageWriter().batchMessage(
    Object.assign(batch, { data: makeData({ ...bare, children: [...columns] }) }),
  );
}

/** Rows of columns, nothing copied. */
export const sliceColumns = (columns: readonly Data[], from: number, to: number): Data[] =>
  columns.map((column) => column.slice(from, to - from));

/** Columns of a result of which no row ever came: without rows a column's Arrow type says nothing. */
export const schemaWithoutRows = (fields: readonly { name: string }[]): Schema =>
  new Schema(fields.map(({ name }) => new Field(name, new Null(), true)));
