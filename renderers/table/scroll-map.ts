/**
 * Chromium's tallest element is 33,554,428 px and Firefox's 17,895,697 px, too low for millions of rows: above this height
 * the scroll bar stands for more pixels than it has, and the wheel moves rows by their own pixels.
 */
export const TALLEST = 16_000_000;

/** All rows, their height and the height of what is seen of them. Pixels. */
export type Tall = { rows: number; rowHeight: number; viewport: number };

export const fullHeight = ({ rows, rowHeight }: Tall) => rows * rowHeight;
/** The height that the browser is given. */
export const bodyHeight = (tall: Tall) => Math.min(TALLEST, fullHeight(tall));
export const isScaled = (tall: Tall) => fullHeight(tall) > TALLEST;
/** How far down the first row can be scrolled out. */
export const lastOffset = (tall: Tall) => Math.max(0, fullHeight(tall) - tall.viewport);

/** Pixels of rows above the viewport, for a place of the scroll bar. */
export function offsetAt(scrollTop: number, tall: Tall): number {
  if (!isScaled(tall)) return scrollTop;
  return clamp((scrollTop / (TALLEST - tall.viewport)) * lastOffset(tall), 0, lastOffset(tall));
}

/** The place of the scroll bar for pixels of rows above the viewport. */
export function scrollTopAt(offset: number, tall: Tall): number {
  if (!isScaled(tall)) return offset;
  return (offset / lastOffset(tall)) * (TALLEST - tall.viewport);
}

/** The rows from `from` to before `to` that are seen at this offset, and `over` more on each side. */
export function rowsAt(offset: number, tall: Tall, over = 0): { from: number; to: number } {
  const { rows, rowHeight, viewport } = tall;
  const from = clamp(Math.floor(offset / rowHeight) - over, 0, rows);
  return { from, to: clamp(Math.ceil((offset + viewport) / rowHeight) + over, from, rows) };
}

/** The offset nearest to this one at which the row is seen whole. */
export function offsetToShow(row: number, offset: number, tall: Tall): number {
  const top = row * tall.rowHeight;
  return clamp(clamp(offset, top + tall.rowHeight - tall.viewport, top), 0, lastOffset(tall));
}

const clamp = (value: number, low: number, high: number) => Math.max(low, Math.min(high, value));
