import type { Field } from "../../../protocol/messages.ts";
import type { DataType } from "./gen/spark/connect/types_pb.js";

/** Spark's own short name of a type (`simpleString`), never cut: `decimal(20,2)`, `array<struct<a:int>>`. */
export function typeName(type: DataType | undefined): string {
  const kind = type?.kind;
  if (kind?.case === undefined) return "unknown";
  switch (kind.case) {
    case "null":
      return "void";
    case "byte":
      return "tinyint";
    case "short":
      return "smallint";
    case "integer":
      return "int";
    case "long":
      return "bigint";
    case "calendarInterval":
      return "interval";
    case "timestampNtz":
      return "timestamp_ntz";
    case "decimal":
      return `decimal(${kind.value.precision ?? 10},${kind.value.scale ?? 0})`;
    case "char":
      return `char(${kind.value.length})`;
    case "varChar":
      return `varchar(${kind.value.length})`;
    case "yearMonthInterval":
      return interval(["year", "month"], kind.value.startField ?? 0, kind.value.endField ?? 1);
    case "dayTimeInterval":
      return interval(["day", "hour", "minute", "second"], kind.value.startField ?? 0, kind.value.endField ?? 3);
    case "time":
      return `time(${kind.value.precision ?? 6})`;
    case "array":
      return `array<${typeName(kind.value.elementType)}>`;
    case "map":
      return `map<${typeName(kind.value.keyType)},${typeName(kind.value.valueType)}>`;
    case "struct":
      return `struct<${kind.value.fields.map((field) => `${field.name}:${typeName(field.dataType)}`).join(",")}>`;
    case "udt":
      return typeName(kind.value.sqlType);
    case "unparsed":
      return kind.value.dataTypeString;
    default:
      return kind.case;
  }
}

function interval(units: readonly string[], start: number, end: number): string {
  const from = units[start] ?? "";
  return start === end ? `interval ${from}` : `interval ${from} to ${units[end] ?? ""}`;
}

/** The columns of a result, whose type is always a struct. */
export function fieldsOf(schema: DataType | undefined): Field[] {
  if (schema?.kind.case !== "struct") return [];
  return schema.kind.value.fields.map((field) => ({
    name: field.name,
    type: typeName(field.dataType),
    nullable: field.nullable,
  }));
}
