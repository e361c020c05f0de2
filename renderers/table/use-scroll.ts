import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { columnStarts } from "./columns.ts";
import { isScaled, lastOffset, offsetAt, offsetToShow, scrollTopAt } from "./scroll-map.ts";
import type { Tall } from "./scroll-map.ts";
import type { Cell } from "./selection.ts";

/** Where the view is. Pixels; `offset` counts in rows' own pixels, `scrollTop` in the scroll bar's. */
export type View = { offset: number; scrollTop: number; left: number; viewport: number; width: number };

export type Scroll = ReturnType<typeof useScroll>;

/** Lines and pages of a wheel in pixels, as browsers count them. */
const WHEEL_UNITS = [1, 18, 400];

/** The scrolling of a table that may be taller than a browser's elements, under a fixed header and beside row numbers. */
export function useScroll(size: { rows: number; rowHeight: number; head: number; gutter: number; height: number }) {
  const { rows, rowHeight, head, gutter } = size;
  const element = useRef<HTMLDivElement>(null);
  const first: View = { offset: 0, scrollTop: 0, left: 0, viewport: Math.max(rowHeight, size.height - head), width: 0 };
  const [, setView] = useState(first);
  const view = useRef(first);
  const tall = (): Tall => ({ rows, rowHeight, viewport: view.current.viewport });

  function change(part: Partial<View>): void {
    const next = { ...view.current, ...part };
    const same = Object.entries(next).every(([key, value]) => view.current[key as keyof View] === value); // SAFETY: the keys of a View.
    view.current = next;
    if (!same) setView(next);
  }

  function toOffset(offset: number): void {
    const box = element.current;
    if (!box) return;
    const within = Math.max(0, Math.min(offset, lastOffset(tall())));
    box.scrollTop = scrollTopAt(within, tall());
    // What the browser made of it, rounded: its scroll event is known by this number.
    change({ offset: isScaled(tall()) ? within : box.scrollTop, scrollTop: box.scrollTop });
  }

  function onScroll(): void {
    const box = element.current;
    if (!box) return;
    const { scrollTop, scrollLeft: left } = box;
    if (scrollTop === view.current.scrollTop) change({ left });
    else change({ left, scrollTop, offset: offsetAt(scrollTop, tall()) });
  }

  function onWheel(event: WheelEvent): void {
    const box = element.current;
    if (!box || event.ctrlKey) return;
    const unit = WHEEL_UNITS[event.deltaMode] ?? 1;
    const turned = event.shiftKey && event.deltaX === 0;
    const [x, y] = turned ? [event.deltaY * unit, 0] : [event.deltaX * unit, event.deltaY * unit];
    const { offset } = view.current;
    const down = y < 0 ? offset > 0.5 : y > 0 && offset < lastOffset(tall()) - 0.5;
    const across = x < 0 ? box.scrollLeft > 0 : x > 0 && box.scrollLeft < box.scrollWidth - box.clientWidth - 1;
    // VS Code scrolls the notebook at each wheel event that reaches its window, and does not look into shadow roots.
    if (down || across) event.stopPropagation();
    if (!down || !isScaled(tall())) return;
    event.preventDefault();
    box.scrollLeft += x;
    toOffset(offset + y);
  }

  useLayoutEffect(() => {
    const box = element.current;
    if (!box) return;
    const measure = () =>
      change({ viewport: Math.max(rowHeight, box.clientHeight - head), width: box.clientWidth - gutter });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(box);
    return () => observer.disconnect();
  }, [head, gutter, rowHeight]);

  const wheel = useRef(onWheel);
  wheel.current = onWheel;
  useLayoutEffect(() => {
    const box = element.current;
    const listen = (event: WheelEvent) => wheel.current(event);
    // A listener that may not keep the browser from scrolling could not scroll by the rows' own pixels.
    box?.addEventListener("wheel", listen, { passive: false });
    return () => box?.removeEventListener("wheel", listen);
  }, []);

  // Rows that come move the scroll bar, never the rows that are seen; fewer rows than before end the table earlier.
  useLayoutEffect(() => {
    if (isScaled(tall()) || view.current.offset > lastOffset(tall())) toOffset(view.current.offset);
  }, [rows]);

  return {
    element,
    view: view.current,
    tall: tall(),
    onScroll,
    toOffset,
    /** Scrolls as little as brings the cell into view. */
    show({ row, column }: Cell, widths: readonly number[]): void {
      const box = element.current;
      if (!box) return;
      if (row >= 0) {
        const offset = offsetToShow(row, view.current.offset, tall());
        if (offset !== view.current.offset) toOffset(offset);
      }
      const starts = columnStarts(widths);
      const [start = 0, end = 0] = [starts[column], starts[column + 1]];
      const { width } = view.current;
      if (start < box.scrollLeft || end - start > width) box.scrollLeft = start;
      else if (end > box.scrollLeft + width) box.scrollLeft = end - width;
    },
  };
}
