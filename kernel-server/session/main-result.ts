import type { Field } from "../../protocol/messages.ts";
import type { Relation } from "../engine/engine.ts";
import type { CellContext } from "./cell-context.ts";
import type { Held } from "./take-in.ts";
import { GIVEN } from "./define-sources.ts";
import { queryRows } from "./query-rows.ts";
import { gather, wholeStream } from "./spool/page.ts";
import type { Spool } from "./spool/spool.ts";
import { quoteName } from "./sql-names.ts";
import { runStep } from "./run-step.ts";

/** Results up to this size are given back to the engine; both engines refuse requests above 128 MiB. */
export const KEPT_BYTES = 64 * 1024 * 1024;

/** The result that `name`, `save` and `expect` of a cell mean. */
export type MainResult = {
  held: Held;
  schema: readonly Field[];
  /** Its relation: the kept rows when they are all there are, else the view that the query was fixed under. */
  relation(): Promise<Relation>;
  /** A view over all of its rows. */
  view(): Promise<string>;
  /** Of all of its rows. */
  countRows(): Promise<bigint>;
};

export const isKept = (held: Pick<Held, "extent" | "bytes">): boolean =>
  held.extent === "all" && held.bytes <= KEPT_BYTES;

/** A complete result's rows as the engine takes them. */
export async function keptRows(spool: Spool, schema: readonly Field[]): Promise<Relation> {
  return { of: "rows", ipc: await gather(wholeStream(spool)), schema };
}

/** `fixed` is the hidden view of the query; a command's rows have none, and are always kept. */
export function mainResult(
  cx: CellContext,
  held: Held,
  schema: readonly Field[],
  fixed: string | undefined,
): MainResult {
  const { name, cache } = cx.code.options;
  let view: Promise<string> | undefined;
  let count: Promise<bigint> | undefined;
  const relation = async (): Promise<Relation> =>
    fixed !== undefined && !isKept(held)
      ? { of: "view", name: fixed }
      : keptRows(await cx.run.spool(held.result), schema);

  const makeView = async () => {
    const to = name ?? `${hiddenView(cx, held.result)}_kept`;
    if (name === undefined && fixed !== undefined && !isKept(held)) return fixed;
    const rows = await relation();
    await runStep(cx, "name", { do: "view", name: to, relation: rows });
    cx.defined.set(to.toLowerCase(), rows.of === "view" && !cache ? GIVEN.computed : GIVEN.kept);
    return to;
  };
  const countAll = async () => {
    if (held.extent === "all") return BigInt(held.rows);
    const [row] = await queryRows(cx, "count", `select count(*) as n from ${quoteName(await result.view())}`, [], 1);
    return BigInt(row?.[0] ?? 0);
  };
  const result: MainResult = {
    held,
    schema,
    relation,
    view: () => (view ??= makeView()),
    countRows: () => (count ??= countAll()),
  };
  return result;
}

/** A name that no notebook has. */
export const hiddenView = (cx: CellContext, part: number): string =>
  `__between_${cx.run.id.toLowerCase().replaceAll(/[^a-z0-9]/g, "_")}_${cx.cell}_${part}`;
