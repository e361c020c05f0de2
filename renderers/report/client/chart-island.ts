import type { Spec } from "vega";
import type { ChartSpec } from "../../../notebook/notebook.ts";
import type { Lang } from "../../../protocol/wording/say.ts";
import type { ChartRow } from "../../chart/chart-data.ts";

/** What a report carries of a chart so that its script can make it alive. */
export type ChartIsland = {
  /** Compiled Vega with an empty data set `rows`. */
  spec: Spec;
  /** c0, c1, c2 and, of bars on a continuous axis, c3 and c4 of `ChartRow`. */
  rows: readonly (readonly (string | number | null)[])[];
  type: ChartSpec["type"];
  lang: Lang;
  x: { title: string; kind: "time" | "number" | "category" };
  y?: string;
  series?: readonly string[];
};

export function islandRows({ rows }: ChartIsland): ChartRow[] {
  return rows.map(([c0, c1, c2, c3, c4]) => ({
    c0: c0 ?? "",
    c1: typeof c1 === "number" ? c1 : null,
    ...(typeof c2 === "string" && { c2 }),
    ...(typeof c3 === "number" && typeof c4 === "number" && { c3, c4 }),
  }));
}
