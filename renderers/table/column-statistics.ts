import type { Filter } from "../../protocol/messages.ts";
import type { ResultRef } from "../../protocol/renderer-messages.ts";
import { cellText } from "../../protocol/values/page.ts";
import type { OutputHost } from "../output-host.ts";
import type { Ask } from "./asked.ts";
import { hostRows } from "./row-source.ts";

export type ColumnStatistics = {
  /** Exact figures as the engine wrote them, in its order: rows, nulls, distinct, min, max, mean. */
  figures: readonly { kind: Figure; text: string }[];
  /** A histogram, or the most frequent values. */
  bars: readonly Bar[];
  barsOf: "bin" | "top";
};

export type Figure = (typeof figureKinds)[number];
/** `share`: of the longest bar, from 0 to 1. */
export type Bar = { label: string; count: string; share: number };

const figureKinds = ["rows", "nulls", "distinct", "min", "max", "mean"] as const;
/** The query answers with one row a figure and at most 20 bars. */
const MAX_ROWS = 100;

/** Asks the engine about one column of all rows that the filters hold for. */
export function askStatistics(
  host: OutputHost,
  { run, result }: ResultRef,
  column: number,
  where: readonly Filter[],
): Ask<ColumnStatistics> {
  return async (signal, onUpdate) => {
    const query = { of: "statistics" as const, column, where: [...where] };
    const answer = await host.ask<"query">({ t: "query", run, result, query }, { signal, onUpdate });
    if (answer.rows === 0) return readStatistics([]);
    const { from, page } = await hostRows(host, answer.ref)(0, Math.min(MAX_ROWS, answer.rows), signal);
    const rows = Array.from({ length: page.rows }, (_, row) =>
      // Text of the engine's own: no time zone goes into it.
      page.columns.map((_column, at) => cellText(page, row, at, { timezone: "UTC" })),
    );
    return readStatistics(from === 0 ? rows : []);
  };
}

/** From rows of (kind, label, value). */
export function readStatistics(rows: readonly (readonly string[])[]): ColumnStatistics {
  const figures = figureKinds.flatMap((kind) => {
    const found = rows.find((row) => row[0] === kind);
    return found ? [{ kind, text: found[2] ?? "" }] : [];
  });
  const barsOf = rows.some(([kind]) => kind === "bin") ? "bin" : "top";
  const bars = rows.filter(([kind]) => kind === barsOf);
  const longest = Math.max(1, ...bars.map(([, , count]) => Number(count)));
  return {
    figures,
    barsOf,
    bars: bars.map(([, label = "", count = ""]) => ({ label, count, share: Number(count) / longest })),
  };
}
