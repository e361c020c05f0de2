import { BetweenError } from "../../../protocol/errors.ts";
import type { SourceSpec } from "../../../notebook/notebook.ts";
import { ddl, ddlColumns } from "./ddl.ts";
import type { Dialect } from "./dialect.ts";
import type { DataType_StructField } from "./gen/spark/connect/types_pb.js";
import { MALFORMED, parsedJson } from "./parsed-json.ts";
import { type RelationPlan, asColumn, filtered, project, quoted, textLiteral } from "./plan.ts";

/** What of a source the engine is told to read. */
export type Reading = {
  paths: readonly string[];
  options?: Readonly<Record<string, string>>;
  /** Names of the columns that stand in folder names (`dt=2026-11-21`) below `paths`. */
  partitions: readonly string[];
  /** Only these values of the partitions, each a list in the order of `partitions`. */
  only?: readonly (readonly string[])[];
};

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
  // Spark's own reader takes a line for good when the columns that a query happens to need can be read.
  if (source.format === "json")
    return parsedJson(source, onlyThose(lines(reading, dialect), reading), columns, reading.partitions);
  if (dialect.failsOnMalformed) throw new BetweenError("engine.source-malformed-csv", { source: source.name });
  return permissive(source, reading, columns, dialect);
}

/** Whether a source's lines are parsed by us, which takes the names of its partition columns. */
export const isParsedByUs = ({ format, onMalformed }: SourceSpec) => format === "json" && onMalformed !== "fail";

/** The lines of a source in a column `value`, and its partition columns as text. */
export function lines(reading: Reading, dialect: Dialect): RelationPlan {
  const named = dialect.movesPartitions ? reading.partitions : [];
  return read("text", reading, ["value string", ...named.map((name) => `${quoted(name)} string`)].join(", "), {});
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

/**
 * CSV as RFC 4180 has it, on every engine: quotes are doubled inside quotes (Spark's own default is a backslash, and it
 * reads `"a, ""b"""` as two values), and a line break inside quotes belongs to the value. Without `multiLine` Spark
 * cuts such a value, and so does Sail (0.7.2) where it splits a file of more than 10 MB, into rows that may even fit
 * the columns. It keeps a plain file from being split: one of 104 MB took Sail 1.8 times as long on two cores, eight
 * of 13 MB 1.0 times.
 */
function formatOptions(source: SourceSpec, dialect: Dialect): Record<string, string> {
  // Sail has no `mode` and always fails; Spark would put nulls where it could not read.
  const mode = dialect.failsOnMalformed || source.onMalformed !== "fail" ? undefined : { mode: "FAILFAST" };
  if (source.format === "json") return { ...mode };
  if (source.format !== "csv") return {};
  return {
    header: "true",
    multiLine: "true",
    ...(!dialect.doublesQuotes && { escape: '"' }),
    ...(source.schema === undefined && { inferSchema: "true" }),
    ...mode,
  };
}

function native(
  source: SourceSpec,
  reading: Reading,
  columns: readonly DataType_StructField[] | undefined,
  dialect: Dialect,
): RelationPlan {
  const options = formatOptions(source, dialect);
  // Delta and Parquet know their own columns; a schema there would only hide what has changed.
  if (!columns || source.format === "delta")
    return onlyThose(read(source.format, reading, undefined, options), reading);
  if (!dialect.movesPartitions || reading.partitions.length === 0) {
    const schema = ddlColumns(columns, (field) => ddl(field.dataType));
    const rows = read(source.format, reading, schema, options);
    return dialect.movesPartitions ? rows : inOrder(rows, columns);
  }
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
    columns.map((field) =>
      reading.partitions.includes(field.name) ? asColumn(field.name, ddl(field.dataType)) : quoted(field.name),
    ),
  );
}

/** Spark puts partition columns behind the others, whatever the schema says. */
const inOrder = (rows: RelationPlan, columns: readonly DataType_StructField[]) =>
  columns.length === 0
    ? rows
    : project(
        rows,
        columns.map(({ name }) => quoted(name)),
      );

function onlyThose(rows: RelationPlan, { partitions, only }: Reading): RelationPlan {
  if (!only) return rows;
  const one = (values: readonly string[]) =>
    `(${partitions.map((name, i) => `${quoted(name)} = ${textLiteral(values[i] ?? "")}`).join(" and ")})`;
  const [name] = partitions;
  // One column reads as a plain list, which engines prune folders by best.
  if (partitions.length === 1 && name !== undefined) {
    return filtered(rows, `${quoted(name)} in (${only.map(([value = ""]) => textLiteral(value)).join(", ")})`);
  }
  return filtered(rows, only.map(one).join(" or "));
}

/** Spark's own reader: malformed lines are dropped, or kept beside nulls. */
function permissive(
  source: SourceSpec,
  reading: Reading,
  columns: readonly DataType_StructField[],
  dialect: Dialect,
): RelationPlan {
  const options = formatOptions(source, dialect);
  const schema = ddlColumns(columns, (field) => ddl(field.dataType));
  if (source.onMalformed === "skip") return read(source.format, reading, schema, { ...options, mode: "DROPMALFORMED" });
  return read(source.format, reading, `${schema}, ${quoted(MALFORMED)} string`, {
    ...options,
    mode: "PERMISSIVE",
    columnNameOfCorruptRecord: MALFORMED,
  });
}
