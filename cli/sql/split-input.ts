import { splitStatements, sqlTokens } from "../../notebook/sql-text.ts";

/** A statement and the line, from 1, on which it begins in what was typed or piped. */
export type TypedStatement = { text: string; line: number };

/** All statements of a text; the last one needs no semicolon. */
export function typedStatements(text: string): TypedStatement[] {
  return splitStatements(text).map(({ text: statement, start }) => ({
    text: statement,
    line: text.slice(0, start).split("\n").length,
  }));
}

/** Whether what was typed so far ends with a statement's semicolon, and not inside a string, a name or a comment. */
export function isFinished(text: string): boolean {
  let last = "";
  for (const { kind, start, end } of sqlTokens(text)) {
    if (kind !== "space" && kind !== "comment") last = text.slice(start, end);
  }
  return last === ";" || last === "";
}
