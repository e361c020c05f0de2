import { addSource } from "../edit.ts";
import type { SourceSpec } from "../notebook.ts";
import { partitionColumns } from "./partitions.ts";

/**
 * The columns of a source in Spark's DDL, those that folders name included: engines that are given a schema read only
 * the columns in it. `undefined` where the files carry their own (Parquet, Delta).
 */
export function schemaText(
  format: SourceSpec["format"],
  path: string,
  seen: readonly { name: string; type: string }[],
): string | undefined {
  if (format === "parquet" || format === "delta") return undefined;
  const partitions = partitionColumns(path).filter((name) => !seen.some((field) => field.name === name));
  const columns = [...seen, ...partitions.map((name) => ({ name, type: "string" }))];
  // Text has one column always; it is worth writing only beside others.
  if (format === "text" && columns.length <= 1) return undefined;
  return columns.map(({ name, type }) => `${quoted(name)} ${type}`).join(", ");
}

/** Names that are no plain words stand in backticks. */
const quoted = (name: string) => (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? name : `\`${name.replaceAll("`", "``")}\``);

/** The `sources:` block as it would stand in a notebook that has nothing else. */
export function sourceBlock(spec: Omit<SourceSpec, "line">): string {
  const edited = addSource("", spec);
  if (!("text" in edited)) throw new TypeError(`no source: ${JSON.stringify(edited.problems)}`);
  const lines = edited.text.split("\n");
  return lines.slice(lines.indexOf("sources:"), lines.lastIndexOf("---")).join("\n");
}
