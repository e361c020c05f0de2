import { identifiers, sqlTokens } from "../../../notebook/sql-text.ts";

/**
 * What a statement is to one who must not run it: a query, whose columns can be told; a question about tables, which
 * changes nothing; or a command. `touches`: the name that a command makes or drops, in lower case; `anything` when that
 * cannot be told.
 */
export type StatementKind =
  { is: "query" } | { is: "question" } | { is: "command"; touches?: string; anything: boolean };

const queries = new Set(["select", "values", "table", "with", "from"]);
const questions = new Set(["show", "describe", "desc", "explain", "set", "reset"]);
const writes = new Set(["insert", "update", "delete", "merge"]);
/** Commands after which all tables have the names and columns that they had. */
const harmless = new Set([
  "analyze",
  "refresh",
  "truncate",
  "optimize",
  "vacuum",
  "uncache",
  "clear",
  "msck",
  ...writes,
]);
/** What else begins a command, of Spark's grammar and of Delta's and Iceberg's; any other word begins nothing that an engine could carry out. */
const commands = new Set(
  `add alter begin cache call clone comment commit convert copy create declare dfs drop execute export fetch generate grant
   import list load lock open reorg repair replace restore revoke rollback start sync undrop unload unlock use
   case close for if iterate leave loop repeat signal while`.split(/\s+/),
);
/** Words between `create` or `drop` and the name. */
const lead = new Set(
  "create drop or replace global local temp temporary external table view materialized if not exists".split(" "),
);

export function statementKind(text: string): StatementKind {
  const words = wordsOutside(text);
  const [first = ""] = words;
  // Engines carry out a command as soon as they are asked about it, so a query must be one for sure.
  if (queries.has(first) && !words.some((word) => writes.has(word))) return { is: "query" };
  if (queries.has(first)) return { is: "command", anything: false };
  if (questions.has(first)) return { is: "question" };
  if (harmless.has(first)) return { is: "command", anything: false };
  if (first === "create" || first === "drop") {
    const touches = nameBehind(text);
    if (touches !== undefined) return { is: "command", touches, anything: false };
  }
  return commands.has(first) ? { is: "command", anything: true } : { is: "query" };
}

/** The words of a statement that stand in no parentheses, in lower case; a query in parentheses begins with `select`. */
function wordsOutside(text: string): string[] {
  const words: string[] = [];
  let depth = 0;
  for (const { kind, start, end } of sqlTokens(text)) {
    const piece = text.slice(start, end);
    if (piece === "(") {
      if (words.length === 0) words.push("select");
      depth++;
    } else if (piece === ")") depth--;
    else if (kind === "word" && depth === 0) words.push(piece.toLowerCase());
  }
  return words;
}

/** Of `create or replace temp view a.b as …`: b. Of what is neither table nor view: none. */
function nameBehind(text: string): string | undefined {
  const names = identifiers(text);
  const at = names.findIndex(({ name }) => !lead.has(name.toLowerCase()));
  if (!names.slice(0, Math.max(0, at)).some(({ name }) => /^(table|view)$/i.test(name))) return undefined;
  let last = names[at];
  for (const next of names.slice(at + 1)) {
    if (!last || text.slice(last.end, next.start).trim() !== ".") break;
    last = next;
  }
  return last?.name.toLowerCase();
}
