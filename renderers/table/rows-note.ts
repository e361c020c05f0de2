import { say } from "../../protocol/wording/say.ts";
import type { Lang } from "../../protocol/wording/say.ts";

/** How many rows a result has: exactly `rows`, or more than the `rows` that were fetched. */
export type Extent = { rows: number; more: boolean };

/** The exact truth about a table's rows: "12,345 rows", "first 10,000 of more", "first 1,000 of 12,345 rows shown here". */
export function rowsNote(shown: number, { rows, more }: Extent, lang: Lang): string {
  const args = { shown: shown.toLocaleString(lang), rows: rows.toLocaleString(lang) };
  if (shown < rows) return say(lang, more ? "table.first-of-many" : "table.first-of", args);
  if (more) return say(lang, "table.first-of-more", args);
  return say(lang, rows === 1 ? "table.one-row" : "table.all-rows", args);
}
