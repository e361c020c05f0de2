import type { CellView, ResultView, RunEvent, RunState, RunSummary, RunView } from "./messages.ts";
import { appendText } from "./text-output.ts";

/** What is known of a run before anything happened in it. */
export type RunStart = Pick<RunView, "run" | "session" | "notebook" | "engine" | "user" | "params" | "createdAt"> & {
  cells: readonly Pick<CellView, "kind" | "language" | "text" | "line" | "options" | "hash">[];
};

/** The run before its first event. */
export function emptyRunView({ cells, ...start }: RunStart): RunView {
  const blank = { results: [], text_out: [], checks: [], saved: [], notes: [] };
  return { ...start, state: "queued", notes: [], values: {}, cells: cells.map((cell) => ({ ...cell, ...blank })) };
}

/** Whether nothing more happens in a run. The event that brings such a state is the last of its log. */
export const hasEnded = (state: RunState): boolean => state !== "queued" && state !== "running";

/** A step of the set-up of a cell's process: told while it happens, and of no interest when the cell has ended. */
export const isSettingUp = ({ code }: { code: string }): boolean => code === "worker.setting-up";

/**
 * The run after one more event. Never changes what it was given, and shares all that the event does not touch; an event of
 * a cell or result that the run does not have changes nothing.
 */
export function applyEvent(view: RunView, event: RunEvent): RunView {
  switch (event.t) {
    case "run":
      return {
        ...view,
        state: event.state,
        ...(event.state === "running" && { startedAt: event.at }),
        ...(hasEnded(event.state) && { endedAt: event.at }),
        ...(event.error && { error: event.error }),
      };
    case "cell":
      return changeCell(view, event.cell, ({ progress: _, ...cell }) => ({
        ...cell,
        state: event.state,
        ...(event.state !== "running" && { notes: cell.notes.filter((note) => !isSettingUp(note)) }),
        ...(event.state === "running" && { startedAt: event.at }),
        ...(event.ms !== undefined && { ms: event.ms }),
        ...(event.error && { error: event.error }),
      }));
    case "result": {
      const { result, name, schema, main = false } = event;
      const begun: ResultView = { result, ...(name !== undefined && { name }), schema, main, rows: 0, bytes: 0 };
      return changeCell(view, event.cell, (cell) => ({ ...cell, results: [...cell.results, begun] }));
    }
    case "rows": {
      const { t: _, ...held } = event;
      const owner = view.cells.findLastIndex((cell) => cell.results.some((one) => one.result === event.result));
      return changeCell(view, owner, (cell) => ({
        ...cell,
        results: cell.results.map((one) => {
          if (one.result !== event.result) return one;
          const { extent: _, ...before } = one;
          return { ...before, ...held };
        }),
      }));
    }
    case "text":
      return changeCell(view, event.cell, (cell) => ({ ...cell, text_out: appendText(cell.text_out, event) }));
    case "media": {
      const { t: _, cell: at, ...shown } = event;
      return changeCell(view, at, (cell) => ({ ...cell, media: [...(cell.media ?? []), shown] }));
    }
    case "progress": {
      const { t: _, cell: at, ...progress } = event;
      return changeCell(view, at, (cell) => ({ ...cell, progress }));
    }
    case "check": {
      const { t: _, cell: at, ...check } = event;
      return changeCell(view, at, (cell) => ({ ...cell, checks: [...cell.checks, check] }));
    }
    case "saved": {
      const { t: _, cell: at, ...saved } = event;
      return changeCell(view, at, (cell) => ({ ...cell, saved: [...cell.saved, saved] }));
    }
    case "note": {
      const { t: _, cell: at, ...note } = event;
      if (at === undefined) return { ...view, notes: [...view.notes, note] };
      return changeCell(view, at, (cell) => ({ ...cell, notes: [...cell.notes, note] }));
    }
    case "value":
      return { ...view, values: { ...view.values, [event.name]: event.text } };
    default:
      event satisfies never;
      return view;
  }
}

function changeCell(view: RunView, at: number, change: (cell: CellView) => CellView): RunView {
  const cell = view.cells[at];
  return cell ? { ...view, cells: view.cells.with(at, change(cell)) } : view;
}

/** One line of a list of runs: `ran` are the code cells that the run was to run, `cells` counts them, `failed` those that failed. */
export function summarize(view: RunView): RunSummary {
  const { run, engine, state, createdAt, endedAt } = view;
  const ran = view.cells.flatMap(({ state, hash = "", options }, cell) => {
    const { name } = options;
    return state === undefined ? [] : { cell, ...(typeof name === "string" && { name }), hash, state };
  });
  return {
    run,
    uri: view.notebook.uri,
    title: view.notebook.title,
    engine,
    state,
    createdAt,
    ...(endedAt !== undefined && { endedAt }),
    cells: ran.length,
    failed: ran.filter((cell) => cell.state === "failed").length,
    ran,
  };
}
