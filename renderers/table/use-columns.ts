import type { RefObject } from "preact";
import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { textWidth } from "../chart/text-width.ts";
import type { Field } from "../../protocol/messages.ts";
import { cellView } from "./cell-view.ts";
import { clampWidth, FONT, gridColumn, widthOf } from "./columns.ts";
import type { GridColumn } from "./columns.ts";
import type { GridModel } from "./grid-model.ts";
import type { LoadedRow } from "./page-cache.ts";

/** Rows that the widths of columns are measured by, fewer where there are thousands of columns. */
const SAMPLE_ROWS = 100;
const SAMPLE_CELLS = 20_000;

/** A text that the font of the table is compared by with the one that widths are estimated for. */
const RULER = "0123456789-:.+0123456789,abcdefghij";

/** The columns with their widths: from the first rows that are seen, until the user gives a column another one. */
export function useColumns(
  schema: readonly Field[],
  model: GridModel,
  timezone: string,
  element: RefObject<HTMLElement | null>,
) {
  const columns = useMemo(() => schema.map(gridColumn), [schema.map(({ name, type }) => `${name} ${type}`).join("\n")]);
  const [chosen, setChosen] = useState<ReadonlyMap<number, number>>(new Map());
  const sample = useRef<{ columns: readonly GridColumn[]; rows: LoadedRow[] }>(undefined);
  if (sample.current?.columns !== columns || sample.current.rows.length === 0) {
    sample.current = { columns, rows: sampleOf(model, columns.length) };
  }
  const { rows } = sample.current;
  const [fontScale, setFontScale] = useState(1);
  useLayoutEffect(() => setFontScale(measuredScale(element.current)), []);
  const fitted = (column: GridColumn, i: number, sampled: readonly LoadedRow[]) =>
    widthOf(
      column,
      sampled.map((row) => cellView(row, i, { timezone }).text),
      fontScale,
    );
  const own = useMemo(() => columns.map((column, i) => fitted(column, i, rows)), [columns, rows, timezone, fontScale]);
  const [grown, setGrown] = useState<ReadonlyMap<number, number>>(new Map());
  const widths = useMemo(
    () => own.map((width, i) => chosen.get(i) ?? Math.max(width, grown.get(i) ?? 0)),
    [own, chosen, grown],
  );
  const resize = (column: number, width: number) => setChosen(new Map([...chosen, [column, clampWidth(width)]]));
  return {
    columns,
    widths,
    resize,
    resizeBy: (column: number, by: number) => resize(column, (widths[column] ?? 0) + by),
    /** Numbers are never cut while the user has not asked for it: their columns grow with the largest that was seen. */
    growNumbers(rowsSeen: Range, columnsSeen: Range, of: GridModel): void {
      const seen = rowsOf(of, rowsSeen);
      const wider = columns.flatMap((column, i): [number, number][] => {
        if (!column.numeric || i < columnsSeen.from || i >= columnsSeen.to || chosen.has(i)) return [];
        const width = fitted(column, i, seen);
        return width > (widths[i] ?? 0) ? [[i, width]] : [];
      });
      if (wider.length > 0) setGrown(new Map([...grown, ...wider]));
    },
    /** As wide as what is in view needs. */
    fit(column: number, rowsSeen: Range, of: GridModel): void {
      const info = columns[column];
      if (info) resize(column, fitted(info, column, [...rows, ...rowsOf(of, rowsSeen)]));
    },
  };
}

function sampleOf(model: GridModel, columns: number): LoadedRow[] {
  const count = Math.min(model.rows, SAMPLE_ROWS, Math.max(1, Math.floor(SAMPLE_CELLS / Math.max(1, columns))));
  return rowsOf(model, { from: 0, to: count });
}

type Range = { from: number; to: number };

const rowsOf = (model: GridModel, { from, to }: Range) =>
  Array.from({ length: to - from }, (_, i) => model.row(from + i)).filter((row) => row !== undefined);

/** How much wider the table's font is than the one that widths are estimated for. */
function measuredScale(element: HTMLElement | null): number {
  const context = element?.ownerDocument.createElement("canvas").getContext("2d");
  if (!element || !context) return 1;
  context.font = `${FONT}px ${getComputedStyle(element).fontFamily}`;
  return Math.max(0.8, Math.min(1.6, context.measureText(RULER).width / textWidth(RULER, FONT)));
}
