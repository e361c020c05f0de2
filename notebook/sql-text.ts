import { sqlTokens } from "./sql-tokens.ts";
import type { SqlToken } from "./sql-tokens.ts";

export { sqlTokens } from "./sql-tokens.ts";
export type { SqlToken } from "./sql-tokens.ts";
export { madeNames, pathsInStatement } from "./sql-paths.ts";
export { placesWritten } from "./sql-writes.ts";

/** A part of a text, with its offsets in UTF-16 units. */
export type Statement = { text: string; start: number; end: number };
export type NameAt = { name: string; start: number; end: number };

/** The statements of a cell, without the semicolons between them and the white space around them. Comments stay; what holds nothing else is no statement. */
export function splitStatements(code: string): Statement[] {
  const statements: Statement[] = [];
  let extent: { start: number; end: number } | undefined;
  let says = false;
  const close = () => {
    if (extent && says) statements.push({ text: code.slice(extent.start, extent.end), ...extent });
    extent = undefined;
    says = false;
  };
  for (const token of sqlTokens(code)) {
    if (token.kind === "punctuation" && code[token.start] === ";") close();
    else if (token.kind !== "space") {
      says ||= token.kind !== "comment";
      extent = { start: extent?.start ?? token.start, end: token.end };
    }
  }
  close();
  return statements;
}

/** Each use of a named parameter, `:day`. The extent holds the colon, the name does not. */
export function namedParameters(code: string): NameAt[] {
  return pick(code, (token) => (token.kind === "parameter" ? code.slice(token.start + 1, token.end) : undefined));
}

/** Each word and each name in backticks, the latter without them; keywords are words too. */
export function identifiers(code: string): NameAt[] {
  return pick(code, (token) => {
    if (token.kind === "word") return code.slice(token.start, token.end);
    return token.kind === "quoted-name" ? unquoteName(code.slice(token.start, token.end)) : undefined;
  });
}

function pick(code: string, nameOf: (token: SqlToken) => string | undefined): NameAt[] {
  const found: NameAt[] = [];
  for (const token of sqlTokens(code)) {
    const name = nameOf(token);
    if (name !== undefined) found.push({ name, start: token.start, end: token.end });
  }
  return found;
}

const unquoteName = (quoted: string): string => quoted.replace(/^`/, "").replace(/`$/, "").replaceAll("``", "`");
