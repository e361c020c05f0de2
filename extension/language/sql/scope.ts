import type { Field } from "../../../protocol/messages.ts";
import { groupsAround, isQuery } from "./groups.ts";
import type { Group, StatementTree } from "./groups.ts";
import { cteColumns, relationColumns, withTable } from "./output-columns.ts";
import type { Tables } from "./output-columns.ts";
import { readQuery } from "./query.ts";
import type { Block, Clause, Cte, Query } from "./query.ts";
import type { Relation } from "./relations.ts";

/** A relation whose columns can be named at a place. `depth` counts the queries around it: 0 is its own. */
export type InScope = { relation: Relation; alias: string; columns: readonly Field[]; depth: number };

export type Scope = {
  relations: readonly InScope[];
  ctes: readonly { cte: Cte; columns: readonly Field[] }[];
  /** Where the place is: none in front of the first clause. */
  clause: Clause | undefined;
  block: Block | undefined;
  /** Parentheses around the place, the innermost last, up from the query that it belongs to. */
  query: Group;
  inner: Group;
};

/** What can be named at a place of a statement. */
export function scopeAt(code: string, { root }: StatementTree, offset: number, tables: Tables): Scope {
  const around = groupsAround(root, offset);
  const queries = around.filter((group) => group === root || isQuery(group));
  const ctes: { cte: Cte; columns: readonly Field[] }[] = [];
  let relations: InScope[] = [];
  let here: { block: Block | undefined; clause: Clause | undefined } = { block: undefined, clause: undefined };
  let known = tables;
  for (const group of queries) {
    const query = readQuery(code, group);
    for (const cte of ctesBefore(query, offset)) {
      const columns = cteColumns(code, cte, known);
      ctes.push({ cte, columns });
      known = withTable(known, cte.name, () => columns);
    }
    here = placeIn(query, offset);
    const inFrom = here.clause?.name === "from";
    const own = (here.block?.relations ?? []).filter(({ start, end }) => !(inFrom && start < offset && offset < end));
    const isInner = group !== queries[queries.length - 1];
    // A subquery in FROM does not see its neighbours, one in an expression does.
    const seen = isInner && inFrom && own.length < (here.block?.relations.length ?? 0) ? [] : own;
    const depthened = relations.map((each) => ({ ...each, depth: each.depth + 1 }));
    const tablesHere = known;
    relations = [
      ...seen.map((relation) => ({
        relation,
        alias: aliasOf(relation),
        columns: relationColumns(code, relation, tablesHere),
        depth: 0,
      })),
      ...depthened,
    ];
  }
  const query = queries[queries.length - 1] ?? root;
  return { relations, ctes, ...here, query, inner: around[around.length - 1] ?? root };
}

/** The name that the columns of a relation can be written with. */
export function aliasOf(relation: Relation): string {
  if (relation.alias) return relation.alias.name;
  return relation.of === "name" ? (relation.parts[relation.parts.length - 1] ?? "") : "";
}

/** A common table sees those before it, and the query behind them sees all. */
function ctesBefore({ ctes }: Query, offset: number): readonly Cte[] {
  const inside = ctes.findIndex(({ start, body, end }) => start <= offset && offset <= (body?.end ?? end));
  return inside === -1 ? ctes.filter(({ end }) => end <= offset) : ctes.slice(0, inside);
}

function placeIn({ blocks }: Query, offset: number): { block: Block | undefined; clause: Clause | undefined } {
  const block = blocks.findLast(({ start }) => start <= offset) ?? blocks[0];
  return { block, clause: block?.clauses.findLast(({ start }) => start <= offset) };
}
