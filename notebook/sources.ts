import type { Author } from "./inline-yaml.ts";
import { viewName } from "./names.ts";
import type { SourceSpec } from "./notebook.ts";
import { entries, optional, record } from "./record.ts";
import type { Entry } from "./record.ts";
import { oneOf, refine, text } from "./shape.ts";

const fields = record({
  path: optional(text, "File, folder or glob: ./ means the notebook's folder; or s3://…"),
  result: optional(text, "What another notebook saved, such as growth/dau. In place of path."),
  format: optional(
    oneOf("json", "csv", "text", "parquet", "delta"),
    "Needed where the path's ending does not tell it.",
  ),
  schema: optional(text, "Columns in Spark's DDL, partition columns included: ts timestamp, user bigint, dt string."),
  "on-malformed": optional(
    oneOf("fail", "skip", "keep"),
    "What becomes of lines that cannot be read: fail (the default), skip, or keep with nulls.",
  ),
});

type Unnamed = Omit<SourceSpec, "name" | "line">;

/** `sources:` in front matter. */
export const sources = entries(
  refine(fields, (spec, fail): Unnamed | undefined => {
    const { path, result, schema, "on-malformed": onMalformed = "fail" } = spec;
    if ((path === undefined) === (result === undefined)) return fail("notebook.path-or-result");
    const named = path ?? result ?? "";
    if (named.trim() === "") return fail("notebook.empty-text", {}, path === undefined ? "result" : "path");
    const format = spec.format ?? (path === undefined ? "delta" : formatOf(path));
    if (!format) return fail("notebook.source-needs-format", {}, "path");
    const isLenient = onMalformed !== "fail" && (format === "json" || format === "csv");
    if (isLenient && schema === undefined) return fail("notebook.source-needs-schema", { onMalformed }, "on-malformed");
    const from = path === undefined ? { result: named } : { path };
    return { from, format, ...(schema !== undefined && { schema }), onMalformed };
  }),
  viewName,
);

export const toSource = ({ name, value, line }: Entry<Unnamed>): SourceSpec => ({ name, ...value, line });

const endings: Readonly<Record<string, SourceSpec["format"]>> = {
  json: "json",
  jsonl: "json",
  ndjson: "json",
  csv: "csv",
  txt: "text",
  log: "text",
  parquet: "parquet",
};

/** The format that a path's ending tells, compression aside: `./logs/*.json.gz` is JSON. */
export function formatOf(path: string): SourceSpec["format"] | undefined {
  const ending = /\.([a-z0-9]+)(?:\.(?:gz|gzip|zst|bz2|lz4|snappy|deflate))?$/i.exec(path)?.[1]?.toLowerCase() ?? "";
  return Object.hasOwn(endings, ending) ? endings[ending] : undefined;
}

/** The author's form of a source. The format is always written: whoever reads the file need not know the endings. */
export function authorSource({ from, format, schema, onMalformed }: Omit<SourceSpec, "name" | "line">): Author {
  return {
    ...from,
    format,
    ...(schema !== undefined && { schema }),
    ...(onMalformed !== "fail" && { "on-malformed": onMalformed }),
  };
}
