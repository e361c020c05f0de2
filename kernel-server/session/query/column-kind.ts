/** What can be asked of a column: by the engine's name of its type. `clock`: a time of no place. */
export type ColumnKind =
  "integer" | "decimal" | "float" | "text" | "boolean" | "date" | "timestamp" | "clock" | "binary" | "nested" | "other";

const kinds: readonly [RegExp, ColumnKind][] = [
  [/^(tinyint|smallint|int|bigint)$/, "integer"],
  [/^decimal/, "decimal"],
  [/^(float|double)$/, "float"],
  [/^(string|(var)?char\b)/, "text"],
  [/^boolean$/, "boolean"],
  [/^date$/, "date"],
  [/^timestamp$/, "timestamp"],
  [/^timestamp_ntz$/, "clock"],
  [/^binary$/, "binary"],
  [/^(array|map|struct)</, "nested"],
];

export const columnKind = (type: string): ColumnKind => kinds.find(([pattern]) => pattern.test(type))?.[1] ?? "other";

export const isNumber = (kind: ColumnKind): boolean => kind === "integer" || kind === "decimal" || kind === "float";

/** Of `decimal(20,2)`: 2. */
export const scaleOf = (type: string): number => Number(/,\s*(\d+)\)$/.exec(type)?.[1] ?? 0);
