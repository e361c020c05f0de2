import type { Page } from "../../protocol/values/page.ts";

/** Rows `from` to `from + page.rows` of a result; `bytes` is what they take as Arrow. */
export type LoadedPage = { from: number; page: Page; bytes: number };

/** One row where it lies: row `index` of `page`. */
export type LoadedRow = { page: Page; index: number };

export type PageCache = ReturnType<typeof pageCache>;

/** The pages that were used last, at most `limit` bytes of them. Pages that are in view are never thrown away. */
export function pageCache(limit: number) {
  let pages: LoadedPage[] = [];
  const used = new Map<LoadedPage, number>();
  let clock = 0;
  let bytes = 0;

  function pageOf(row: number): LoadedPage | undefined {
    const found = pages.find(({ from, page }) => row >= from && row < from + page.rows);
    if (found) used.set(found, ++clock);
    return found;
  }

  function drop(gone: (page: LoadedPage) => boolean): void {
    pages = pages.filter((page) => {
      if (!gone(page)) return true;
      bytes -= page.bytes;
      used.delete(page);
      return false;
    });
  }

  return {
    get bytes(): number {
      return bytes;
    },

    row(row: number): LoadedRow | undefined {
      const found = pageOf(row);
      return found && { page: found.page, index: row - found.from };
    },

    /** The first row from `from` on, up to `to`, that is not here; `to` when all are. */
    firstMissing(from: number, to: number): number {
      let row = from;
      while (row < to) {
        const found = pageOf(row);
        if (!found) return row;
        row = found.from + found.page.rows;
      }
      return to;
    },

    /** Takes a page in, and throws those away that were not used for longest; never one with rows of `view`. */
    add(added: LoadedPage, view: { from: number; to: number }): void {
      const end = added.from + added.page.rows;
      drop(({ from, page }) => from >= added.from && from + page.rows <= end);
      pages.push(added);
      used.set(added, ++clock);
      bytes += added.bytes;
      const byAge = [...pages].sort((a, b) => (used.get(a) ?? 0) - (used.get(b) ?? 0));
      for (const oldest of byAge) {
        if (bytes <= limit) return;
        const inView = oldest.from < view.to && oldest.from + oldest.page.rows > view.from;
        if (!inView) drop((page) => page === oldest);
      }
    },
  };
}
