import { useState } from "preact/hooks";
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
export type ShownRows = ReturnType<typeof useShown>;

/**
 * Which rows are shown: the result's own, all of them after "fetch all", or those that the engine sorted and filtered.
 * What the engine is asked is always about the whole result.
 */
export function useShown(host: OutputHost, result: ShownResult, ref: ResultRef) {
  const [wish, setWish] = useState<Wish>(EVERYTHING);
  const asked = { view: useAsked<QueryAnswer>(), all: useAsked<QueryAnswer>(), count: useAsked<string>() };

  const whole = asked.all.now?.t === "done" ? asked.all.now.value : undefined;
  const base: Table = whole
    ? { ref: whole.ref, rows: whole.rows, extent: whole.extent ?? "all" }
    : { ref, rows: result.rows, extent: result.extent };
  const view = isEverything(wish) ? undefined : viewOf(asked.view.now);

  const { reachable } = result;
  const page = whole ? undefined : result.page;
  const ofBase = useModel(host, { ...base, page: page?.arrow, reachable });
  const ofView = useModel(host, view && { ...view, reachable });
  const kept = reachable ? undefined : (page?.rows ?? 0);
  const counted = asked.count.now?.t === "done" ? asked.count.now.value : undefined;

  const shown: Shown = {
    rows: base.rows,
    extent: base.extent,
    counted: counted ?? (whole?.extent === "all" ? String(whole.rows) : undefined),
    kept,
    matching: view && wish.where.length > 0 ? { rows: view.rows, extent: view.extent } : undefined,
  };
  return {
    wish,
    asked,
    shown,
    /** The result whose rows are shown. */
    ref: view?.ref ?? base.ref,
    model: view ? ofView.model : ofBase.model,
    /** The rows that came with the output, for the widths of the columns. */
    base: ofBase.model,
    unreadable: ofBase.unreadable,
    rows: view?.rows ?? Math.min(base.rows, kept ?? Infinity),
    /** Whether the rows are in the order and of the kind that `wish` says. */
    fulfilled: isEverything(wish) || asked.view.now?.t === "done",
    want(next: Wish): void {
      setWish(next);
      if (isEverything(next)) asked.view.clear();
      else asked.view.ask(queryRows(host, ref, next));
    },
    countAll: () => asked.count.ask(queryCount(host, ref)),
    fetchAll: () => asked.all.ask(queryRows(host, ref, EVERYTHING)),
  };
}

/** A query's rows can be read while they are still coming. */
function viewOf(now: ReturnType<typeof useAsked<QueryAnswer>>["now"]): Table | undefined {
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
