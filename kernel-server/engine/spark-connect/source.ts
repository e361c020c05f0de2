import { BetweenError } from "../../../protocol/errors.ts";
import type { SourceSpec } from "../../../notebook/notebook.ts";
import { ddl, ddlAsText, ddlColumns, holds } from "./ddl.ts";
import type { Dialect } from "./dialect.ts";
import type { DataType_StructField } from "./gen/spark/connect/types_pb.js";
import { type RelationPlan, filtered, project, quoted } from "./plan.ts";

/** What of a source the engine is told to read. */
export type Reading = {
  paths: readonly string[];
  options?: Readonly<Record<string, string>>;
  /** Names of the columns that stand in folder names (`dt=2026-11-21`) below `paths`. */
  partitions: readonly string[];
  /** Only these values of the partitions, each a list in the order of `partitions`. */
  only?: readonly (readonly string[])[];
};

export const MALFORMED = "_malformed";

/** The rows of a source; `columns` is its schema, parsed. */
export function sourceRelation(
  source: SourceSpec,
  reading: Reading,
  columns: readonly DataType_StructField[] | undefined,
  dialect: Dialect,
): RelationPlan {
  const lenient = source.onMalformed !== "fail" && (source.format === "json" || source.format === "csv");
  if (!lenient) return native(source, reading, columns, dialect);
  if (!columns)
    throw new BetweenError("engine.source-schema-needed", { source: source.name, onMalformed: source.onMalformed });
  if (!dialect.failsOnMalformed) return permissive(source, reading, columns);
  if (source.format === "csv") throw new BetweenError("engine.source-malformed-csv", { source: source.name });
  return parsedJson(source, reading, columns);
}

const read = (
  format: string,
  reading: Reading,
  schema: string | undefined,
  options: Readonly<Record<string, string>>,
): RelationPlan => ({
  relType: {
    case: "read",
    value: {
      readType: {
        case: "dataSource",
        value: {
          format,
          paths: [...reading.paths],
          options: { ...options, ...reading.options },
          ...(schema !== undefined && { schema }),
        },
      },
    },
  },
});

const formatOptions = (source: SourceSpec): Record<string, string> =>
  source.format === "csv" ? { header: "true", ...(source.schema === undefined && { inferSchema: "true" }) } : {};

function native(
  source: SourceSpec,
  reading: Reading,
  columns: readonly DataType_StructField[] | undefined,
  dialect: Dialect,
): RelationPlan {
  const options = formatOptions(source);
  // Delta and Parquet know their own columns; a schema there would only hide what has changed.
  if (!columns || source.format === "delta")
    return onlyThose(read(source.format, reading, undefined, options), reading);
  if (!dialect.movesPartitions || reading.partitions.length === 0)
    return read(
      source.format,
      reading,
      ddlColumns(columns, (field) => ddl(field.dataType)),
      options,
    );
  // Sail gives partition columns only if the schema names them, and always as the last ones.
  const own = columns.filter((field) => !reading.partitions.includes(field.name));
  const schema = [
    ddlColumns(own, (field) => ddl(field.dataType)),
    ...reading.partitions.map((name) => `${quoted(name)} string`),
  ];
  const rows = onlyThose(
    read(source.format, reading, schema.filter((part) => part !== "").join(", "), options),
    reading,
  );
  return project(
    rows,
    columns.map((field) => (reading.partitions.includes(field.name) ? partition(field) : quoted(field.name))),
  );
}

const partition = (field: DataType_StructField) =>
  `cast(${quoted(field.name)} as ${ddl(field.dataType)}) as ${quoted(field.name)}`;

function onlyThose(rows: RelationPlan, { partitions, only }: Reading): RelationPlan {
  if (!only) return rows;
  const one = (values: readonly string[]) =>
    `(${partitions.map((name, i) => `${quoted(name)} = ${text(values[i] ?? "")}`).join(" and ")})`;
  const [name] = partitions;
  // One column reads as a plain list, which engines prune folders by best.
  if (partitions.length === 1 && name !== undefined) {
    return filtered(rows, `${quoted(name)} in (${only.map(([value = ""]) => text(value)).join(", ")})`);
  }
  return filtered(rows, only.map(one).join(" or "));
}

const text = (value: string) => `'${value.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;

/** Spark's own reader: malformed lines are dropped, or kept beside nulls. */
function permissive(source: SourceSpec, reading: Reading, columns: readonly DataType_StructField[]): RelationPlan {
  const schema = ddlColumns(columns, (field) => ddl(field.dataType));
  if (source.onMalformed === "skip")
    return read(source.format, reading, schema, { ...formatOptions(source), mode: "DROPMALFORMED" });
  return read(source.format, reading, `${schema}, ${quoted(MALFORMED)} string`, {
    ...formatOptions(source),
    mode: "PERMISSIVE",
    columnNameOfCorruptRecord: MALFORMED,
  });
}

const isTime = (kind: string) => kind === "timestamp" || kind === "timestampNtz" || kind === "date";
const isDecimal = (kind: string) => kind === "decimal";
const isLossy = (kind: string) => kind === "decimal" || kind === "binary";

/**
 * Sail's `from_json` gives nulls for a line that is no JSON object without saying so, knows one form of timestamps,
 * and reads decimals through a double (0.7.2). So a line is good when it can be read as a map of texts, times are read
 * as text and cast, and decimals are taken from the line itself. A value of another type than its column's is null.
 */
function parsedJson(source: SourceSpec, reading: Reading, columns: readonly DataType_StructField[]): RelationPlan {
  const lossy = columns.find(({ dataType }) => dataType?.kind.case !== "decimal" && holds(dataType, isLossy));
  if (lossy) throw new BetweenError("engine.source-malformed-type", { source: source.name, column: lossy.name });
  const own = columns.filter((field) => !reading.partitions.includes(field.name) && field.name !== MALFORMED);
  const inRow = own.filter(({ dataType }) => dataType?.kind.case !== "decimal");

  const schema = ["value string", ...reading.partitions.map((name) => `${quoted(name)} string`)].join(", ");
  const lines = filtered(onlyThose(read("text", reading, schema, {}), reading), "trim(value) <> ''");
  const asText = ddlColumns(inRow, (field) => ddlAsText(field.dataType, isTime));
  const typed = inRow.map((field) => `${quoted(field.name)}:${ddl(field.dataType)}`).join(",");
  const row = inRow.length > 0 ? [`try_cast(from_json(value, ${text(asText)}) as struct<${typed}>) as _row`] : [];
  const parsed = project(lines, [
    "value",
    "from_json(value, 'map<string,string>') is not null as _good",
    ...row,
    ...reading.partitions.map(quoted),
  ]);
  const value = (field: DataType_StructField) => {
    if (reading.partitions.includes(field.name)) return partition(field);
    if (!holds(field.dataType, isDecimal)) return `_row.${quoted(field.name)} as ${quoted(field.name)}`;
    const path = text(`$['${field.name.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}']`);
    return `try_cast(get_json_object(value, ${path}) as ${ddl(field.dataType)}) as ${quoted(field.name)}`;
  };
  const values = columns.filter((field) => field.name !== MALFORMED).map(value);
  if (source.onMalformed === "skip") return project(filtered(parsed, "_good"), values);
  return project(parsed, [...values, `case when _good then null else value end as ${quoted(MALFORMED)}`]);
}
