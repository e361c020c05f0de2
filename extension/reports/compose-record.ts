import { parse } from "../../notebook/parse.ts";
import type { WireError } from "../../protocol/errors.ts";
import type { CellView, RunView } from "../../protocol/messages.ts";
import type { RunId } from "../../protocol/ids.ts";
import type { ShownCell } from "../parts.ts";

/** A result that the report shows, and where its rows lie. */
export type NeededTable = {
  result: number;
  from: { run: RunId; result: number };
  charted: boolean;
  page?: { rows: number; arrow: string };
};

export type Composed = { view: RunView; tables: readonly NeededTable[]; stale: ReadonlySet<number> };

/** A shown cell and its ordinal in the file. */
export type ShownAt = Pick<ShownCell, "view" | "ran" | "output"> & { ordinal: number };

/**
 * One run view of what stands on the screen: the notebook's text as it is now, and under each cell what is shown, whichever
 * run it came from. `shown` must not be empty.
 */
export function composeRecord(text: string, shown: readonly ShownAt[]): Composed {
  const { notebook } = parse(text);
  const [first, ...rest] = shown.toSorted((a, b) => a.view.createdAt - b.view.createdAt);
  if (!first) throw new RangeError("nothing is shown");
  const newest = rest.at(-1) ?? first;
  const tables: NeededTable[] = [];
  const cells = notebook.cells.map((cell, ordinal): CellView => {
    const here = shown.find((one) => one.ordinal === ordinal);
    const own = {
      kind: cell.kind,
      text: cell.kind === "markdown" ? cell.text : cell.code,
      line: cell.line,
      options: { ...cell.options },
      ...(cell.kind === "code" && { language: cell.language }),
    };
    if (!here) return { ...own, results: [], text_out: [], checks: [], saved: [], notes: [] };
    const { state, startedAt, ms, error, text_out, media, checks, notes, hash } = here.ran;
    const numbers = new Map<number, number>();
    const results = here.ran.results.map((result) => {
      const number = tables.length;
      numbers.set(result.result, number);
      const page = here.output.results.find((one) => one.result === result.result)?.page;
      tables.push({
        result: number,
        from: { run: here.view.run, result: result.result },
        charted: result.main && cell.options.chart !== undefined,
        ...(page && { page }),
      });
      return { ...result, result: number };
    });
    return {
      ...own,
      ...(hash !== undefined && { hash }),
      ...(state && { state }),
      ...(startedAt !== undefined && { startedAt }),
      ...(ms !== undefined && { ms }),
      ...(error && { error: here.output.stale?.why === "code" ? withoutPlace(error) : error }),
      results,
      text_out,
      ...(media && { media }),
      checks,
      saved: here.ran.saved.map((saved) => ({ ...saved, result: numbers.get(saved.result) ?? 0 })),
      notes,
    };
  });
  const ended = shown.map(({ view }) => view.endedAt ?? view.createdAt);
  const failed = shown.some(({ ran }) => ran.state === "failed");
  const view: RunView = {
    ...newest.view,
    notebook: {
      ...newest.view.notebook,
      title: notebook.meta.title ?? newest.view.notebook.title,
      timezone: notebook.meta.timezone,
      ...(notebook.meta.lang && { lang: notebook.meta.lang }),
    },
    state: failed ? "failed" : "done",
    createdAt: first.view.createdAt,
    startedAt: first.view.startedAt ?? first.view.createdAt,
    endedAt: Math.max(...ended),
    notes: [],
    values: Object.assign({}, first.view.values, ...rest.map((one) => one.view.values)) as RunView["values"], // SAFETY: all of them are.
    cells,
  };
  const stale = new Set(shown.filter(({ output }) => output.stale).map(({ ordinal }) => ordinal));
  return { view, tables, stale };
}

/** The place is one in code that is not there any more. */
function withoutPlace({ at: _, ...error }: WireError): WireError {
  return error;
}
