import { Binary, DataType, Field, Null, Schema, Utf8, Vector, makeData, vectorFromArray } from "apache-arrow";
import type { Data, RecordBatch } from "apache-arrow";

/**
 * Dictionary and view columns refer to buffers outside of their rows, so that a stored batch could not be served by
 * itself. Engines of ours send none today; where one does, such columns are stored as plain ones.
 */
export function plainType(type: DataType): DataType {
  if (DataType.isDictionary(type)) {
    const values: unknown = type.dictionary;
    return isType(values) ? plainType(values) : type;
  }
  if (DataType.isUtf8View(type)) return new Utf8();
  if (DataType.isBinaryView(type)) return new Binary();
  return type;
}

export const isPlain = (schema: Schema): boolean => typesOf(schema).every((type) => plainType(type) === type);

export function plainSchema(schema: Schema): Schema {
  const types = typesOf(schema);
  const fields = schema.fields.map(
    (f, i) => new Field(f.name, plainType(types[i] ?? new Null()), f.nullable, f.metadata),
  );
  return new Schema(fields, schema.metadata);
}

/** The library types a field of any schema as `any`. */
const typesOf = (schema: Schema): DataType[] =>
  schema.fields.map(({ type }: { type: unknown }) => (isType(type) ? type : new Null()));

export function plainColumns(batch: RecordBatch): Data[] {
  return batch.data.children.map((data) => {
    const type = plainType(data.type);
    if (type === data.type) return data;
    const [plain] = vectorFromArray([...new Vector([data])], type).data;
    return plain ?? makeData({ type, length: 0 });
  });
}

const isType = (value: unknown): value is DataType => value instanceof DataType;
