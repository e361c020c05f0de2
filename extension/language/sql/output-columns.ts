import type { Field } from "../../../protocol/messages.ts";
import { foldCase } from "../../../notebook/names.ts";
import { elementType, structFields } from "../ddl.ts";
import { resultType } from "../functions/functions.ts";
import { nameOf, wordOf } from "./groups.ts";
import type { Group, Item } from "./groups.ts";
import { readQuery } from "./query.ts";
import type { Block, Cte } from "./query.ts";
import type { Relation } from "./relations.ts";

/** The columns of a table by its name in whatever case; none where there is no such table. */
export type Tables = (name: string) => readonly Field[] | undefined;

/** Queries in queries that are followed; what lies deeper has no columns. */
const DEEPEST = 16;

/** What a query yields, as far as its text tells. A column whose type is not seen has the type "". */
export function outputColumns(code: string, group: Group, tables: Tables, depth = 0): Field[] {
  if (depth > DEEPEST) return [];
  const { ctes, blocks } = readQuery(code, group);
  const known = ctes.reduce<Tables>(
    (outer, cte) => withTable(outer, cte.name, () => cteColumns(code, cte, outer, depth)),
    tables,
  );
  const first = blocks[0];
  return first ? blockColumns(code, first, known, depth) : [];
}

/** The columns of a common table, by its own list of names where it has one. */
export const cteColumns = (code: string, { body, columns }: Cte, outer: Tables, depth = 0): Field[] =>
  renamed(body ? outputColumns(code, body, outer, depth + 1) : [], columns);

/** The tables with one more, which hides another of its name. Its columns are read when first asked for. */
export function withTable(outer: Tables, name: string, read: () => readonly Field[]): Tables {
  let columns: readonly Field[] | undefined;
  return (asked) => (foldCase(asked) === foldCase(name) ? (columns ??= read()) : outer(asked));
}

export function relationColumns(code: string, relation: Relation, tables: Tables, depth = 0): readonly Field[] {
  switch (relation.of) {
    case "query":
      return renamed(outputColumns(code, relation.group, tables, depth + 1), relation.columns);
    case "name": {
      const [name = ""] = relation.parts;
      return renamed(relation.parts.length === 1 ? (tables(name) ?? []) : [], relation.columns);
    }
    case "function":
      return renamed(functionColumns[relation.name] ?? [], relation.columns);
  }
}

const field = (name: string, type = ""): Field => ({ name, type, nullable: true });

/** Of functions that stand in FROM or LATERAL VIEW. */
const functionColumns: Readonly<Record<string, readonly Field[]>> = {
  range: [field("id", "bigint")],
  explode: [field("col")],
  explode_outer: [field("col")],
  posexplode: [field("pos", "int"), field("col")],
  posexplode_outer: [field("pos", "int"), field("col")],
};

const renamed = (columns: readonly Field[], names: readonly string[] | undefined): Field[] =>
  names ? names.map((name, i) => ({ ...(columns[i] ?? field("")), name })) : [...columns];

function blockColumns(code: string, block: Block, tables: Tables, depth: number): Field[] {
  const relations = block.relations.map((relation) => ({
    alias: foldCase(relation.alias?.name ?? (relation.of === "name" ? (relation.parts.at(-1) ?? "") : "")),
    columns: relationColumns(code, relation, tables, depth),
  }));
  const all = relations.flatMap(({ columns }) => columns);
  const of = (alias: string) => relations.find((each) => each.alias === foldCase(alias))?.columns;
  const select = block.clauses.find(({ name }) => name === "select");
  if (!select) return block.clauses.some(({ name }) => name === "values") ? [] : all;
  return selectItems(select.items).flatMap((items) => {
    const last = items[items.length - 1];
    if (wordOf(last) === "*" && items.length === 1) return all;
    if (wordOf(last) === "*" && items.length === 3) return of(nameOf(code, items[0]) ?? "") ?? [];
    const before = items[items.length - 2];
    const bare = items.length === 1 || wordOf(before) === ".";
    const named = wordOf(before) === "as" || bare || endsValue(before);
    const name = named && wordOf(last) !== "end" ? nameOf(code, last) : undefined;
    if (name === undefined) return [];
    const value = bare ? items : items.slice(0, wordOf(before) === "as" ? -2 : -1);
    return [field(name, typeOf(code, value, (path) => resolve(path, all, of)) ?? "")];
  });
}

const endsValue = (item: Item | undefined): boolean =>
  item !== undefined &&
  (item.kind === "group" ||
    item.kind === "number" ||
    item.kind === "string" ||
    item.kind === "parameter" ||
    item.kind === "quoted-name" ||
    (item.kind === "word" && !/^(?:and|or|not|then|else|when|case|distinct|all)$/.test(item.word)) ||
    item.word === "]");

/** The items of a select list, each without the commas around it. */
export function selectItems(items: readonly Item[]): Item[][] {
  const found: Item[][] = [[]];
  for (const item of items) {
    const word = wordOf(item);
    if (word === ",") found.push([]);
    else if (!(found.length === 1 && found[0]?.length === 0 && (word === "distinct" || word === "all")))
      found[found.length - 1]?.push(item);
  }
  return found.filter(({ length }) => length > 0);
}

type Resolve = (path: readonly string[]) => string | undefined;

/** The type of `a`, `t.a` or `a.b.c`. */
export function resolve(
  path: readonly string[],
  columns: readonly Field[],
  of: (alias: string) => readonly Field[] | undefined,
): string | undefined {
  const [first = "", ...rest] = path;
  const named = (fields: readonly Field[], name: string) =>
    fields.find((each) => foldCase(each.name) === foldCase(name))?.type;
  const own = named(columns, first);
  if (own !== undefined)
    return rest.reduce<string | undefined>((type, name) => type && named(structFields(type), name), own);
  const relation = of(first);
  return relation && rest.length > 0 ? resolve(rest, relation, () => undefined) : undefined;
}

/** Of a value that is a column, a call of a function with one type of result, a cast or a literal; none for others. */
function typeOf(code: string, items: readonly Item[], resolved: Resolve): string | undefined {
  const [first, second, third] = items;
  if (!first) return undefined;
  if (items.length === 1) {
    if (first.kind === "string") return "string";
    if (first.kind === "number") return /^\d+$/.test(first.word) ? "int" : undefined;
    if (first.kind === "group") return typeOf(code, first.items, resolved);
    if (/^(?:true|false)$/.test(wordOf(first))) return "boolean";
  }
  const path = pathOf(code, items);
  if (path) return resolved(path);
  if (wordOf(second) === "::" && items.length === 3) return nameOf(code, third)?.toLowerCase();
  if (second?.kind !== "group")
    return items.length === 2 && second?.kind === "string" ? literalType(wordOf(first)) : undefined;
  const behind = wordOf(third);
  if (items.length > 2 && behind !== "over" && behind !== "filter" && behind !== "within")
    return elementOf(code, items, resolved);
  if (/^(?:try_)?cast$/.test(wordOf(first))) return castType(code, second);
  return resultType(wordOf(first), (i) => typeOf(code, selectItems(second.items)[i] ?? [], resolved));
}

const literalType = (word: string): string | undefined =>
  word === "date" || word === "timestamp" || word === "timestamp_ntz" ? word : undefined;

function elementOf(code: string, items: readonly Item[], resolved: Resolve): string | undefined {
  const open = items.findIndex((item) => wordOf(item) === "[");
  if (open < 1 || wordOf(items.at(-1)) !== "]") return undefined;
  const whole = typeOf(code, items.slice(0, open), resolved);
  return whole && elementType(whole);
}

function castType(code: string, { items, start, end, closed }: Group): string | undefined {
  const as = items.findIndex((item) => wordOf(item) === "as");
  const from = items[as]?.end ?? start;
  return as === -1
    ? undefined
    : code
        .slice(from, closed ? end - 1 : end)
        .trim()
        .toLowerCase();
}

/** `a.b.c` as its names. */
export function pathOf(code: string, items: readonly Item[]): string[] | undefined {
  const names = items.filter((_, i) => i % 2 === 0).map((item) => nameOf(code, item));
  const dots = items.every((item, i) => i % 2 === 0 || wordOf(item) === ".");
  return dots && items.length % 2 === 1 && names.every((name) => name !== undefined) ? names : undefined;
}
