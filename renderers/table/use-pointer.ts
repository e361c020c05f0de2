import { useEffect, useRef } from "preact/hooks";
import { columnAtPixel } from "./columns.ts";
import type { Cell } from "./selection.ts";
import type { Scroll } from "./use-scroll.ts";

/** What a press of the pointer means for the selection. `begin`: it was pressed; else it moved or the area is extended. */
export type Pointed = { cell: Cell; begin: boolean; extend: boolean };

type Layout = { rows: number; rowHeight: number; head: number; gutter: number; starts: readonly number[] };

/** Presses and drags over the rows as cells; dragging beyond the edge scrolls on. Column -1 is the row's number. */
export function usePointer(scroll: Scroll, layout: Layout, onPoint: (pointed: Pointed) => void) {
  const { rows, rowHeight, head, gutter, starts } = layout;
  const drag = useRef<{ x: number; y: number; onNumbers: boolean; frame: number }>(undefined);
  useEffect(() => () => cancelAnimationFrame(drag.current?.frame ?? 0), []);

  function cellAt(x: number, y: number): Cell {
    const box = scroll.element.current;
    if (!box || rows === 0) return { row: -1, column: 0 };
    const rect = box.getBoundingClientRect();
    const within = Math.max(0, Math.min(y - rect.top - head, scroll.view.viewport - 1));
    const row = Math.max(0, Math.min(rows - 1, Math.floor((scroll.view.offset + within) / rowHeight)));
    const across = x - rect.left - gutter;
    const column = across < 0 ? -1 : columnAtPixel(starts, across + box.scrollLeft);
    return { row, column };
  }

  function step(): void {
    const now = drag.current;
    const box = scroll.element.current;
    if (!now || !box) return;
    const rect = box.getBoundingClientRect();
    const down = beyond(now.y, rect.top + head, rect.bottom);
    const across = beyond(now.x, rect.left + gutter, rect.right);
    if (down !== 0) scroll.toOffset(scroll.view.offset + down);
    if (across !== 0 && !now.onNumbers) box.scrollLeft += across;
    if (down !== 0 || across !== 0) point(now.x, now.y, now.onNumbers, false, true);
    now.frame = requestAnimationFrame(() => latest.current());
  }
  // The frames of one drag go over many renders, each with a view of its own.
  const latest = useRef(step);
  latest.current = step;

  function point(x: number, y: number, onNumbers: boolean, begin: boolean, extend: boolean): void {
    const cell = cellAt(x, y);
    onPoint({
      cell: onNumbers ? { ...cell, column: -1 } : { ...cell, column: Math.max(0, cell.column) },
      begin,
      extend,
    });
  }

  return {
    cellAt,
    onPointerDown(event: PointerEvent): void {
      const box = scroll.element.current;
      if (!box || event.button !== 0 || rows === 0) return;
      const rect = box.getBoundingClientRect();
      const inside = event.clientY >= rect.top + head && event.clientY < rect.top + box.clientHeight;
      // Below the rows and on the scroll bars nothing is chosen.
      if (!inside || event.clientX >= rect.left + box.clientWidth) return;
      if (scroll.view.offset + event.clientY - rect.top - head >= rows * rowHeight) return;
      event.preventDefault();
      const onNumbers = cellAt(event.clientX, event.clientY).column === -1;
      box.setPointerCapture(event.pointerId);
      drag.current = {
        x: event.clientX,
        y: event.clientY,
        onNumbers,
        frame: requestAnimationFrame(() => latest.current()),
      };
      point(event.clientX, event.clientY, onNumbers, true, event.shiftKey);
    },
    onPointerMove(event: PointerEvent): void {
      if (!drag.current) return;
      const { onNumbers } = drag.current;
      Object.assign(drag.current, { x: event.clientX, y: event.clientY });
      point(event.clientX, event.clientY, onNumbers, false, true);
    },
    onLostPointerCapture(): void {
      cancelAnimationFrame(drag.current?.frame ?? 0);
      drag.current = undefined;
    },
  };
}

/** How far outside, at most a few rows a frame. */
function beyond(at: number, low: number, high: number): number {
  const distance = at < low ? at - low : at > high ? at - high : 0;
  return Math.max(-60, Math.min(60, distance));
}
