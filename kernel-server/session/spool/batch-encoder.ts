import { Field, Null, RecordBatchWriter, Schema, util } from "apache-arrow";
import type { RecordBatch } from "apache-arrow";

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

/** One record batch message. */
export const encodeBatch = (batch: RecordBatch): Uint8Array => new MessageWriter().batchMessage(batch);

/** Columns of a result of which no row ever came: without rows a column's Arrow type says nothing. */
export const schemaWithoutRows = (fields: readonly { name: string }[]): Schema =>
  new Schema(fields.map(({ name }) => new Field(name, new Null(), true)));
