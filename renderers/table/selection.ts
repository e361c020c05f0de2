/** A place in the grid. Row -1 is the header, column -1 the row numbers. */
export type Cell = { row: number; column: number };

/** What is chosen: from `anchor` to `active`, as cells, as whole columns, as whole rows, or everything. */
export type Selection = { anchor: Cell; active: Cell; of: "cells" | "columns" | "rows" | "all" };

/** From `top` to before `bottom`, from `left` to before `right`. */
export type Area = { top: number; bottom: number; left: number; right: number };

export type Size = { rows: number; columns: number };

export type Move = {
  rows: number;
  columns: number;
  /** `cell`: so many of them; `page`: so many screens; `edge`: to the first or last. */
  by: "cell" | "page" | "edge";
  extend: boolean;
};

export const select = (cell: Cell): Selection => ({ anchor: cell, active: cell, of: "cells" });

export const selectColumns = (column: number, anchor = column): Selection => ({
  anchor: { row: 0, column: anchor },
  active: { row: -1, column },
  of: "columns",
});

export const selectRows = (row: number, column: number, anchor = row): Selection => ({
  anchor: { row: anchor, column },
  active: { row, column },
  of: "rows",
});

/** The chosen cells, header and row numbers not counted. */
export function areaOf({ anchor, active, of }: Selection, { rows, columns }: Size): Area {
  const between = (a: number, b: number, count: number): [number, number] => [
    clamp(Math.min(a, b), 0, count),
    clamp(Math.max(a, b) + 1, 0, count),
  ];
  const [top, bottom] = of === "columns" || of === "all" ? [0, rows] : between(anchor.row, active.row, rows);
  const [left, right] = of === "rows" || of === "all" ? [0, columns] : between(anchor.column, active.column, columns);
  return { top, bottom, left, right };
}

export const isIn = ({ top, bottom, left, right }: Area, { row, column }: Cell) =>
  row >= top && row < bottom && column >= left && column < right;

export const cellsOf = ({ top, bottom, left, right }: Area) => (bottom - top) * (right - left);

/** Where a move leads. Up from the first row lies the header; a chosen area never reaches into it. */
export function move(selection: Selection, { rows, columns, by, extend }: Move, size: Size, page: number): Selection {
  const { active } = selection;
  const step = (from: number, count: number, unit: number, first: number, last: number) =>
    by === "edge" && count !== 0 ? (count < 0 ? Math.max(0, first) : last) : clamp(from + count * unit, first, last);
  const first = extend || by !== "cell" ? Math.min(0, active.row) : -1;
  const cell = {
    row: step(active.row, rows, by === "page" ? page : 1, first, size.rows - 1),
    column: step(active.column, columns, 1, 0, Math.max(0, size.columns - 1)),
  };
  if (!extend) return select(cell);
  const of = selection.of === "all" ? "cells" : selection.of;
  return { anchor: selection.anchor, active: cell, of: active.row === -1 && rows === 0 ? "columns" : of };
}

const clamp = (value: number, low: number, high: number) => Math.max(low, Math.min(high, value));
