import { useMemo, useRef, useState } from "preact/hooks";
import type { Field } from "../../protocol/messages.ts";
import { cellView } from "./cell-view.ts";
import { clampWidth, gridColumn, widthOf } from "./columns.ts";
import type { GridColumn } from "./columns.ts";
import type { GridModel } from "./grid-model.ts";
import type { LoadedRow } from "./page-cache.ts";

/** Rows that the widths of columns are measured by, fewer where there are thousands of columns. */
const SAMPLE_ROWS = 100;
const SAMPLE_CELLS = 20_000;

/** The columns with their widths: from the first rows that are seen, until the user gives a column another one. */
export function useColumns(schema: readonly Field[], model: GridModel, timezone: string) {
  const columns = useMemo(() => schema.map(gridColumn), [schema.map(({ name, type }) => `${name} ${type}`).join("\n")]);
  const [chosen, setChosen] = useState<ReadonlyMap<number, number>>(new Map());
  const sample = useRef<{ columns: readonly GridColumn[]; rows: LoadedRow[] }>(undefined);
  if (sample.current?.columns !== columns || sample.current.rows.length === 0) {
    sample.current = { columns, rows: sampleOf(model, columns.length) };
  }
  const { rows } = sample.current;
  const own = useMemo(() => columns.map((column, i) => fit(column, i, rows, timezone)), [columns, rows, timezone]);
  const widths = useMemo(() => own.map((width, i) => chosen.get(i) ?? width), [own, chosen]);
  const resize = (column: number, width: number) => setChosen(new Map([...chosen, [column, clampWidth(width)]]));
  return {
    columns,
    widths,
    resize,
    resizeBy: (column: number, by: number) => resize(column, (widths[column] ?? 0) + by),
    fit: (column: number) => resize(column, own[column] ?? 0),
  };
}

function sampleOf(model: GridModel, columns: number): LoadedRow[] {
  const count = Math.min(model.rows, SAMPLE_ROWS, Math.max(1, Math.floor(SAMPLE_CELLS / Math.max(1, columns))));
  return Array.from({ length: count }, (_, row) => model.row(row)).filter((row) => row !== undefined);
}

const fit = (column: GridColumn, index: number, rows: readonly LoadedRow[], timezone: string) =>
  widthOf(
    column,
    rows.map((row) => cellView(row, index, { timezone }).text),
  );
