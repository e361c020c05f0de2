import { say } from "../../protocol/wording/say.ts";
import type { Lang } from "../../protocol/wording/say.ts";
import { rowsNote } from "./rows-note.ts";

/** What the grid shows now. `extent` is absent while rows are still coming. */
export type Shown = {
  rows: number;
  extent: "all" | "more" | undefined;
  /** All rows of the result, once somebody counted them: the number as text. */
  counted: string | undefined;
  /** How many of the rows can be read, when the server cannot be reached. */
  kept: number | undefined;
  /** The rows that filters hold for, when there are filters. */
  matching: { rows: number; extent: "all" | "more" | undefined } | undefined;
};

/** The exact truth about what is shown: "12,345 rows", "first 10,000 of more", "3 rows match of 12,345". */
export function gridNote({ rows, extent, counted, kept, matching }: Shown, lang: Lang): string {
  const number = (value: number) => value.toLocaleString(lang);
  const total = counted === undefined ? undefined : BigInt(counted).toLocaleString(lang);
  if (matching) {
    const args = { matching: number(matching.rows), rows: total ?? number(rows) };
    if (matching.extent === undefined) return say(lang, "grid.matching-so-far", args);
    const many = total === undefined && extent !== "all";
    const one = matching.rows === 1;
    if (many) return say(lang, one ? "grid.one-matches-of-more" : "grid.matching-of-more", args);
    return say(lang, one ? "grid.one-matches" : "grid.matching", args);
  }
  if (kept !== undefined && kept < rows) {
    return say(lang, extent === "all" ? "grid.kept" : "grid.kept-of-more", { kept: number(kept), rows: number(rows) });
  }
  if (extent === undefined) return say(lang, rows === 0 ? "grid.coming-first" : "grid.coming", { rows: number(rows) });
  if (extent === "more" && total !== undefined)
    return say(lang, "grid.first-of-counted", { shown: number(rows), rows: total });
  return rowsNote(rows, { rows, more: extent === "more" }, lang);
}
