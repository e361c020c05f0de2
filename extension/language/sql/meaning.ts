import { sqlTokens } from "../../../notebook/sql-text.ts";
import type { Field } from "../../../protocol/messages.ts";
import { functionNamed } from "../functions/functions.ts";
import type { SqlFunction } from "../functions/functions.ts";
import { partsOf, sameName } from "../knowledge.ts";
import type { Knowledge, KnownTable } from "../knowledge.ts";
import type { Span } from "../span.ts";
import { groupsAround, nameOf, statementAt, wordOf } from "./groups.ts";
import type { Item } from "./groups.ts";
import { resolve } from "./output-columns.ts";
import type { Cte } from "./query.ts";
import { scopeAt } from "./scope.ts";
import type { InScope, Scope } from "./scope.ts";
import { notebookTables } from "./tables.ts";
import type { NotebookTables } from "./tables.ts";

/** What a word in SQL stands for. `range` is in the code. */
export type Meaning = { range: Span } & (
  | { is: "parameter"; name: string }
  | { is: "function"; call: SqlFunction }
  /** A source or a named result. */
  | { is: "table"; table: KnownTable; columns: readonly Field[] }
  | { is: "cte"; cte: Cte; columns: readonly Field[] }
  /** The name that a query gives a relation. `table`: what stands behind it, when it is one of the notebook's. */
  | { is: "alias"; of: InScope }
  | { is: "column"; name: string; type: string; table: string }
);

export function meaningAt(know: Knowledge, cell: number, code: string, offset: number): Meaning | undefined {
  const token = wordAt(code, offset);
  if (!token) return undefined;
  const range = { start: token.start, end: token.end };
  if (token.kind === "parameter") return { is: "parameter", name: code.slice(token.start + 1, token.end), range };
  const statement = statementAt(code, token.start);
  const { items } = groupsAround(statement.root, token.start).at(-1) ?? statement.root;
  const index = items.findIndex((item) => item.start === token.start);
  const name = nameOf(code, items[index]);
  if (name === undefined) return undefined;
  const tables = notebookTables(know, cell);
  const scope = scopeAt(code, statement, token.start, tables.lookup);
  const found = relationNamed(name, token.start, scope, tables) ?? ownerNamed(code, items, index, name, scope, tables);
  return found && { ...found, range };
}

type Found = Meaning extends infer M ? (M extends Meaning ? Omit<M, "range"> : never) : never;

/** A name that stands in FROM or WITH. */
function relationNamed(
  name: string,
  start: number,
  { block, relations, ctes }: Scope,
  tables: NotebookTables,
): Found | undefined {
  const defined = ctes.find(({ cte }) => cte.start === start);
  if (defined) return { is: "cte", ...defined };
  const aliased = relations.find(({ relation }) => relation.alias?.start === start);
  if (aliased) return { is: "alias", of: aliased };
  const relation = block?.relations.find((each) => each.start === start);
  if (relation?.of !== "name" || relation.parts.length > 1) return undefined;
  return tableNamed(name, ctes, tables);
}

function tableNamed(name: string, ctes: Scope["ctes"], tables: NotebookTables): Found | undefined {
  const common = ctes.findLast(({ cte }) => sameName(cte.name, name));
  if (common) return { is: "cte", ...common };
  const table = tables.named(name);
  return table && { is: "table", table, columns: tables.columns(table) };
}

function ownerNamed(
  code: string,
  items: readonly Item[],
  index: number,
  name: string,
  { relations, ctes }: Scope,
  tables: NotebookTables,
): Found | undefined {
  const owner: string[] = [];
  for (let i = index - 1; wordOf(items[i]) === "."; i -= 2) owner.unshift(nameOf(code, items[i - 1]) ?? "");
  const next = items[index + 1];
  const isCall = next?.kind === "group" && owner.length === 0;
  const call = isCall ? functionNamed(name) : undefined;
  if (call) return { is: "function", call };
  const aliased = (alias: string) => relations.find((each) => each.alias !== "" && sameName(each.alias, alias));
  const first = owner[0];
  const relation = first === undefined ? undefined : aliased(first);
  if (owner.length === 0 && wordOf(next) === ".") {
    const named = aliased(name);
    if (named?.relation.alias) return { is: "alias", of: named };
    if (named) return tableNamed(name, ctes, tables);
  }
  const from = relation ? [relation] : relations;
  const path = relation ? [...owner.slice(1), name] : [...owner, name];
  for (const { columns, alias } of from) {
    const type = resolve(path, columns, () => undefined);
    if (type !== undefined) return { is: "column", name, type, table: alias };
  }
  return undefined;
}

function wordAt(code: string, offset: number) {
  for (const token of sqlTokens(code)) {
    if (token.start > offset) return undefined;
    const isName = token.kind === "word" || token.kind === "quoted-name" || token.kind === "parameter";
    if (isName && offset <= token.end) return token;
  }
  return undefined;
}

/** The same for a place in a cell's text; the range is in that text. */
export function meaningInCell(know: Knowledge, cell: number, offset: number): Meaning | undefined {
  const text = know.cells[cell];
  if (text?.language !== "sql") return undefined;
  const { code, codeStart } = partsOf(text);
  const found = offset < codeStart ? undefined : meaningAt(know, cell, code, offset - codeStart);
  return found && { ...found, range: { start: found.range.start + codeStart, end: found.range.end + codeStart } };
}
