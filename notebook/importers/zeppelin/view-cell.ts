import { splitStatements } from "../../sql-text.ts";

/**
 * `create or replace temp view NAME as select …` alone in a paragraph: the name and the query. A named cell is the same,
 * and unlike a command its query takes parameters.
 */
export function viewAsCell(code: string): { name: string; code: string } | undefined {
  if (splitStatements(code).length !== 1) return undefined;
  const found =
    /^\s*create\s+(?:or\s+replace\s+)?temp(?:orary)?\s+view\s+(?:if\s+not\s+exists\s+)?`?([\p{L}_][\p{L}\p{N}_]*)`?\s+as\s+(?=select\b|with\b|from\b|values\b)/iu.exec(
      code,
    );
  if (!found?.[1]) return undefined;
  return { name: found[1], code: code.slice(found[0].length).replace(/\s*;?\s*$/, "") };
}
