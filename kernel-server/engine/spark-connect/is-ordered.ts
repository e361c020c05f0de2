import { sqlTokens } from "../../../notebook/sql-text.ts";

/** Whether a query sorts what it yields: `order by` outside of parentheses, behind which windows and subqueries have theirs. */
export function isOrdered(text: string): boolean {
  let depth = 0;
  let before = "";
  for (const { kind, start, end } of sqlTokens(text)) {
    if (kind === "space" || kind === "comment") continue;
    const word = text.slice(start, end).toLowerCase();
    if (word === "(") depth++;
    else if (word === ")") depth--;
    else if (depth === 0 && before === "order" && word === "by") return true;
    before = word;
  }
  return false;
}
