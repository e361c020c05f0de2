import type { ChartSpec } from "../../notebook/notebook.ts";
import type { ShownResult } from "../../protocol/cell-output.ts";
import type { ResultQuery } from "../../protocol/messages.ts";
import { isCount } from "../chart/count-rows.ts";

/** Where the rows of a chart come from. Only a part of them is never drawn as if it were all. */
export type ChartSource =
  /** All rows are in the output. */
  | { of: "held" }
  /** All rows, read from the server. */
  | { of: "rows"; rows: number }
  /** All rows of the result, added up by the engine. */
  | { of: "query"; query: ResultQuery }
  /** The rows that are in the output, which are not all. */
  | { of: "part" };

/** More rows than this are not read to be drawn one by one; see `MAX_MARKS`. */
export const MOST_ROWS = 20_000;

/** `held`: rows in the output. `mayAsk`: whether there is a server to ask, and a workspace that may. */
export function chartSource(
  chart: Pick<ChartSpec, "type" | "x" | "y" | "series">,
  { extent, rows, schema }: Pick<ShownResult, "extent" | "rows" | "schema">,
  held: number,
  mayAsk: boolean,
): ChartSource {
  if (extent === "all" && held >= rows) return { of: "held" };
  // Rows are still coming in, or nobody can be asked.
  if (extent === undefined || !mayAsk) return { of: "part" };
  // The engine adds columns up, and counts are made here of the rows themselves.
  const counts = [chart.y].flat().some((y) => isCount(y, schema));
  // Points stand for themselves: added up they would be other points.
  if (chart.type === "scatter" || counts)
    return extent === "all" && rows <= MOST_ROWS ? { of: "rows", rows } : { of: "part" };
  const query = chartQuery(chart, schema);
  return query ? { of: "query", query } : { of: "part" };
}

/** Undefined where the chart names a column that there is not. */
export function chartQuery(
  { x, y, series }: Pick<ChartSpec, "x" | "y" | "series">,
  schema: ShownResult["schema"],
): ResultQuery | undefined {
  const at = (name: string) => {
    const exact = schema.findIndex((field) => field.name === name);
    return exact === -1 ? schema.findIndex((field) => field.name.toLowerCase() === name.toLowerCase()) : exact;
  };
  const ys = (typeof y === "string" ? [y] : y).map(at);
  const split = series === undefined ? undefined : at(series);
  if ([at(x), ...ys, ...(split === undefined ? [] : [split])].includes(-1) || ys.length === 0) return undefined;
  return { of: "chart", x: at(x), y: ys, ...(split !== undefined && { series: split }), where: [] };
}
