import { h } from "preact";
import type { ComponentChild } from "preact";
import { useLayoutEffect, useMemo } from "preact/hooks";
import type { Order } from "../../protocol/messages.ts";
import type { Lang } from "../../protocol/wording/say.ts";
import { columnsAt, columnStarts } from "./columns.ts";
import type { GridColumn } from "./columns.ts";
import { GridHeader } from "./grid-header.ts";
import type { GridModel } from "./grid-model.ts";
import { GridRow } from "./grid-row.ts";
import type { Spot } from "./popover.ts";
import { bodyHeight, isScaled, rowsAt } from "./scroll-map.ts";
import { areaOf, cellsOf } from "./selection.ts";
import type { Cell, Selection } from "./selection.ts";
import type { Scroll } from "./use-scroll.ts";
import { usePointer } from "./use-pointer.ts";
import type { Pointed } from "./use-pointer.ts";

export const ROW_HEIGHT = 24;
export const HEAD_HEIGHT = 42;
/** Rows drawn beyond what is seen, so that a little scrolling shows no gap. */
const OVERSCAN = 6;
/** Until the width is measured, columns are drawn as for a wide editor. */
const WIDTH_AT_FIRST = 1600;

export type GridTableProps = {
  scroll: Scroll;
  model: GridModel;
  columns: readonly GridColumn[];
  widths: readonly number[];
  gutter: number;
  rows: number;
  /** How many rows there are in all, -1 while nobody knows. */
  rowCount: number;
  selection: Selection;
  order: readonly Order[];
  filtered: ReadonlySet<number>;
  working: boolean;
  label: string;
  lang: Lang;
  timezone: string;
  maxHeight: number;
  /** Pixels of header and rows where they take more than `maxHeight`: the user may have changed them. */
  height: number;
  onPoint(pointed: Pointed): void;
  onOpen(): void;
  onKeyDown(event: KeyboardEvent): void;
  onCopy(event: ClipboardEvent): void;
  onContextMenu(cell: Cell, at: { x: number; y: number }): void;
  onSort(column: number, add: boolean): void;
  onColumnMenu(column: number, at: Spot): void;
  onSelectAll(): void;
  onResize(column: number, width: number): void;
  onFit(column: number): void;
};

/** The rows in view under their header: an ARIA grid with as many rows in the document as fit on the screen. */
export function GridTable(props: GridTableProps): ComponentChild {
  const { scroll, model, columns, widths, gutter, rows, selection, lang, timezone } = props;
  const { view, tall } = scroll;
  const starts = useMemo(() => columnStarts(widths), [widths]);
  const seen = rowsAt(view.offset, tall);
  const drawn = rowsAt(view.offset, tall, OVERSCAN);
  const across = columnsAt(starts, view.left, view.width || WIDTH_AT_FIRST);
  const width = gutter + (starts.at(-1) ?? 0);
  const area = areaOf(selection, { rows, columns: columns.length });
  const { active } = selection;
  const pointer = usePointer(scroll, { rows, rowHeight: ROW_HEIGHT, head: HEAD_HEIGHT, gutter, starts }, props.onPoint);
  // In a layout effect the rows of the output itself are there already when the first paint asks for more.
  useLayoutEffect(() => model.show(seen.from, seen.to), [model, seen.from, seen.to, rows]);

  const shown = Array.from({ length: drawn.to - drawn.from }, (_, i) => drawn.from + i);
  // The row with the focus stays in the document, else the focus would be lost.
  const away = active.row >= 0 && active.row < rows && (active.row < drawn.from || active.row >= drawn.to);
  if (away) shown.push(active.row);
  const row = (n: number) => {
    const at = model.row(n);
    const inRows = n >= area.top && n < area.bottom;
    const isAway = away && n === active.row;
    const top = isScaled(tall) ? view.scrollTop + n * ROW_HEIGHT - view.offset : n * ROW_HEIGHT;
    return h(GridRow, {
      key: n,
      row: n,
      top: isAway ? Math.min(view.scrollTop, bodyHeight(tall) - ROW_HEIGHT) : top,
      away: isAway,
      page: at?.page,
      index: at?.index ?? 0,
      columns,
      starts,
      ...across,
      gutter,
      active: n === active.row ? active.column : -1,
      left: inRows ? area.left : 0,
      right: inRows ? area.right : 0,
      lang,
      timezone,
    });
  };

  const full = HEAD_HEIGHT + bodyHeight(tall);
  return h(
    "div",
    {
      ref: scroll.element,
      class: `scroll${full > props.maxHeight ? " tall" : ""}${cellsOf(area) > 1 ? " many" : ""}`,
      role: "grid",
      "aria-label": props.label,
      "aria-rowcount": props.rowCount < 0 ? -1 : props.rowCount + 1,
      "aria-colcount": columns.length + 1,
      "aria-multiselectable": "true",
      "aria-readonly": "true",
      "aria-busy": props.working ? "true" : undefined,
      style: full > props.maxHeight ? `height:${props.height}px` : "",
      onScroll: scroll.onScroll,
      onKeyDown: props.onKeyDown,
      onCopy: props.onCopy,
      onDblClick: (event: MouseEvent) => {
        if (event.target instanceof Element && event.target.closest(".cell")) props.onOpen();
      },
      onPointerDown: pointer.onPointerDown,
      onPointerMove: pointer.onPointerMove,
      onLostPointerCapture: pointer.onLostPointerCapture,
      onContextMenu: (event: MouseEvent) => {
        if (!(event.target instanceof Element)) return;
        const heading = event.target.closest(".heading");
        if (!heading && !event.target.closest(".cell")) return;
        event.preventDefault();
        event.stopPropagation();
        const at = { x: event.clientX, y: event.clientY };
        if (heading) props.onColumnMenu(Number(heading.getAttribute("aria-colindex")) - 2, at);
        else props.onContextMenu(pointer.cellAt(event.clientX, event.clientY), at);
      },
    },
    h(GridHeader, {
      columns,
      widths,
      ...across,
      gutter,
      height: HEAD_HEIGHT,
      width,
      order: props.order,
      working: props.working,
      filtered: props.filtered,
      active: active.row === -1 ? active.column : -1,
      // The heads of whole columns are chosen with them.
      left: selection.of === "columns" || selection.of === "all" ? area.left : 0,
      right: selection.of === "columns" || selection.of === "all" ? area.right : 0,
      lang,
      onSort: props.onSort,
      onMenu: props.onColumnMenu,
      onSelectAll: props.onSelectAll,
      onResize: props.onResize,
      onFit: props.onFit,
    }),
    h(
      "div",
      { role: "rowgroup", class: "body", style: `height:${bodyHeight(tall)}px;width:${width}px` },
      shown.map(row),
    ),
  );
}
