import { nameOf, wordOf } from "./groups.ts";
import type { Group, Item } from "./groups.ts";
import { clauseWords, columnList, readRelations, setOperators } from "./relations.ts";
import type { Relation } from "./relations.ts";

/** One SELECT with its clauses, and what its FROM names. Whatever cannot be understood is left out. */
export type Block = { start: number; clauses: readonly Clause[]; relations: readonly Relation[] };
/** `name` in lower case, such as `group`. Its items begin behind the keywords. */
export type Clause = { name: string; start: number; items: Item[] };

export type Cte = { name: string; start: number; end: number; columns?: readonly string[]; body?: Group };
export type Query = { ctes: readonly Cte[]; blocks: readonly Block[] };

const takesBy = new Set(["group", "order", "cluster", "distribute", "sort"]);

const read = new WeakMap<Group, Query>();

/** The query that stands in parentheses, or that a statement is. The same group is read once. */
export function readQuery(code: string, group: Group): Query {
  const known = read.get(group);
  if (known) return known;
  const query = queryOf(code, group.items);
  read.set(group, query);
  return query;
}

type OpenBlock = { start: number; clauses: Clause[] };

function queryOf(code: string, items: readonly Item[]): Query {
  const ctes: Cte[] = [];
  const blocks: OpenBlock[] = [];
  let block: OpenBlock | undefined;
  for (let i = 0; i < items.length; i++) {
    const item = items[i];
    const word = wordOf(item);
    if (!item) break;
    if (word === "with" && !block) i = readCtes(code, items, i + 1, ctes) - 1;
    else if (setOperators.has(word)) block = undefined;
    else if (startsClause(items, i, block)) {
      if (!block || (word === "select" && block.clauses.some(({ name }) => name === "select"))) {
        block = { start: item.start, clauses: [] };
        blocks.push(block);
      }
      if (takesBy.has(word) && wordOf(items[i + 1]) === "by") i++;
      block.clauses.push({ name: word, start: items[i]?.end ?? item.end, items: [] });
    } else if (block) block.clauses[block.clauses.length - 1]?.items.push(item);
    else if (item.kind === "group" && blocks.length === 0 && items.length === 1) return queryOf(code, item.items);
  }
  return {
    ctes,
    blocks: blocks.map(({ start, clauses }) => ({
      start,
      clauses,
      relations: clauses.flatMap(({ name, items: inside }) => (name === "from" ? readRelations(code, inside) : [])),
    })),
  };
}

function startsClause(items: readonly Item[], i: number, block: OpenBlock | undefined): boolean {
  const item = items[i];
  const word = wordOf(item);
  if (item?.kind !== "word" || !clauseWords.has(word)) return false;
  const before = items[i - 1];
  // `l.from` is a column when nothing stands between; `l. from logs` is a name still to be written.
  if (wordOf(before) === "." && before?.end === item.start) return false;
  const isCall = items[i + 1]?.kind === "group";
  if (word === "values") return !block;
  if (word === "set" || word === "offset") return !isCall && wordOf(before) !== "as";
  if (word === "window" || word === "sort" || word === "cluster") return !isCall;
  if (word === "from") return wordOf(before) !== "distinct" || !/^(?:is|not)$/.test(wordOf(items[i - 2]));
  return true;
}

function readCtes(code: string, items: readonly Item[], from: number, into: Cte[]): number {
  let i = from;
  if (wordOf(items[i]) === "recursive") i++;
  for (;;) {
    const item = items[i];
    const name = nameOf(code, item);
    if (!item || name === undefined || wordOf(item) === "select") return i;
    i++;
    const list = items[i];
    const columns = list?.kind === "group" && wordOf(items[i + 1]) === "as" ? columnList(code, list) : undefined;
    if (columns) i++;
    if (wordOf(items[i]) === "as") i++;
    const body = items[i];
    const written = body?.kind === "group" ? body : undefined;
    if (written) i++;
    into.push({
      name,
      start: item.start,
      end: item.end,
      ...(columns && { columns }),
      ...(written && { body: written }),
    });
    if (wordOf(items[i]) !== ",") return i;
    i++;
  }
}
