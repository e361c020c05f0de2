import type { SaveSpec } from "./notebook.ts";
import { optional, record, required } from "./record.ts";
import { flag, listOrOne, oneOf, refine, text } from "./shape.ts";
import type { Shape } from "./shape.ts";

const fields = record({
  to: required(text, "Where the rows go. A relative path lies under the server's results folder."),
  format: optional(oneOf("delta", "parquet"), "delta (the default) or parquet, which can only be replaced as a whole."),
  partition: optional(listOrOne(text), "Columns that the files are divided by."),
  replace: optional(
    oneOf("partitions", "all"),
    "What this run's rows replace. The default is partitions where partition is given, else all.",
  ),
  append: optional(flag, "Add the rows to those that are there. Delta only."),
});

export const save: Shape<SaveSpec> = refine(fields, (spec, fail) => {
  const { to, format = "delta", partition = [], replace, append = false } = spec;
  if (to.trim() === "") return fail("notebook.empty-text", {}, "to");
  if (append && replace !== undefined) return fail("notebook.save-append-or-replace", {}, "append");
  const mode = append ? "append" : (`replace-${replace ?? defaultReplace(partition)}` as const);
  if (mode === "replace-partitions" && partition.length === 0)
    return fail("notebook.save-needs-partition", {}, "replace");
  if (format === "parquet" && mode !== "replace-all") return fail("notebook.save-parquet-all", {}, "format");
  return { to, format, partition, mode };
});

const defaultReplace = (partition: readonly string[]): "partitions" | "all" =>
  partition.length > 0 ? "partitions" : "all";

/** The author's form of a complete `save`: what is the default is not written. */
export function authorSave({ to, format, partition, mode }: SaveSpec) {
  const replace = mode === "replace-all" ? "all" : "partitions";
  return {
    to,
    ...(format !== "delta" && { format }),
    ...(partition.length > 0 && { partition }),
    ...(mode === "append" ? { append: true } : replace !== defaultReplace(partition) && { replace }),
  };
}
