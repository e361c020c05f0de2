import type { Filter, Order } from "../../protocol/messages.ts";
import type { GridColumn } from "./columns.ts";

/** What the user asked to see of a result: the engine does it, on all of its rows. */
export type Wish = { where: readonly Filter[]; order: readonly Order[] };

export const EVERYTHING: Wish = { where: [], order: [] };

export const isEverything = ({ where, order }: Wish) => where.length === 0 && order.length === 0;

/** Ascending, then descending, then not at all. `add`: beside the orders that there are. */
export function toggleOrder({ where, order }: Wish, column: number, add: boolean): Wish {
  const now = order.find((one) => one.column === column);
  const direction = now === undefined ? "ascending" : now.direction === "ascending" ? "descending" : undefined;
  return orderBy({ where, order }, column, direction, add);
}

export function orderBy({ where, order }: Wish, column: number, direction?: Order["direction"], add = false): Wish {
  if (!add) return { where, order: direction ? [{ column, direction }] : [] };
  const there = order.some((one) => one.column === column);
  if (direction === undefined) return { where, order: order.filter((one) => one.column !== column) };
  const next = { column, direction };
  return { where, order: there ? order.map((one) => (one.column === column ? next : one)) : [...order, next] };
}

/** Puts a condition in, in the place of `old` or of one with the same column and sign. */
export function addFilter({ where, order }: Wish, filter: Filter, old?: Filter): Wish {
  const kept = where.filter((one) => one !== old && !(one.column === filter.column && one.is === filter.is));
  return { where: [...kept, filter], order };
}

export const removeFilter = ({ where, order }: Wish, filter: Filter): Wish => ({
  where: where.filter((one) => one !== filter),
  order,
});

/** The conditions that make sense for a column, the likeliest first. */
export function conditionsFor(kind: GridColumn["kind"]): readonly Filter["is"][] {
  switch (kind) {
    case "text":
      return ["contains", "=", "!=", "<", "<=", ">", ">=", "null", "not-null"];
    case "number":
    case "time":
      return ["=", "!=", "<", "<=", ">", ">=", "null", "not-null"];
    case "boolean":
      return ["=", "!=", "null", "not-null"];
    case "other":
      return ["not-null", "null"];
  }
}

export const takesValue = (is: Filter["is"]) => is !== "null" && is !== "not-null";
