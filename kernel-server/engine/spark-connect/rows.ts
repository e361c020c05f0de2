import * as arrow from "apache-arrow";
import type { Field } from "../../../protocol/messages.ts";
import type { EngineEvent } from "../engine.ts";
import type { DataType } from "./gen/spark/connect/types_pb.js";

/** Rows that came with a command's answer: one Arrow IPC stream whose schema is all that is known of the columns. */
export function* localRows(ipc: Uint8Array): Generator<EngineEvent> {
  const table = arrow.tableFromIPC(ipc);
  if (table.schema.fields.length === 0) return;
  const fields: readonly arrow.Field<arrow.DataType>[] = table.schema.fields;
  const schema: Field[] = fields.map(({ name, type, nullable }) => ({ name, type: arrowTypeName(type), nullable }));
  yield { t: "schema", schema };
  yield { t: "batch", ipc, rows: table.numRows };
}

/** One row of texts. */
export function textRow(values: Readonly<Record<string, string | null>>): Uint8Array {
  const columns = Object.entries(values).map(
    ([name, value]) => [name, arrow.vectorFromArray([value], new arrow.Utf8())] as const,
  );
  return arrow.tableToIPC(new arrow.Table(Object.fromEntries(columns)), "stream");
}

/** Spark's name of an Arrow type; the widths that Spark lacks are named as the next that hold them. */
function arrowTypeName(type: arrow.DataType): string {
  if (arrow.DataType.isInt(type)) {
    const bits = type.isSigned ? type.bitWidth : type.bitWidth * 2;
    return bits <= 8
      ? "tinyint"
      : bits <= 16
        ? "smallint"
        : bits <= 32
          ? "int"
          : bits <= 64
            ? "bigint"
            : "decimal(20,0)";
  }
  if (arrow.DataType.isFloat(type)) return type.precision === arrow.Precision.DOUBLE ? "double" : "float";
  if (arrow.DataType.isDecimal(type)) return `decimal(${type.precision},${type.scale})`;
  if (arrow.DataType.isBool(type)) return "boolean";
  if (arrow.DataType.isDate(type)) return "date";
  if (arrow.DataType.isTimestamp(type)) return type.timezone ? "timestamp" : "timestamp_ntz";
  if (arrow.DataType.isDuration(type)) return "interval day to second";
  if (arrow.DataType.isBinary(type) || arrow.DataType.isLargeBinary(type)) return "binary";
  if (arrow.DataType.isNull(type)) return "void";
  const inside = fieldsIn(type);
  const names = inside.map((field) => `${field.name}:${arrowTypeName(field.type)}`);
  const only = inside[0];
  if (arrow.DataType.isStruct(type)) return `struct<${names.join(",")}>`;
  if (arrow.DataType.isList(type) && only) return `array<${arrowTypeName(only.type)}>`;
  if (arrow.DataType.isMap(type) && only)
    return `map<${fieldsIn(only.type)
      .map((field) => arrowTypeName(field.type))
      .join(",")}>`;
  return "string";
}

/** arrow-js leaves the children of scalar types away and calls those of the others `any`. */
const fieldsIn = (type: arrow.DataType): readonly arrow.Field<arrow.DataType>[] => type.children ?? [];

/** An Arrow stream of no rows, for a result of which the engine sent the columns only. */
export function emptyStream(schema: DataType | undefined): Uint8Array {
  const fields = schema?.kind.case === "struct" ? schema.kind.value.fields : [];
  const columns = fields.map((field) => new arrow.Field(field.name, arrowType(field.dataType), field.nullable));
  return streamOfNone(new arrow.Schema(columns));
}

/** Rows that we hold, as engines take them: Sail (0.7.2) finds no columns in a stream without a batch. */
export function givenRows(ipc: Uint8Array): Uint8Array {
  const { numRows, schema } = arrow.tableFromIPC(ipc);
  return numRows > 0 ? ipc : streamOfNone(schema);
}

/** Each batch of a stream as a stream of its own. */
export function batchesAlone(ipc: Uint8Array): Uint8Array[] {
  const { batches } = arrow.tableFromIPC(ipc);
  return batches.length < 2 ? [ipc] : batches.map((batch) => arrow.tableToIPC(new arrow.Table(batch), "stream"));
}

/** With one batch that holds no row; arrow-js writes none by itself. */
function streamOfNone(schema: arrow.Schema): Uint8Array {
  const none = arrow.makeBuilder({ type: new arrow.Struct(schema.fields) }).flush();
  return arrow.tableToIPC(new arrow.Table(new arrow.RecordBatch(schema, none)), "stream");
}

function arrowType(type: DataType | undefined): arrow.DataType {
  const kind = type?.kind;
  switch (kind?.case) {
    case "boolean":
      return new arrow.Bool();
    case "byte":
      return new arrow.Int8();
    case "short":
      return new arrow.Int16();
    case "integer":
      return new arrow.Int32();
    case "long":
      return new arrow.Int64();
    case "float":
      return new arrow.Float32();
    case "double":
      return new arrow.Float64();
    case "decimal":
      return new arrow.Decimal(kind.value.scale ?? 0, kind.value.precision ?? 10, 128);
    case "binary":
      return new arrow.Binary();
    case "date":
      return new arrow.DateDay();
    case "timestamp":
      return new arrow.TimestampMicrosecond("UTC");
    case "timestampNtz":
      return new arrow.TimestampMicrosecond();
    case "dayTimeInterval":
      return new arrow.DurationMicrosecond();
    case "null":
      return new arrow.Null();
    case "array":
      return new arrow.List(new arrow.Field("element", arrowType(kind.value.elementType), kind.value.containsNull));
    case "map": {
      const key = new arrow.Field("key", arrowType(kind.value.keyType), false);
      const value = new arrow.Field("value", arrowType(kind.value.valueType), kind.value.valueContainsNull);
      return new arrow.Map_(
        new arrow.Field(
          "entries",
          new arrow.Struct<{ key: arrow.DataType; value: arrow.DataType }>([key, value]),
          false,
        ),
      );
    }
    case "struct":
      return new arrow.Struct(
        kind.value.fields.map((field) => new arrow.Field(field.name, arrowType(field.dataType), field.nullable)),
      );
    default:
      return new arrow.Utf8();
  }
}
