import { useEffect, useMemo, useState } from "preact/hooks";
import type { ChartSpec } from "../../notebook/notebook.ts";
import type { ShownResult } from "../../protocol/cell-output.ts";
import { BetweenError } from "../../protocol/errors.ts";
import type { WireError } from "../../protocol/errors.ts";
import type { ResultRef } from "../../protocol/renderer-messages.ts";
import type { Page } from "../../protocol/values/page.ts";
import { chartSource } from "./chart-source.ts";
import { useOutput } from "./context.ts";
import { heldPage, readRows } from "./read-rows.ts";

/** Of which rows a chart is. */
export type ChartMode =
  | { of: "all"; rows: number }
  /** `rows`: how many the result has, where that is known. */
  | { of: "engine"; rows?: number }
  /** The engine has added up more groups than a chart takes. */
  | { of: "groups"; rows: number }
  | { of: "first"; shown: number; rows?: number }
  | { of: "so-far"; rows: number };

export type ChartRows = {
  page?: Page;
  mode?: ChartMode;
  /** Rows are being read, or the engine is at work. `rows`: so far. */
  busy?: { rows?: number };
  /** Why not all rows are drawn; the page is then what there is. */
  error?: WireError;
  again(): void;
};

/** The rows of a chart: those at hand at once, those of the whole result when they have come. */
export function useChartRows(chart: ChartSpec, result: ShownResult, ref: ResultRef): ChartRows {
  const { host, trusted } = useOutput();
  const { page: held, extent, rows, reachable } = result;
  const [attempt, setAttempt] = useState(0);
  const [asked, setAsked] = useState<Asked>();
  const source = useMemo(
    () => chartSource(chart, result, held?.rows ?? 0, reachable && trusted),
    // What the chart is called and how it is drawn asks for no other rows.
    [
      chart.type === "scatter",
      chart.x,
      String(chart.y),
      chart.series,
      result.schema,
      held,
      extent,
      rows,
      reachable,
      trusted,
    ],
  );
  const about = JSON.stringify([source, ref, attempt]);

  useEffect(() => {
    if (source.of !== "query" && source.of !== "rows") return;
    const ended = new AbortController();
    const tell = (news: Omit<Asked, "about">) => {
      if (!ended.signal.aborted) setAsked({ about, ...news });
    };
    const read = async (): Promise<void> => {
      try {
        if (source.of === "rows") {
          const page = await readRows(host, ref, source.rows, ended.signal);
          return tell({ page, mode: { of: "all", rows: page.rows } });
        }
        const onUpdate = ({ rows: sofar }: { rows?: number }) => tell(sofar === undefined ? {} : { sofar });
        const answer = await host.ask({ t: "query", ...ref, query: source.query }, { signal: ended.signal, onUpdate });
        const page = await readRows(host, answer.ref, answer.rows, ended.signal);
        const mode: ChartMode =
          answer.extent === "more"
            ? { of: "groups", rows: page.rows }
            : { of: "engine", ...(extent === "all" && { rows }) };
        tell({ page, mode });
      } catch (thrown) {
        tell({ error: BetweenError.from(thrown).toWire() });
      }
    };
    void read();
    return () => ended.abort();
  }, [about, host]);

  const again = () => setAttempt(attempt + 1);
  const mine = asked?.about === about ? asked : undefined;
  if (source.of === "held") return { ...pageOf(held), mode: { of: "all", rows }, again };
  const part = { ...pageOf(held), mode: partMode(result), again };
  if (source.of === "part") return part;
  if (mine?.page && mine.mode) return { page: mine.page, mode: mine.mode, again };
  if (mine?.error) return { ...part, error: mine.error };
  return { busy: mine?.sofar === undefined ? {} : { rows: mine.sofar }, again };
}

type Asked = { about: string; page?: Page; mode?: ChartMode; error?: WireError; sofar?: number };

function pageOf(held: ShownResult["page"]): { page?: Page; error?: WireError } {
  if (!held) return {};
  try {
    return { page: heldPage(held) };
  } catch (thrown) {
    return { error: BetweenError.from(thrown).toWire() };
  }
}

function partMode({ page, rows, extent }: ShownResult): ChartMode {
  const shown = page?.rows ?? 0;
  if (extent === undefined) return { of: "so-far", rows: shown };
  return { of: "first", shown, ...(extent === "all" && { rows }) };
}
