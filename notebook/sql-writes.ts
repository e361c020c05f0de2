import { stringValue, unicodeValue } from "./sql-string.ts";
import { sqlTokens } from "./sql-tokens.ts";
import type { SqlToken } from "./sql-tokens.ts";

/** A file, folder or address that a statement may write to, at once or later. The extent is that of its literal. */
export type PlaceWritten = { path: string; start: number; end: number };

const verbs = new Set(["create", "replace", "insert", "alter", "update", "delete", "merge", "load", "set"]);
/** What stands before a place. */
const before = new Set(["location", "directory"]);
const lists = new Set(["options", "tblproperties", "properties", "dbproperties", "serdeproperties"]);
/** `path`, `write.data.path`, `spark.sql.warehouse.dir`, `datafusion.runtime.temp_directory`. */
const namesPlace = /(?:path|location|dir|directory)$/i;
/** What stands before a table that is named by its path, delta.`/data/t`. */
const targets = new Set(["into", "overwrite", "table", "update"]);

/**
 * The places that a statement names to write to, by Sail's grammar (0.7.2): `LOCATION '…'`, `DIRECTORY '…'`, what is
 * called a path in a list of options or properties or in a variable, and delta.`…` that is inserted into, updated, merged into or
 * deleted from. Rather one too many than one too few.
 */
export function placesWritten(code: string): PlaceWritten[] {
  const all = [...sqlTokens(code)].filter(({ kind }) => kind !== "space" && kind !== "comment");
  const words = all.map(({ start, end }) => code.slice(start, end).toLowerCase());
  const first = words[0] === "explain" ? words.findIndex((word) => verbs.has(word)) : 0;
  if (first < 0 || !verbs.has(words[first] ?? "")) return [];
  const statement = new Source(code, all.slice(first));
  return words[first] === "set"
    ? variable(statement)
    : [...places(statement), ...properties(statement), ...tables(statement)];
}

class Source {
  readonly code: string;
  readonly tokens: readonly SqlToken[];
  constructor(code: string, tokens: readonly SqlToken[]) {
    this.code = code;
    this.tokens = tokens;
  }

  text(i: number): string {
    const token = this.tokens[i];
    return token ? this.code.slice(token.start, token.end) : "";
  }

  word(i: number): string {
    return this.text(i).toLowerCase();
  }

  /** The string at a token or behind its prefix, `U&'…'` or `n'…'`, and the token behind it. */
  string(i: number): { value: string; start: number; end: number; next: number } | undefined {
    const isUnicode = this.word(i) === "u" && this.text(i + 1) === "&";
    const at = this.tokens[i]?.kind === "string" ? i : isUnicode ? i + 2 : i + 1;
    const [token, from] = [this.tokens[at], this.tokens[i]];
    if (token?.kind !== "string" || !from || !/^(?:[a-z]|u&)?$/i.test(this.code.slice(from.start, token.start)))
      return undefined;
    const value = (isUnicode ? unicodeValue : stringValue)(this.text(at));
    return { value, start: from.start, end: token.end, next: at + 1 };
  }
}

function places(source: Source): PlaceWritten[] {
  return source.tokens.flatMap((_, i) => {
    const named = before.has(source.word(i - 1)) ? source.string(i) : undefined;
    return named ? [{ path: named.value, start: named.start, end: named.end }] : [];
  });
}

/** `('path' = '…', write.data.path '…')`. */
function properties(source: Source): PlaceWritten[] {
  const found: PlaceWritten[] = [];
  for (let i = 1; i < source.tokens.length; i++) {
    if (source.text(i) !== "(" || !lists.has(source.word(i - 1))) continue;
    for (i++; i < source.tokens.length && source.text(i) !== ")"; i++) {
      if (source.text(i) === ",") continue;
      const key = keyAt(source, i);
      const value = source.string(source.text(key.next) === "=" ? key.next + 1 : key.next);
      if (value && namesPlace.test(key.name)) found.push({ path: value.value, start: value.start, end: value.end });
      i = (value?.next ?? key.next) - 1;
    }
  }
  return found;
}

/** A string, or words with what stands between them. Of the latter the last counts. */
function keyAt(source: Source, i: number): { name: string; next: number } {
  const literal = source.string(i);
  if (literal) return { name: literal.value, next: literal.next };
  let next = i + 1;
  while (source.text(next) === "." || source.text(next - 1) === ".") next++;
  return { name: source.text(next - 1).replace(/^`|`$/g, ""), next };
}

/** `SET spark.sql.warehouse.dir = …`: to its end, in quotes or bare; a string of Sail's own form has escapes. */
function variable(source: Source): PlaceWritten[] {
  const { code, tokens } = source;
  const key = keyAt(source, 1);
  const from = source.text(key.next) === "=" ? key.next + 1 : key.next;
  const [start, end] = [tokens[from]?.start, tokens.at(-1)?.end];
  if (!namesPlace.test(key.name) || start === undefined || end === undefined) return [];
  const bare = code.slice(start, end).replace(/\s*;$/, "");
  const values = new Set([bare.replace(/^(['"])(.*)\1$/s, "$2"), source.string(from)?.value ?? bare]);
  return [...values].map((path) => ({ path, start, end }));
}

function tables(source: Source): PlaceWritten[] {
  return source.tokens.flatMap(({ kind, start, end }, i) => {
    const isTarget = targets.has(source.word(i - 3)) || (i === 4 && source.word(0) === "delete");
    if (kind !== "quoted-name" || source.text(i - 1) !== "." || !isTarget) return [];
    return [{ path: source.text(i).slice(1, -1).replaceAll("``", "`"), start, end }];
  });
}
