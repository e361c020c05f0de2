import type { Remark } from "../imported.ts";
import { asText } from "../loose.ts";
import { drawGraph } from "./chart.ts";
import type { DrawnChart } from "./chart.ts";
import { graphsOf, readGraph } from "./graph.ts";
import type { ReadParagraph } from "./read-paragraph.ts";

/**
 * The chart of a paragraph. One that showed several tables had a chart for each; a cell has one, for its last table.
 */
export function chartOf({ config, results }: ReadParagraph, canPivot: boolean): DrawnChart {
  const graphs = graphsOf(config);
  const drawn = [...graphs].filter(([, graph]) => (asText(graph["mode"]) ?? "table") !== "table");
  const { tables } = results;
  const last = [...tables.keys()].at(-1);
  const [first] = drawn;
  const chosen = last === undefined ? first : drawn.find(([at]) => at === last);
  const others = last === undefined ? drawn.slice(1) : drawn.filter(([at]) => at !== last && tables.has(at));
  const dropped = others.map(([at]): Remark => ({
    outcome: "dropped",
    code: "import.chart-not-last",
    args: { message: at + 1 },
  }));
  if (!chosen) return { remarks: dropped };
  const table = last === undefined ? undefined : tables.get(last);
  const { remarks, ...chart } = drawGraph(readGraph(chosen[1], table?.columns), table, canPivot);
  return { ...chart, remarks: [...remarks, ...dropped] };
}
