import { useEffect, useState } from "preact/hooks";
import type { ShownResult } from "../../protocol/cell-output.ts";
import { BetweenError } from "../../protocol/errors.ts";
import type { WireError } from "../../protocol/errors.ts";
import type { ResultRef } from "../../protocol/renderer-messages.ts";
import type { Page } from "../../protocol/values/page.ts";
import { MOST_ROWS } from "./chart-source.ts";
import { useOutput } from "./context.ts";
import { heldPage, readRows } from "./read-rows.ts";
import type { ChartRows } from "./use-chart-rows.ts";

/** The rows that a user's spec draws: what the spec does with them is not known, so they are the result's own, up to 20,000. */
export function useSpecRows(result: ShownResult, ref: ResultRef): ChartRows {
  const { host } = useOutput();
  const { page: held, rows, extent, reachable } = result;
  const wanted = Math.min(rows, MOST_ROWS);
  const isHeld = (held?.rows ?? 0) >= wanted || !reachable;
  const [attempt, setAttempt] = useState(0);
  const [read, setRead] = useState<{ about: string; page?: Page; error?: WireError }>();
  const about = JSON.stringify([ref, wanted, isHeld, attempt]);

  useEffect(() => {
    if (isHeld) return;
    const ended = new AbortController();
    readRows(host, ref, wanted, ended.signal).then(
      (page) => !ended.signal.aborted && setRead({ about, page }),
      (thrown: unknown) => !ended.signal.aborted && setRead({ about, error: BetweenError.from(thrown).toWire() }),
    );
    return () => ended.abort();
  }, [about, host]);

  const again = () => setAttempt(attempt + 1);
  const mine = read?.about === about ? read : undefined;
  if (!isHeld && !mine) return { busy: {}, again };
  const page = mine?.page ?? (held ? heldPage(held) : undefined);
  if (!page) return { again, ...(mine?.error && { error: mine.error }) };
  const isAll = extent === "all" && page.rows >= rows;
  return {
    page,
    mode: isAll ? { of: "all", rows } : { of: "first", shown: page.rows, ...(extent === "all" && { rows }) },
    again,
    ...(mine?.error && { error: mine.error }),
  };
}
