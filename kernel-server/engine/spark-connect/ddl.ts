import type { DataType, DataType_StructField } from "./gen/spark/connect/types_pb.js";
import { quoted } from "./plan.ts";
import { typeName } from "./type-name.ts";

/** A type as DDL, every name quoted: what `cast` and `from_json` read back. */
export function ddl(type: DataType | undefined): string {
  const kind = type?.kind;
  switch (kind?.case) {
    case "array":
      return `array<${ddl(kind.value.elementType)}>`;
    case "map":
      return `map<${ddl(kind.value.keyType)},${ddl(kind.value.valueType)}>`;
    case "struct":
      return `struct<${kind.value.fields.map((field) => `${quoted(field.name)}:${ddl(field.dataType)}`).join(",")}>`;
    default:
      return typeName(type);
  }
}

/** Columns as the schema of a source. */
export const ddlColumns = (fields: readonly DataType_StructField[], typeOf: (field: DataType_StructField) => string) =>
  fields.map((field) => `${quoted(field.name)} ${typeOf(field)}`).join(", ");

/** The same type with these kinds read as text, to be cast afterwards. */
export function ddlAsText(type: DataType | undefined, isText: (kind: string) => boolean): string {
  const kind = type?.kind;
  if (kind?.case === undefined) return typeName(type);
  if (isText(kind.case)) return "string";
  switch (kind.case) {
    case "array":
      return `array<${ddlAsText(kind.value.elementType, isText)}>`;
    case "map":
      return `map<${ddlAsText(kind.value.keyType, isText)},${ddlAsText(kind.value.valueType, isText)}>`;
    case "struct":
      return `struct<${kind.value.fields.map((field) => `${quoted(field.name)}:${ddlAsText(field.dataType, isText)}`).join(",")}>`;
    default:
      return typeName(type);
  }
}

/** Whether a type is, or holds somewhere inside, one of these kinds. */
export function holds(type: DataType | undefined, wanted: (kind: string) => boolean): boolean {
  const kind = type?.kind;
  if (kind?.case === undefined) return false;
  if (wanted(kind.case)) return true;
  switch (kind.case) {
    case "array":
      return holds(kind.value.elementType, wanted);
    case "map":
      return holds(kind.value.keyType, wanted) || holds(kind.value.valueType, wanted);
    case "struct":
      return kind.value.fields.some((field) => holds(field.dataType, wanted));
    default:
      return false;
  }
}
