import type { ChartSpec } from "../../notebook/notebook.ts";
import type { Field } from "../../protocol/messages.ts";
import { COUNT } from "../chart/count-rows.ts";
import { numberRole } from "./measure.ts";

/** What kind of axis a column makes, by Spark's name of its type. */
export type ColumnKind = "time" | "number" | "name" | "other";

export function columnKind(type: string): ColumnKind {
  if (/^(date|timestamp)/.test(type)) return "time";
  if (/^(tinyint|smallint|int|bigint|float|double|decimal|byte|short|long|integer)\b/.test(type)) return "number";
  return /^(string|boolean|char|varchar)/.test(type) ? "name" : "other";
}

/**
 * A chart that suits the columns: over the first time, else by the first name, else by the first number that names
 * something, else along the first number; the first number beside it that is worth measuring, else how many rows there are.
 * A name beside a time becomes the series where it has few values. `values`: those of a column that are at hand.
 */
export function guessChart(
  schema: readonly Field[],
  values: (column: number) => readonly unknown[] = () => [],
): ChartSpec | undefined {
  const columns = schema.map(({ name, type }, index) => ({ name, type, index, kind: columnKind(type) }));
  const numbers = columns.filter(({ kind }) => kind === "number");
  const measures = numbers.filter(({ name, type, index }) => numberRole(name, type, values(index)) === "measure");
  const time = columns.find(({ kind }) => kind === "time");
  const name = columns.find(({ kind }) => kind === "name");
  const label = numbers.find((column) => !measures.includes(column));
  const x = time ?? name ?? label ?? (measures.length > 1 ? measures[0] : undefined);
  if (!x) return undefined;
  const y = measures.find((column) => column !== x);
  const few = ({ index }: { index: number }) => {
    const distinct = new Set(values(index)).size;
    return distinct > 1 && distinct <= FEW;
  };
  const series = columns.find((column) => column.kind === "name" && column !== x && few(column));
  return {
    type: x === time ? "line" : x === name || x === label ? "bar" : "scatter",
    x: x.name,
    y: y?.name ?? COUNT,
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
