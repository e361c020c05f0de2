/** What a paragraph becomes. `other`: kept as code of that language, which does not run. */
export type Target = { kind: "markdown" } | { kind: "sql" | "python" | "scala" } | { kind: "other"; language: string };

/** Interpreters by the names that Zeppelin ships; groups are often copied under names such as `spark3`. */
const known: readonly [RegExp, Exclude<Target["kind"], "other">][] = [
  [/^md(\.\w+)?$/, "markdown"],
  [/^(?:sql|spark\w*\.sql|livy\w*\.sql)$/, "sql"],
  [/^(?:i?pyspark|i?python|spark\w*\.i?pyspark|livy\w*\.pyspark3?|python\w*\.i?python)$/, "python"],
  [/^(?:spark|spark[\d_]\w*|spark\w*\.spark|livy\w*(?:\.spark)?)$/, "scala"],
];

export function targetOf(interpreter: string): Target {
  const name = interpreter.toLowerCase();
  const kind = known.find(([pattern]) => pattern.test(name))?.[1];
  return kind === undefined ? { kind: "other", language: languageName(name) } : { kind };
}

/** A name as the format allows it for languages. */
export function languageName(name: string): string {
  const slug = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
  return /^[a-z]/.test(slug) ? slug : `x-${slug === "" ? "unknown" : slug}`;
}
