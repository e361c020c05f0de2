import type { ChartSpec } from "../../notebook/notebook.ts";
import type { Field } from "../../protocol/messages.ts";

/** What kind of axis a column makes, by Spark's name of its type. */
export type ColumnKind = "time" | "number" | "name" | "other";

export function columnKind(type: string): ColumnKind {
  if (/^(date|timestamp)/.test(type)) return "time";
  if (/^(tinyint|smallint|int|bigint|float|double|decimal|byte|short|long|integer)\b/.test(type)) return "number";
  return /^(string|boolean|char|varchar)/.test(type) ? "name" : "other";
}

/**
 * A chart that suits the columns: over the first time, else by the first name, else along the first number, the first
 * number beside it; a name beside a time becomes the series where `distinct` says that it has few values.
 */
export function guessChart(
  schema: readonly Field[],
  distinct: (column: number) => number = () => Infinity,
): ChartSpec | undefined {
  const columns = schema.map(({ name, type }, index) => ({ name, index, kind: columnKind(type) }));
  const numbers = columns.filter(({ kind }) => kind === "number");
  const time = columns.find(({ kind }) => kind === "time");
  const name = columns.find(({ kind }) => kind === "name");
  const x = time ?? name ?? (numbers.length > 1 ? numbers[0] : undefined);
  const y = numbers.find((column) => column !== x);
  if (!x || !y) return undefined;
  const series = columns.find(
    (column) => column.kind === "name" && column !== x && distinct(column.index) > 1 && distinct(column.index) <= FEW,
  );
  return {
    type: x.kind === "time" ? "line" : x.kind === "name" ? "bar" : "scatter",
    x: x.name,
    y: y.name,
    ...(series && { series: series.name }),
  };
}

/** Series that can be told apart; see `MAX_SERIES`. */
const FEW = 8;

/** The columns that a chart may measure. */
export const numberColumns = (schema: readonly Field[]): string[] =>
  schema.filter(({ type }) => columnKind(type) === "number").map(({ name }) => name);

export const sameChart = (a: ChartSpec | undefined, b: ChartSpec | undefined): boolean =>
  JSON.stringify(a && inOrder(a)) === JSON.stringify(b && inOrder(b));

const inOrder = ({ type, x, y, series, title }: ChartSpec) => [type, x, typeof y === "string" ? [y] : y, series, title];
