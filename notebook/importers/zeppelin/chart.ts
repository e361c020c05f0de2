import type { ChartSpec } from "../../notebook.ts";
import type { ImportedTable, Remark } from "../imported.ts";
import type { Graph } from "./graph.ts";
import { pivotQuery } from "./pivot-query.ts";

/** A chart in our words; with `pivot` it draws the rows of that query over the cell's, which must have a name then. */
export type DrawnChart = { chart?: ChartSpec; pivot?: (cell: string) => string; remarks: readonly Remark[] };

const types: Readonly<Record<string, ChartSpec["type"]>> = {
  multiBarChart: "bar",
  lineChart: "line",
  stackedAreaChart: "area",
  pieChart: "pie",
  scatterChart: "scatter",
};

/** `table`: the stored rows, which tell where an aggregate has but one row to take. `canPivot`: the cell is SQL. */
export function drawGraph(graph: Graph, table: ImportedTable | undefined, canPivot: boolean): DrawnChart {
  if (graph.mode === "table") return { remarks: [] };
  const type = Object.hasOwn(types, graph.mode) ? types[graph.mode] : undefined;
  if (type === undefined) return dropped("import.chart-unknown", { mode: graph.mode });
  // A pie's slices are all its keys and groups together.
  const keys = type === "pie" ? [...graph.keys, ...graph.groups] : graph.keys;
  const groups = type === "pie" ? [] : graph.groups;
  const values = type === "pie" ? graph.values.slice(0, 1) : graph.values;
  const [x] = keys;
  const [first] = values;
  if (x === undefined || first === undefined) return dropped("import.chart-no-columns", { mode: graph.mode });
  const remarks: Remark[] = [];
  if (graph.looks.length > 0)
    remarks.push({ outcome: "approximated", code: "import.chart-looks", args: { looks: graph.looks.join(", ") } });
  if (values.length < graph.values.length)
    remarks.push({ outcome: "dropped", code: "import.chart-pie-values", args: { column: first.column } });

  const columns = values.map(({ column }) => column);
  const pivot = describe(keys, groups, values);
  const words = values.find(
    ({ column, aggregate }) => table && (aggregate === "sum" || aggregate === "avg") && !isNumeric(table, column),
  );
  if (words && type !== "scatter")
    return dropped("import.chart-not-numbers", { mode: graph.mode, column: words.column });
  const plain =
    keys.length === 1 &&
    groups.length <= 1 &&
    (values.length === 1 || groups.length === 0) &&
    new Set([...columns, ...keys, ...groups]).size === columns.length + keys.length + groups.length;
  const natural = values.every(
    ({ aggregate }) => aggregate === "sum" || (aggregate !== "count" && table && !repeats(table, [...keys, ...groups])),
  );
  const [series] = groups;
  if (type === "scatter" || (plain && natural) || !canPivot) {
    const [y = first.column, ...more] = groups.length > 0 ? columns.slice(0, 1) : columns;
    const chart: ChartSpec = {
      type,
      x,
      y: more.length > 0 ? [y, ...more] : y,
      ...(series !== undefined && { series }),
    };
    const exact = type === "scatter" || (plain && natural);
    remarks.push(
      exact
        ? { outcome: "converted", code: "import.chart", args: { mode: graph.mode, type } }
        : { outcome: "approximated", code: "import.chart-no-pivot", args: { type, pivot } },
    );
    return { chart: type === "pie" || more.length === 0 ? { ...chart, y } : chart, remarks };
  }
  const { query, chart } = pivotQuery(type, keys, groups, values);
  remarks.push({ outcome: "approximated", code: "import.chart-pivot", args: { type, pivot } });
  return { chart, pivot: query, remarks };
}

const describe = (keys: readonly string[], groups: readonly string[], values: Graph["values"]): string =>
  [...values.map(({ column, aggregate }) => `${aggregate}(${column})`), ...keys, ...groups].join(", ");

const dropped = (code: Remark["code"], args: Remark["args"]): DrawnChart => ({
  remarks: [{ outcome: "dropped", code, args }],
});

function isNumeric({ columns, rows }: ImportedTable, column: string): boolean {
  const at = columns.indexOf(column);
  const values = rows.map((row) => row[at] ?? "").filter((value) => value !== "null");
  return values.every((value) => value.trim() !== "" && Number.isFinite(Number(value)));
}

function repeats({ columns, rows, more }: ImportedTable, by: readonly string[]): boolean {
  const at = by.map((name) => columns.indexOf(name));
  const seen = new Set(rows.map((row) => JSON.stringify(at.map((i) => row[i]))));
  return more || seen.size < rows.length;
}
