import { DataType, Field, RecordBatch, Schema, Struct, makeData, vectorFromArray, Binary, Utf8 } from "apache-arrow";
import type { Data } from "apache-arrow";

/**
 * Dictionary and view columns refer to buffers outside of their rows, so that a stored batch could not be served by
 * itself. Engines of ours send none today; where one does, such columns are stored as plain ones.
 */
export function plainType(type: DataType): DataType {
  if (DataType.isDictionary(type)) return plainType(type.dictionary);
  if (DataType.isUtf8View(type)) return new Utf8();
  if (DataType.isBinaryView(type)) return new Binary();
  return type;
}

export const isPlain = (schema: Schema): boolean =>
  schema.fields.every((field) => plainType(field.type) === field.type);

export function plainSchema(schema: Schema): Schema {
  const fields = schema.fields.map((f) => new Field(f.name, plainType(f.type), f.nullable, f.metadata));
  return new Schema(fields, schema.metadata);
}

export function plainBatch(batch: RecordBatch): RecordBatch {
  const schema = plainSchema(batch.schema);
  const children = schema.fields.map((field, i): Data => {
    const column = batch.getChildAt(i);
    const [data] = column?.data ?? [];
    if (!column || !data) throw new RangeError(`no column ${i}`);
    if (plainType(data.type) === data.type) return data;
    const [plain] = vectorFromArray([...column], field.type).data;
    return plain ?? makeData({ type: field.type, length: 0 });
  });
  return new RecordBatch(schema, makeData({ type: new Struct(schema.fields), length: batch.numRows, children }));
}
