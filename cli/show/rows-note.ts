import { say, type Lang } from "../../protocol/wording/say.ts";
import { count } from "./amounts.ts";

/** The exact note under a table: how many rows there are, and how many of them one sees. */
export function rowsNote(
  lang: Lang,
  result: { rows: number; extent?: "all" | "more" | undefined },
  shown = result.rows,
): string {
  const { rows, extent } = result;
  const args = { rows: count(rows), shown: count(shown) };
  if (extent === undefined) return say(lang, "cli.rows.so-far", args);
  if (extent === "more") return say(lang, shown < rows ? "cli.rows.part-of-more" : "cli.rows.first-of-more", args);
  if (shown < rows) return say(lang, "cli.rows.part", args);
  return say(lang, rows === 1 ? "cli.rows.one" : "cli.rows.all", args);
}
