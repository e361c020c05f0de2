import type { CellView, RunView } from "../../protocol/messages.ts";
import { hasEnded } from "../../protocol/run-view.ts";

/** What a run says of one of its cells. */
export type Account = {
  cell: CellView;
  /** Cells of the run that come before it and have not ended. */
  before: number;
  /** It is the run's first, and waits for the engine; `detail`: the engine's own words of a set-up step. */
  starting: boolean;
  detail?: string;
  /** When the run began. */
  startedAt?: number;
};

/** `undefined` while nothing can be said: the run does not have the cell, or has not said why it skipped it. */
export function accountOf(view: RunView, at: number): Account | undefined {
  const cell = view.cells[at];
  if (!cell) return undefined;
  const waiting = view.cells.filter((each, i) => i < at && (each.state === "queued" || each.state === "running"));
  const begun = view.cells.some(({ state }) => state !== undefined && state !== "queued");
  const starting = view.state === "running" && cell.state === "queued" && waiting.length === 0 && !begun;
  const detail = view.notes.findLast(({ code }) => code === "engine.setting-up")?.args["detail"];
  const account: Account = {
    cell: cell.state === "skipped" ? skipped(view, at, cell) : cell,
    before: waiting.length,
    starting,
    ...(starting && detail !== undefined && { detail: String(detail) }),
    ...(view.startedAt !== undefined && { startedAt: view.startedAt }),
  };
  // The engine's refusal follows the cells that it kept from running.
  return cell.state === "skipped" && !hasEnded(view.state) ? undefined : account;
}

/** An error of the whole run (its engine did not start) is shown by the first cell that it kept from running. */
function skipped(view: RunView, at: number, cell: CellView): CellView {
  const first = view.cells.findIndex(({ state }) => state === "skipped");
  return view.error && at === first ? { ...cell, state: "failed", error: view.error } : cell;
}
