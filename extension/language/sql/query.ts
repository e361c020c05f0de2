import { nameOf, wordOf } from "./groups.ts";
import type { Group, Item } from "./groups.ts";

/** One SELECT with its clauses, and what its FROM names. Whatever cannot be understood is left out. */
export type Block = { start: number; clauses: readonly Clause[]; relations: readonly Relation[] };
/** `name` in lower case, such as `group`. Its items begin behind the keywords. */
export type Clause = { name: string; start: number; items: Item[] };

export type Relation = {
  alias?: { name: string; start: number; end: number };
  /** Names for its columns, `as t(a, b)`. */
  columns?: readonly string[];
  start: number;
  end: number;
} & (
  | { of: "name"; parts: readonly string[] }
  | { of: "query"; group: Group }
  | { of: "function"; name: string; group: Group }
);

export type Cte = { name: string; start: number; end: number; columns?: readonly string[]; body?: Group };
export type Query = { ctes: readonly Cte[]; blocks: readonly Block[] };

const clauseWords = new Set(
  "select from where having limit offset window qualify group order cluster distribute sort set values".split(" "),
);
const takesBy = new Set(["group", "order", "cluster", "distribute", "sort"]);
export const setOperators = new Set(["union", "intersect", "except", "minus"]);
const joinWords = new Set("join inner left right full outer cross semi anti natural lateral".split(" "));
/** What ends a relation, so that it is no alias. */
const noAlias = new Set([
  ...clauseWords,
  ...setOperators,
  ...joinWords,
  ..."on using as tablesample pivot unpivot with when".split(" "),
]);

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

const columnList = (code: string, { items }: Group): string[] => items.flatMap((item) => nameOf(code, item) ?? []);

function readRelations(code: string, items: readonly Item[]): Relation[] {
  const found: Relation[] = [];
  let expecting = true;
  for (let i = 0; i < items.length; i++) {
    const item = items[i];
    const word = wordOf(item);
    if (!item) break;
    if (word === "view" && wordOf(items[i - 1]) === "lateral") {
      i = readLateralView(code, items, i + 1, found);
      expecting = false;
    } else if (word === "join" || word === ",") expecting = true;
    else if (joinWords.has(word) && !(word === "lateral" && expecting)) expecting = false;
    else if (word === "on" || word === "using") expecting = false;
    else if (expecting && word !== "lateral") {
      const next = readRelation(code, items, i, found);
      if (next > i) {
        i = next - 1;
        expecting = false;
      }
    }
  }
  return found;
}

function readRelation(code: string, items: readonly Item[], from: number, into: Relation[]): number {
  const first = items[from];
  if (!first) return from;
  let i = from + 1;
  let what:
    { of: "name"; parts: string[] } | { of: "query"; group: Group } | { of: "function"; name: string; group: Group };
  if (first.kind === "group") what = { of: "query", group: first };
  else {
    const name = nameOf(code, first);
    if (name === undefined || (first.kind === "word" && noAlias.has(first.word) && first.word !== "values"))
      return from;
    const parts = [name];
    while (wordOf(items[i]) === ".") {
      const part = nameOf(code, items[i + 1]);
      i += part === undefined ? 1 : 2;
      if (part !== undefined) parts.push(part);
    }
    const call = items[i];
    what = call?.kind === "group" ? { of: "function", name: name.toLowerCase(), group: call } : { of: "name", parts };
    if (call?.kind === "group") i++;
  }
  while (what.of === "function" && what.name === "values" && (wordOf(items[i]) === "," || items[i]?.kind === "group"))
    i++;
  const end = items[i - 1]?.end ?? first.end;
  if (wordOf(items[i]) === "tablesample") i += items[i + 1]?.kind === "group" ? 2 : 1;
  if (wordOf(items[i]) === "as") i++;
  const alias = items[i];
  const name = alias?.kind === "word" && noAlias.has(alias.word) ? undefined : nameOf(code, alias);
  const named = alias && name !== undefined ? { name, start: alias.start, end: alias.end } : undefined;
  if (named) i++;
  const list = items[i];
  const columns = named && list?.kind === "group" ? columnList(code, list) : undefined;
  if (columns) i++;
  into.push({ ...what, start: first.start, end, ...(named && { alias: named }), ...(columns && { columns }) });
  return i;
}

/** `lateral view [outer] explode(x) t as a, b`: gives the index of its last item. */
function readLateralView(code: string, items: readonly Item[], from: number, into: Relation[]): number {
  let i = wordOf(items[from]) === "outer" ? from + 1 : from;
  const first = items[i];
  const call = items[i + 1];
  if (!first || call?.kind !== "group") return i;
  i += 2;
  const alias = items[i];
  const name = alias?.kind === "word" && noAlias.has(alias.word) ? undefined : nameOf(code, alias);
  if (alias && name !== undefined) i++;
  const columns: string[] = [];
  if (wordOf(items[i]) === "as") {
    do {
      i++;
      const column = nameOf(code, items[i]);
      if (column === undefined) break;
      columns.push(column);
      i++;
    } while (wordOf(items[i]) === ",");
  }
  const named = alias && name !== undefined ? { alias: { name, start: alias.start, end: alias.end } } : {};
  const listed = columns.length > 0 ? { columns } : {};
  into.push({
    of: "function",
    name: wordOf(first),
    group: call,
    start: first.start,
    end: call.end,
    ...named,
    ...listed,
  });
  return i - 1;
}
