import { nameOf, wordOf } from "./groups.ts";
import type { Group, Item } from "./groups.ts";

/** Something that FROM names. */
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

export const clauseWords = new Set(
  "select from where having limit offset window qualify group order cluster distribute sort set values".split(" "),
);
export const setOperators = new Set(["union", "intersect", "except", "minus"]);
const joinWords = new Set("join inner left right full outer cross semi anti natural lateral".split(" "));
/** What ends a relation, so that it is no alias. */
const noAlias = new Set([
  ...clauseWords,
  ...setOperators,
  ...joinWords,
  ..."on using as tablesample pivot unpivot with when".split(" "),
]);

export const columnList = (code: string, { items }: Group): string[] =>
  items.flatMap((item) => nameOf(code, item) ?? []);

/** What the items behind FROM name. */
export function readRelations(code: string, items: readonly Item[]): Relation[] {
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
