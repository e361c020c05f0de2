import { BetweenError } from "../../protocol/errors.ts";
import type { WireError } from "../../protocol/errors.ts";
import { pageCache } from "./page-cache.ts";
import type { LoadedPage, LoadedRow } from "./page-cache.ts";
import type { RowSource } from "./row-source.ts";

/** What a table keeps of a result: 16 pages of the largest size that the server sends. */
export const CACHE_BYTES = 16_000_000;
/** A jump asks for this many rows at least, so that a bit of scrolling after it asks for nothing. */
const WINDOW_ROWS = 200;
/** While somebody drags the scroll bar, a new window is asked for no more often than this. Milliseconds. */
const BETWEEN_ASKS = 60;

export type GridModel = ReturnType<typeof gridModel>;

/**
 * The rows of one result by their number from 0, of which only a window is ever here. Reads what the view shows, gives up
 * what has scrolled away, and tells `changed` when rows came or could not be read.
 */
export function gridModel(source: RowSource | undefined, changed: () => void, limit = CACHE_BYTES) {
  const cache = pageCache(limit);
  let rows = 0;
  let view = { from: 0, to: 0 };
  let asked: { from: number; to: number; abort: AbortController } | undefined;
  let fault: WireError | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let lastAsk = -Infinity;
  let disposed = false;

  /** The window and as much again on both sides. */
  const wanted = () => {
    const margin = view.to - view.from;
    return { from: Math.max(0, view.from - margin), to: Math.min(rows, view.to + margin) };
  };

  function next(): void {
    if (disposed || source === undefined || fault !== undefined) return;
    const want = wanted();
    if (asked && (asked.to <= want.from || asked.from >= want.to)) {
      asked.abort.abort();
      asked = undefined;
    }
    if (asked || timer !== undefined) return;
    const seen = cache.firstMissing(Math.max(want.from, view.from), Math.min(want.to, view.to));
    const from = seen < Math.min(want.to, view.to) ? seen : cache.firstMissing(want.from, want.to);
    if (from >= want.to) return;
    const wait = lastAsk + BETWEEN_ASKS - performance.now();
    if (wait > 0) {
      timer = setTimeout(() => {
        timer = undefined;
        next();
      }, wait);
      return;
    }
    lastAsk = performance.now();
    void load(source, from, Math.min(rows, Math.max(want.to, from + WINDOW_ROWS)));
  }

  async function load(read: RowSource, from: number, to: number): Promise<void> {
    const abort = new AbortController();
    const mine = { from, to, abort };
    asked = mine;
    try {
      const page = await readAt(read, from, to - from, abort.signal);
      if (abort.signal.aborted) return;
      cache.add(page, view);
      // Rows that lie ahead in the window follow at once.
      lastAsk = -Infinity;
    } catch (thrown) {
      if (abort.signal.aborted) return;
      fault = BetweenError.from(thrown).toWire();
    } finally {
      if (asked === mine) asked = undefined;
    }
    changed();
    next();
  }

  return {
    get rows(): number {
      return rows;
    },
    /** Bytes of Arrow that are kept now. */
    get bytes(): number {
      return cache.bytes;
    },
    /** Why rows are missing, until `retry`. */
    get fault(): WireError | undefined {
      return fault;
    },

    row: (row: number): LoadedRow | undefined => cache.row(row),

    /** Takes in rows that came another way, such as with the output itself. */
    hold(page: LoadedPage): void {
      cache.add(page, view);
    },

    /** How many rows there are by now. */
    grow(count: number): void {
      rows = count;
    },

    /** The rows that the view shows: reads those that are not here. */
    show(from: number, to: number): void {
      view = { from, to: Math.min(to, rows) };
      next();
    },

    retry(): void {
      fault = undefined;
      next();
    },

    /** Rows in order, read past the cache where they are not in it. Throws BetweenError. */
    async *each(from: number, to: number, signal: AbortSignal): AsyncGenerator<LoadedRow> {
      for (let row = from; row < to;) {
        const here = cache.row(row);
        if (here) {
          yield here;
          row++;
          continue;
        }
        if (!source) throw new BetweenError("grid.rows-away");
        const { from: start, page } = await readAt(source, row, Math.min(to - row, 10_000), signal);
        for (const end = Math.min(to, start + page.rows); row < end; row++) yield { page, index: row - start };
      }
    },

    dispose(): void {
      disposed = true;
      clearTimeout(timer);
      asked?.abort.abort();
    },
  };
}

/** A page that holds row `from` for certain. */
async function readAt(read: RowSource, from: number, rows: number, signal: AbortSignal): Promise<LoadedPage> {
  const page = await read(from, rows, signal);
  if (page.from > from || page.from + page.page.rows <= from)
    throw new BetweenError("grid.rows-missing", { row: from });
  return page;
}
