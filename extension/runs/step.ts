import type { WireError } from "../../protocol/errors.ts";
import type { CellView } from "../../protocol/messages.ts";
import type { Account } from "./cell-account.ts";

/**
 * One cell's execution in the editor, decided without doing anything. It is made waiting, may start, and ends exactly
 * once, whatever comes in whatever order; what the server says afterwards is not its business any more.
 */
export type CellState = {
  is: "waiting" | "started" | "ended";
  /** The last word of the server, or what stands for it. */
  account?: Account;
  /** What is done before the server knows of the cell. */
  connecting?: string;
  cancel?: { since: number; forceable: boolean };
  /** The line to the server is lost. */
  away: boolean;
  /** Why it ended without the server's word. */
  failure?: { state: "failed" | "interrupted" | "lost"; error?: WireError };
};

export type CellInput =
  /** Connecting takes a while, and this cell is the one that says so. */
  | { t: "connecting"; what: string; at: number }
  | { t: "told"; account: Account; at: number }
  | { t: "cancel"; at: number }
  /** The grace time after `cancel` is over. */
  | { t: "grace"; at: number }
  /** It must end now, whatever the server does. */
  | { t: "give-up"; state: "interrupted" | "lost"; error: WireError; at: number }
  /** It never came to a run; without an error another cell says why. */
  | { t: "refused"; error?: WireError; at: number }
  | { t: "line"; away: boolean }
  /** The cell is gone from the document, or the document is closed. */
  | { t: "gone"; at: number };

export type CellEffect =
  /** VS Code's clock begins. */
  | { do: "start"; at: number }
  | { do: "show" }
  /** Everything that belongs to it is fetched and shown, then the execution ends. */
  | { do: "finish"; success: boolean | undefined; at: number }
  /** The execution ends as it is: there is nothing to show, or nothing to show it on. */
  | { do: "drop"; at: number };

export const newCell: CellState = { is: "waiting", away: false };

export function step(state: CellState, input: CellInput): [CellState, CellEffect[]] {
  if (state.is === "ended") return [state, []];
  switch (input.t) {
    case "connecting":
      if (state.account) return [state, []];
      return shown({ ...state, connecting: input.what }, input.at);
    case "told":
      return told({ ...state, account: input.account }, input.account, input.at);
    case "cancel":
      if (state.cancel) return [state, []];
      return shownIfStarted({ ...state, cancel: { since: input.at, forceable: false } });
    case "grace":
      if (!state.cancel || state.cancel.forceable) return [state, []];
      return shownIfStarted({ ...state, cancel: { ...state.cancel, forceable: true } });
    case "give-up":
      // Of cells that only wait, the first one says it for all.
      if (state.is === "waiting" && (state.account?.before ?? 0) > 0) return dropped(state, input.at);
      return failed(state, { state: input.state, error: input.error }, input.at);
    case "refused": {
      const { error, at } = input;
      if (state.cancel && state.is === "started") return failed(state, { state: "interrupted" }, at);
      if (error && !state.cancel) return failed(state, { state: "failed", error }, at);
      return dropped(state, at);
    }
    case "line":
      return state.away === input.away ? [state, []] : shownIfStarted({ ...state, away: input.away });
    case "gone":
      return dropped(state, input.at);
  }
}

function told(state: CellState, { cell, starting, startedAt }: Account, at: number): [CellState, CellEffect[]] {
  switch (cell.state) {
    case undefined:
    case "queued":
      return starting ? shown(state, startedAt ?? at) : shownIfStarted(state);
    case "running":
      return shown(state, cell.startedAt ?? at);
    case "skipped":
      // What another cell's failure or a cancel kept from running shows what it showed before.
      if (state.is === "waiting") return dropped(state, at);
      return [{ ...state, is: "ended" }, [{ do: "finish", success: undefined, at }]];
    case "done":
    case "failed":
    case "interrupted":
    case "lost": {
      const [next, effects] = started(state, cell.startedAt ?? at);
      return [{ ...next, is: "ended" }, [...effects, { do: "finish", success: succeeded(cell.state), at }]];
    }
  }
}

const dropped = (state: CellState, at: number): [CellState, CellEffect[]] => [
  { ...state, is: "ended" },
  [{ do: "drop", at }],
];

/** As VS Code marks it: done, failed, or neither. */
export const succeeded = (state: CellView["state"]): boolean | undefined =>
  state === "done" ? true : state === "failed" || state === "lost" ? false : undefined;

function failed(state: CellState, failure: NonNullable<CellState["failure"]>, at: number): [CellState, CellEffect[]] {
  const [next, effects] = started(state, at);
  const success = failure.state === "interrupted" ? undefined : false;
  return [{ ...next, is: "ended", failure }, [...effects, { do: "finish", success, at }]];
}

function started(state: CellState, at: number): [CellState, CellEffect[]] {
  return state.is === "waiting" ? [{ ...state, is: "started" }, [{ do: "start", at }]] : [state, []];
}

function shown(state: CellState, at: number): [CellState, CellEffect[]] {
  const [next, effects] = started(state, at);
  return [next, [...effects, { do: "show" }]];
}

/** VS Code takes outputs only of what has started; until then its own symbol says that the cell waits. */
const shownIfStarted = (state: CellState): [CellState, CellEffect[]] => [
  state,
  state.is === "started" ? [{ do: "show" }] : [],
];
