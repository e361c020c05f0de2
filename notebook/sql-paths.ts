import { stringValue } from "./sql-string.ts";
import { sqlTokens } from "./sql-tokens.ts";
import type { SqlToken } from "./sql-tokens.ts";

/** A file, folder or glob that a statement reads by name. The extent is that of the path with its quotes. */
export type PathInStatement = {
  format: string;
  path: string;
  start: number;
  end: number;
  /** Of a table that is created with columns of its own: what it is later read or filled by. Not read before. */
  table?: string;
};

const formats = new Set(["json", "csv", "text", "parquet", "delta", "avro", "orc", "binaryfile"]);

/** What stands before a table that is written or dropped, not read. */
const notRead = new Set(["into", "overwrite", "exists"]);

/** With one of these before it, `TABLE` does not read what it names. */
const makesTable = new Set([
  "create",
  "replace",
  "external",
  "temporary",
  "temp",
  "global",
  "drop",
  "into",
  "overwrite",
]);

/**
 * The paths that a statement reads: json.`./logs` and its like, and the location, or `path` in the options, of `CREATE … USING format`.
 * Paths that it writes are not among them. `format` is in lower case but for `binaryFile`.
 */
export function pathsInStatement(code: string): PathInStatement[] {
  const tokens = [...sqlTokens(code)].filter(({ kind }) => kind !== "space" && kind !== "comment");
  const source: Source = { textOf: (token) => (token ? code.slice(token.start, token.end) : ""), tokens };
  return [...tableNames(source), ...createOptions(source), ...createLocation(source)].sort((a, b) => a.start - b.start);
}

type Source = { tokens: readonly SqlToken[]; textOf(token: SqlToken | undefined): string };

function tableNames({ tokens, textOf }: Source): PathInStatement[] {
  return tokens.flatMap((token, i) => {
    const format = formatNamed(textOf(tokens[i - 2]).replaceAll("`", ""));
    if (token.kind !== "quoted-name" || textOf(tokens[i - 1]) !== "." || !format) return [];
    const word = (at: number) => textOf(tokens[at]).toLowerCase();
    const isMade = word(i - 3) === "table" && makesTable.has(word(i - 4));
    if (word(i - 3) === "." || notRead.has(word(i - 3)) || isMade) return [];
    return [{ format, path: textOf(token).slice(1, -1).replaceAll("``", "`"), start: token.start, end: token.end }];
  });
}

function formatNamed(word: string): string | undefined {
  const format = word.toLowerCase();
  if (!formats.has(format)) return undefined;
  return format === "binaryfile" ? "binaryFile" : format;
}

/** Of `CREATE … USING json OPTIONS (path './logs')`; a table that is filled by a query is written, not read. */
function createOptions({ tokens, textOf }: Source): PathInStatement[] {
  const word = (i: number): string => textOf(tokens[i]).toLowerCase();
  if (word(0) !== "create") return [];
  const using = tokens.findIndex((_, i) => word(i) === "using");
  const format = formatNamed(textOf(tokens[using + 1])) ?? textOf(tokens[using + 1]);
  const opening = tokens.findIndex((_, i) => i > using && word(i) === "options" && word(i + 1) === "(") + 1;
  if (using === -1 || opening === 0) return [];
  const closing = tokens.findIndex((_, i) => i > opening && word(i) === ")");
  const end = closing === -1 ? tokens.length : closing;
  if (tokens.some((_, i) => i > end && word(i) === "as")) return [];
  const found: PathInStatement[] = [];
  for (let i = opening + 1; i < end; i++) {
    const startsPair = word(i - 1) === "(" || word(i - 1) === ",";
    const key = tokens[i]?.kind === "string" ? stringValue(textOf(tokens[i])) : textOf(tokens[i]);
    const value = tokens[word(i + 1) === "=" ? i + 2 : i + 1];
    if (startsPair && key.replaceAll("`", "").toLowerCase() === "path" && value?.kind === "string") {
      found.push({ format, path: stringValue(textOf(value)), start: value.start, end: value.end });
    }
  }
  return found;
}

/** Of `CREATE … USING json LOCATION './logs'`. */
function createLocation({ tokens, textOf }: Source): PathInStatement[] {
  const word = (i: number): string => textOf(tokens[i]).toLowerCase();
  const using = tokens.findIndex((_, i) => word(i) === "using");
  const at = tokens.findIndex((token, i) => i > using && word(i - 1) === "location" && token.kind === "string");
  const place = tokens[at];
  if (word(0) !== "create" || using === -1 || !place || tokens.some((_, i) => i > at && word(i) === "as")) return [];
  const format = formatNamed(textOf(tokens[using + 1])) ?? textOf(tokens[using + 1]);
  const opening = tokens.findIndex((_, i) => word(i) === "(");
  const table = opening > 0 && opening < using ? textOf(tokens[opening - 1]).replace(/^`|`$/g, "") : undefined;
  const path = stringValue(textOf(place));
  return [{ format, path, start: place.start, end: place.end, ...(table !== undefined && { table }) }];
}

/** `identifier('t')` and `identifier(:p)`: a name that is made of a text. Of other texts than these two there is neither. */
export type MadeName = { start: number; end: number; literal?: string; parameter?: string };

/** The names in a statement that are made of texts. */
export function madeNames(code: string): MadeName[] {
  const tokens = [...sqlTokens(code)].filter(({ kind }) => kind !== "space" && kind !== "comment");
  const textOf = (token: SqlToken | undefined): string => (token ? code.slice(token.start, token.end) : "");
  return tokens.flatMap(({ start }, i) => {
    if (textOf(tokens[i]).toLowerCase() !== "identifier" || textOf(tokens[i + 1]) !== "(") return [];
    const [text, closing] = [tokens[i + 2], tokens[i + 3]];
    const end = closing?.end ?? code.length;
    if (textOf(closing) !== ")" || !text) return [{ start, end }];
    if (text.kind === "string") return [{ start, end, literal: stringValue(textOf(text)) }];
    if (text.kind === "parameter") return [{ start, end, parameter: textOf(text).slice(1) }];
    return [{ start, end }];
  });
}
