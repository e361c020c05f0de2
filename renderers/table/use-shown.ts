import { useRef, useState } from "preact/hooks";
import type { ShownResult } from "../../protocol/cell-output.ts";
import type { QueryAnswer, ResultRef } from "../../protocol/renderer-messages.ts";
import { cellText } from "../../protocol/values/page.ts";
import type { OutputHost } from "../output-host.ts";
import { useAsked } from "./asked.ts";
import type { Ask } from "./asked.ts";
import type { Shown } from "./grid-note.ts";
import { EVERYTHING, isEverything } from "./grid-order.ts";
import type { Wish } from "./grid-order.ts";
import { hostRows } from "./row-source.ts";
import { useModel } from "./use-model.ts";

type Table = { ref: ResultRef; rows: number; extent: "all" | "more" | undefined };
/** Rows that a wish was fulfilled with. */
type View = { wish: Wish; table: Table };
export type ShownRows = ReturnType<typeof useShown>;

/**
 * Which rows are shown: the result's own, all of them after "fetch all", or those that the engine sorted and filtered.
 * What the engine is asked is always about the whole result.
 */
export function useShown(host: OutputHost, result: ShownResult, ref: ResultRef) {
  const [wanted, setWanted] = useState<Wish>(EVERYTHING);
  const asked = { view: useAsked<QueryAnswer>(), all: useAsked<QueryAnswer>(), count: useAsked<string>() };

  const whole = asked.all.now?.t === "done" ? asked.all.now.value : undefined;
  const base: Table = whole
    ? { ref: whole.ref, rows: whole.rows, extent: whole.extent ?? "all" }
    : { ref, rows: result.rows, extent: result.extent };

  // What was fulfilled last stays in view while the engine works, and when it fails or is cancelled.
  const last = useRef<View>(undefined);
  const now = asked.view.now;
  const coming = tableOf(now);
  if (coming && now?.t === "done") last.current = { wish: wanted, table: coming };
  const view: View | undefined = coming ? { wish: wanted, table: coming } : last.current;
  const wish = now?.t === "working" ? wanted : (view?.wish ?? EVERYTHING);

  const { reachable } = result;
  const page = whole ? undefined : result.page;
  const ofBase = useModel(host, { ...base, page: page?.arrow, reachable });
  const ofView = useModel(host, view && { ...view.table, reachable });
  const kept = reachable ? undefined : (page?.rows ?? 0);
  const counted = asked.count.now?.t === "done" ? asked.count.now.value : undefined;

  const shown: Shown = {
    rows: base.rows,
    extent: base.extent,
    counted: counted ?? (whole?.extent === "all" ? String(whole.rows) : undefined),
    kept,
    matching: view && view.wish.where.length > 0 ? view.table : undefined,
  };
  return {
    /** What is asked for now: other than what is shown while the engine works. */
    wish,
    asked,
    shown,
    /** The result whose rows are shown. */
    ref: view?.table.ref ?? base.ref,
    model: view ? ofView.model : ofBase.model,
    /** The rows that came with the output, for the widths of the columns. */
    base: ofBase.model,
    unreadable: ofBase.unreadable,
    rows: view?.table.rows ?? Math.min(base.rows, kept ?? Infinity),
    /** Whether the rows are in the order and of the kind that `wish` says. */
    fulfilled: now?.t !== "working",
    want(next: Wish): void {
      setWanted(next);
      if (!isEverything(next)) return asked.view.ask(queryRows(host, ref, next));
      last.current = undefined;
      asked.view.clear();
    },
    countAll: () => asked.count.ask(queryCount(host, ref)),
    fetchAll: () => asked.all.ask(queryRows(host, ref, EVERYTHING)),
  };
}

/** A query's rows can be read while they are still coming. */
function tableOf(now: ReturnType<typeof useAsked<QueryAnswer>>["now"]): Table | undefined {
  if (now?.t === "done") return { ref: now.value.ref, rows: now.value.rows, extent: now.value.extent ?? "all" };
  if (now?.t !== "working" || !now.update.ref || !now.update.rows) return undefined;
  return { ref: now.update.ref, rows: now.update.rows, extent: undefined };
}

function queryRows(host: OutputHost, { run, result }: ResultRef, { where, order }: Wish): Ask<QueryAnswer> {
  const query = { of: "rows" as const, where: [...where], order: [...order] };
  return (signal, onUpdate) => host.ask<"query">({ t: "query", run, result, query }, { signal, onUpdate });
}

function queryCount(host: OutputHost, { run, result }: ResultRef): Ask<string> {
  const query = { of: "count" as const, where: [] };
  return async (signal, onUpdate) => {
    const answer = await host.ask<"query">({ t: "query", run, result, query }, { signal, onUpdate });
    const { page } = await hostRows(host, answer.ref)(0, 1, signal);
    return cellText(page, 0, 0, { timezone: "UTC" });
  };
}
