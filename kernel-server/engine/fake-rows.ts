import { RecordBatch, Struct, Table, makeData, tableToIPC, vectorFromArray } from "apache-arrow";
import * as arrow from "apache-arrow";
import type { Field } from "../../protocol/messages.ts";

/** One Arrow IPC stream of these rows. */
export function streamOf(fields: readonly Field[], rows: readonly (readonly unknown[])[]): Uint8Array {
  const columns = fields.map((field, i) => {
    const values = rows.map((row) => row[i] ?? null);
    return {
      field: new arrow.Field(field.name, typeOf(field.type), true),
      data: vectorFromArray(values, typeOf(field.type)).data[0],
    };
  });
  const schema = new arrow.Schema(columns.map(({ field }) => field));
  const children = columns.map(({ field, data }) => data ?? makeData({ type: field.type, length: 0 }));
  const data = makeData({ type: new Struct(schema.fields), length: rows.length, children });
  return tableToIPC(new Table([new RecordBatch(schema, data)]), "stream");
}

function typeOf(name: string): arrow.DataType {
  switch (name) {
    case "bigint":
      return new arrow.Int64();
    case "int":
      return new arrow.Int32();
    case "double":
      return new arrow.Float64();
    case "boolean":
      return new arrow.Bool();
    case "date":
      return new arrow.DateDay();
    case "binary":
      return new arrow.Binary();
    case "string":
      return new arrow.Utf8();
    default:
      throw new RangeError(`the fake engine makes no ${name}`);
  }
}
