import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { ResultRef } from "../../protocol/renderer-messages.ts";
import type { GridAction } from "./grid-keys.ts";
import { areaOf, cellsOf, isIn, move, select, selectColumns, selectRows } from "./selection.ts";
import type { Cell, Selection, Size } from "./selection.ts";
import type { Pointed } from "./use-pointer.ts";
import type { Scroll } from "./use-scroll.ts";

type SelectionOf = { scroll: Scroll; widths: readonly number[]; rowHeight: number; size: Size; ref: ResultRef };

/** What is chosen in the grid, by keys and by the pointer, with the focus on the active cell. */
export function useSelection({ scroll, widths, rowHeight, size, ref }: SelectionOf) {
  const [selection, setSelection] = useState<Selection>(() => atTop(size, 0));
  const { active } = selection;
  const area = areaOf(selection, size);

  const wantFocus = useRef(false);
  useLayoutEffect(() => {
    if (!wantFocus.current) return;
    wantFocus.current = false;
    scroll.element.current?.querySelector<HTMLElement>("[data-active]")?.focus({ preventScroll: true });
  });
  function focus(): void {
    wantFocus.current = true;
  }

  function choose(next: Selection, keepView = false): void {
    setSelection(next);
    focus();
    if (!keepView) scroll.show(next.active, widths);
  }

  // Other rows begin at their top; the place in rows that only grow is kept.
  const first = useRef(true);
  useEffect(() => {
    if (first.current) first.current = false;
    else {
      setSelection(({ active: { row, column } }) => select({ row: Math.min(row, 0), column }));
      scroll.toOffset(0);
    }
  }, [ref.run, ref.result]);
  if (active.row >= size.rows && active.row !== -1) setSelection(atTop(size, active.column));

  return {
    selection,
    area,
    choose,
    focus,

    /** Whether the action was about the selection. */
    act(action: GridAction): boolean {
      switch (action.do) {
        case "move": {
          const page = Math.max(1, Math.floor(scroll.view.viewport / rowHeight) - 1);
          choose(move(selection, action, size, page));
          return true;
        }
        case "select-all":
          choose({ ...selection, of: "all" }, true);
          return true;
        case "select-column":
          choose(selectColumns(active.column), true);
          return true;
        case "select-row":
          if (active.row >= 0) choose(selectRows(active.row, active.column), true);
          return true;
        case "close":
          if (cellsOf(area) <= 1) return false;
          choose(select(active), true);
          return true;
        default:
          return false;
      }
    },

    onPoint({ cell, extend }: Pointed): void {
      const anchor = extend ? selection.anchor : cell;
      if (cell.column === -1) choose(selectRows(cell.row, active.column, Math.max(0, anchor.row)));
      else if (!extend) choose(select(cell));
      else choose({ anchor: { ...anchor, row: Math.max(0, anchor.row) }, active: cell, of: "cells" });
    },

    /** Makes the cell the active one, when it is not among those that are chosen; the press that asked has given it the focus, which a menu takes now. */
    include(cell: Cell): void {
      if (!isIn(area, cell)) setSelection(select(cell));
    },
  };
}

const atTop = ({ rows }: Size, column: number) => select({ row: rows > 0 ? 0 : -1, column });
