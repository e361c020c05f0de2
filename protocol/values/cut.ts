/**
 * A value above 64 KiB travels as its first 4 KiB. Which ones were cut stands in the metadata of the stream's schema
 * under `between.cut`: a JSON list of [row, column, bytes], row and column from 0 in this stream, `bytes` the size of
 * the whole value.
 */
export const CUT_KEY = "between.cut";

export type Cut = { row: number; column: number; bytes: number };

/** What `between.cut` says; nothing where it is absent or not understood. */
export function readCuts(metadata: ReadonlyMap<string, string> | undefined): readonly Cut[] {
  const text = metadata?.get(CUT_KEY);
  if (text === undefined) return [];
  const list: unknown = JSON.parse(text);
  if (!Array.isArray(list)) return [];
  return list.flatMap((entry: unknown) => {
    if (!Array.isArray(entry)) return [];
    const fields: readonly unknown[] = entry;
    const [row, column, bytes] = fields;
    return typeof row === "number" && typeof column === "number" && typeof bytes === "number"
      ? [{ row, column, bytes }]
      : [];
  });
}

/** The metadata's value for these cuts. */
export function writeCuts(cuts: readonly Cut[]): string {
  return JSON.stringify(cuts.map(({ row, column, bytes }) => [row, column, bytes]));
}
