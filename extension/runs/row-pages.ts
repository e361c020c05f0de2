import type { CellOutput } from "../../protocol/cell-output.ts";
import type { CellView, ResultView } from "../../protocol/messages.ts";
import type { Fetched } from "./fetch-rows.ts";
import { roomForRows, shareRoom } from "./output-budget.ts";
import type { FirstRows } from "./output-of.ts";

export type FetchRows = (result: ResultView, room: number, signal: AbortSignal) => Promise<Fetched>;

/** A result whose bytes are not known yet may take this much: a page of what has come. */
const UNKNOWN_BYTES = 64_000;

type Fetching = { rows: number; isWhole: boolean; done: Promise<void> };

/** The first rows of a cell's results, fetched as they come: at once, again when there are twice as many, and at the end. */
export class RowPages {
  readonly pages = new Map<number, FirstRows>();
  readonly expired = new Set<number>();
  readonly #fetch: FetchRows;
  readonly #onPage: () => void;
  readonly #onFailure: (thrown: unknown) => void;
  readonly #fetched = new Map<number, Fetching>();
  readonly #busy = new Set<number>();
  readonly #stop = new AbortController();
  #wanted: { cell: CellView; bare: CellOutput } | undefined;

  constructor(fetch: FetchRows, onPage: () => void, onFailure: (thrown: unknown) => void) {
    this.#fetch = fetch;
    this.#onPage = onPage;
    this.#onFailure = onFailure;
  }

  /** How far the results are. `bare`: the cell's output, for the room that is left in it. */
  want(cell: CellView, bare: CellOutput): void {
    this.#wanted = { cell, bare };
    if (this.#stop.signal.aborted) return;
    const due = cell.results.filter((result) => this.#isDue(result));
    if (due.length === 0) return;
    const bytes = cell.results.map((result) => Math.ceil(((result.bytes || UNKNOWN_BYTES) * 4) / 3) + 4_000);
    const shares = shareRoom(bytes, roomForRows(bare, "whole"));
    for (const result of due) this.#begin(result, shares[cell.results.indexOf(result)] ?? 0);
  }

  #isDue({ result, rows, extent }: ResultView): boolean {
    if (rows === 0 || this.#busy.has(result)) return false;
    const last = this.#fetched.get(result);
    if (!last) return true;
    // A page that had to be cut only gets a larger share by chance; one that holds all there was grows with the result.
    return last.isWhole && rows > last.rows && (extent !== undefined || rows >= 2 * last.rows);
  }

  #begin(result: ResultView, room: number): void {
    this.#busy.add(result.result);
    const done = this.#fetch(result, room, this.#stop.signal)
      .then(({ page, expired }) => {
        if (this.#stop.signal.aborted) return;
        if (expired) this.expired.add(result.result);
        if (page) this.pages.set(result.result, page);
        this.#fetched.set(result.result, { rows: result.rows, isWhole: (page?.rows ?? 0) >= result.rows, done });
        this.#onPage();
      })
      .catch((thrown: unknown) => {
        this.#fetched.set(result.result, { rows: result.rows, isWhole: false, done });
        if (!this.#stop.signal.aborted) this.#onFailure(thrown);
      })
      .finally(() => {
        this.#busy.delete(result.result);
        if (this.#wanted) this.want(this.#wanted.cell, this.#wanted.bare);
      });
    this.#fetched.set(result.result, { rows: result.rows, isWhole: false, done });
  }

  /** Resolves when nothing is being fetched any more, after `most` milliseconds at the latest. */
  async settled(most: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, most)));
    let isLate = false;
    void late.then(() => (isLate = true));
    while (this.#busy.size > 0 && !isLate) {
      const all = [...this.#busy].flatMap((result) => this.#fetched.get(result)?.done ?? []);
      await Promise.race([Promise.all(all), late]);
    }
    clearTimeout(timer);
  }

  close(): void {
    this.#stop.abort();
  }
}
