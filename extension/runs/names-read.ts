import { foldCase } from "../../notebook/names.ts";
import { identifiers, sqlTokens } from "../../notebook/sql-text.ts";

/** Words that end the list of tables behind FROM, at their own depth of parentheses. */
const endsFrom = new Set(
  "where group order having limit select union intersect except minus window qualify cluster distribute sort lateral set values on using".split(
    " ",
  ),
);

/**
 * Which of the `named` (by their folded names) a cell reads from. In SQL those that stand as tables and are not given by
 * WITH; in other languages each that occurs as a word, which may be one too many and never one too few.
 */
export function namesRead(language: string, code: string, named: ReadonlyMap<string, string>): string[] {
  if (named.size === 0) return [];
  const words = language === "sql" ? tablesOf(code) : new Set(code.match(/[\p{L}_][\p{L}\p{N}_]*/gu)?.map(foldCase));
  return [...words].flatMap((word) => named.get(word) ?? []);
}

type Depth = { inFrom: boolean; expectsTable: boolean };

/** Folded names that stand where a table does: behind FROM, JOIN, TABLE and the commas of a FROM. */
function tablesOf(code: string): Set<string> {
  const nameAt = new Map(identifiers(code).map(({ name, start }) => [start, foldCase(name)]));
  const tokens = [...sqlTokens(code)].filter(({ kind }) => kind !== "space" && kind !== "comment");
  const textAt = (i: number) => code.slice(tokens[i]?.start ?? 0, tokens[i]?.end ?? 0).toLowerCase();
  const read = new Set<string>();
  const given = new Set<string>();
  const outer: Depth[] = [];
  let here: Depth = { inFrom: false, expectsTable: false };
  tokens.forEach(({ kind, start }, i) => {
    const text = textAt(i);
    const name = nameAt.get(start);
    if (text === "(") {
      outer.push(here);
      // `from (a join b)` goes on with tables inside.
      here = { inFrom: here.expectsTable, expectsTable: here.expectsTable };
    } else if (text === ")") {
      here = outer.pop() ?? here;
      here.expectsTable = false;
    } else if (text === "," && here.inFrom) here.expectsTable = true;
    else if (kind === "word" && (text === "from" || text === "join" || (text === "table" && !here.inFrom))) {
      here = { inFrom: true, expectsTable: true };
    } else if (kind === "word" && endsFrom.has(text)) here = { inFrom: false, expectsTable: false };
    else if (name !== undefined && textAt(i + 1) === "as" && textAt(i + 2) === "(" && !here.inFrom) given.add(name);
    else if (name !== undefined && here.expectsTable) {
      if (textAt(i + 1) !== "." && textAt(i + 1) !== "(") read.add(name);
      here.expectsTable = false;
    }
  });
  for (const name of given) read.delete(name);
  return read;
}
