import type { ChartSpec } from "../../notebook.ts";
import type { Measure } from "./graph.ts";

/**
 * Zeppelin's pivot, which it computed in the browser from the rows that were there, as a query over all rows of the cell
 * that the chart belonged to. Several values of several groups become one series each, as there.
 */
export function pivotQuery(
  type: ChartSpec["type"],
  keys: readonly string[],
  groups: readonly string[],
  values: readonly Measure[],
): { query: (cell: string) => string; chart: ChartSpec } {
  const distinct = values.filter((value, i) => values.findIndex((one) => label(one) === label(value)) === i);
  const [first] = distinct;
  const x = keys.join(" · ");
  const key = `${joined(keys)} as ${name(x)}`;
  const by = [...keys, ...groups].map(name).join(", ");
  if (groups.length === 0) {
    const measures = distinct.map((each) => `${measure(each)} as ${name(label(each))}`);
    const labels = distinct.map(label);
    const [y = ""] = labels;
    return {
      query: (cell) => `select ${[key, ...measures].join(",\n  ")}\nfrom ${name(cell)}\ngroup by ${by}\norder by ${by}`,
      chart: { type, x, y: labels.length > 1 ? labels : y },
    };
  }
  const one = distinct.length === 1 ? first : undefined;
  const y = one ? label(one) : "value";
  const series = one ? groups.join(" · ") : "series";
  const select = (each: Measure, cell: string) => {
    const named = one ? joined(groups) : `concat_ws(' · ', ${[...groups.map(name), text(label(each))].join(", ")})`;
    return `select ${key},\n  ${named} as ${name(series)},\n  ${measure(each)} as ${name(y)}\nfrom ${name(cell)}\ngroup by ${by}`;
  };
  return {
    query: (cell) => {
      const parts = distinct.map((each) => select(each, cell));
      return parts.length === 1 ? `${parts.join("")}\norder by ${by}` : `${parts.join("\nunion all\n")}\norder by 1, 2`;
    },
    chart: { type, x, y, series },
  };
}

const label = ({ column, aggregate }: Measure): string => `${column}(${aggregate})`;
const measure = ({ column, aggregate }: Measure): string => `${aggregate}(${name(column)})`;
const name = (column: string): string => `\`${column.replaceAll("`", "``")}\``;
const text = (value: string): string => `'${value.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
const joined = (columns: readonly string[]): string =>
  columns.length === 1 ? name(columns[0] ?? "") : `concat_ws(' · ', ${columns.map(name).join(", ")})`;
