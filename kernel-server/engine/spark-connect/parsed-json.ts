import { BetweenError } from "../../../protocol/errors.ts";
import type { SourceSpec } from "../../../notebook/notebook.ts";
import { ddl, ddlAsText, ddlColumns, holds } from "./ddl.ts";
import type { DataType, DataType_StructField } from "./gen/spark/connect/types_pb.js";
import { type RelationPlan, asColumn, filtered, project, quoted, textLiteral } from "./plan.ts";

/** The column of a line that could not be read, for `on-malformed: keep`. */
export const MALFORMED = "_malformed";

const isTime = (kind: string) => kind === "timestamp" || kind === "timestampNtz" || kind === "date";
const isDecimal = (kind: string) => kind === "decimal";
const isLossy = (kind: string) => kind === "decimal" || kind === "binary";
const numbers = new Set(["byte", "short", "integer", "long", "float", "double"]);

/**
 * JSON lines (a column `value` and those of the partitions) read by us. Sail's `from_json` gives nulls for a line that
 * is no JSON object and for a value of another type without saying so, knows one form of timestamps, and reads
 * decimals through a double (0.7.2). So a line is good when it can be read as a map of texts and no text that is there
 * has become a null, times are read as text and cast, and decimals are taken from the line itself. Inside lists and
 * maps a value of another type stays a null.
 */
export function parsedJson(
  source: SourceSpec,
  lines: RelationPlan,
  columns: readonly DataType_StructField[],
  partitions: readonly string[],
): RelationPlan {
  const own = columns.filter(({ name }) => !partitions.includes(name) && name !== MALFORMED);
  const lossy = own.find(({ dataType }) => dataType?.kind.case !== "decimal" && holds(dataType, isLossy));
  if (lossy) throw new BetweenError("engine.source-malformed-type", { source: source.name, column: lossy.name });

  const inRow = own.filter(({ dataType }) => dataType?.kind.case !== "decimal");
  const asText = ddlColumns(inRow, (field) => ddlAsText(field.dataType, isTime));
  const typed = inRow.map((field) => `${quoted(field.name)}:${ddl(field.dataType)}`).join(",");
  const row = `try_cast(from_json(value, ${textLiteral(asText)}) as struct<${typed}>) as _row`;
  const parsed = project(filtered(lines, "trim(value) <> ''"), [
    "value",
    "from_json(value, 'map<string,string>') as _texts",
    ...(inRow.length > 0 ? [row] : []),
    ...partitions.map(quoted),
  ]);
  const values = project(parsed, [
    ...columns
      .filter(({ name }) => name !== MALFORMED)
      .map((field) =>
        partitions.includes(field.name)
          ? asColumn(field.name, ddl(field.dataType))
          : `${valueOf(field)} as ${quoted(field.name)}`,
      ),
    `case when ${["_texts is not null", ...own.map(isWhole)].join(" and ")} then null else value end as ${quoted(MALFORMED)}`,
  ]);
  if (source.onMalformed === "keep") return values;
  const kept = columns.filter(({ name }) => name !== MALFORMED).map(({ name }) => quoted(name));
  return project(filtered(values, `${quoted(MALFORMED)} is null`), kept);
}

const pathTo = (names: readonly string[]) => textLiteral(`$${names.map((name) => `['${escaped(name)}']`).join("")}`);
const escaped = (name: string) => name.replaceAll("\\", "\\\\").replaceAll("'", "\\'");

function valueOf({ name, dataType }: DataType_StructField): string {
  if (holds(dataType, isDecimal)) return `try_cast(get_json_object(value, ${pathTo([name])}) as ${ddl(dataType)})`;
  const read = `_row.${quoted(name)}`;
  // A number in quotes is a number to the reader of whole files.
  const isNumber = numbers.has(dataType?.kind.case ?? "");
  return isNumber ? `coalesce(${read}, try_cast(_texts[${textLiteral(name)}] as ${ddl(dataType)}))` : read;
}

/** Holds when nothing that the line says of this column got lost. */
function isWhole(field: DataType_StructField): string {
  const lost = `(_texts[${textLiteral(field.name)}] is not null and ${valueOf(field)} is null)`;
  return `not (${[lost, ...lostInside([field.name], field.dataType)].join(" or ")})`;
}

/** What gets lost of the fields of structs. */
function lostInside(path: readonly string[], type: DataType | undefined): string[] {
  if (type?.kind.case !== "struct") return [];
  return type.kind.value.fields.flatMap((field) => {
    const inner = [...path, field.name];
    const value = `_row.${inner.map(quoted).join(".")}`;
    const lost = `(get_json_object(value, ${pathTo(inner)}) is not null and ${value} is null)`;
    return [lost, ...lostInside(inner, field.dataType)];
  });
}
