import type { BetweenError, Code, Args } from "../../protocol/errors.ts";
import type { RunId } from "../../protocol/ids.ts";

/**
 * What a session does next, decided without doing anything: runs one after the other, in each its cells one after the
 * other, stopping at the first failure unless told otherwise. The effects are performed by `session.ts`.
 */
export type SessionState = {
  engine: "none" | "opening" | "ready";
  closing: boolean;
  /** Names that cells have given in the engine's session. */
  names: readonly string[];
  /** Names that went with an engine, to be told before the next cell runs. */
  lost: readonly string[];
  /** The first one is at work. */
  runs: readonly QueuedRun[];
  /** The cell at work; `dead` when its engine is gone. */
  running?: { run: RunId; cell: number; dead?: BetweenError };
};

export type QueuedCell = { cell: number; allowFailure: boolean };
type QueuedRun = {
  run: RunId;
  keepGoing: boolean;
  /** Still to run, the one at work not among them. */
  cells: readonly QueuedCell[];
  started: boolean;
  failed: boolean;
  interrupted: boolean;
  error?: BetweenError;
};

export type SessionEvent =
  | { t: "run"; run: RunId; keepGoing: boolean; cells: readonly QueuedCell[]; started?: boolean; failed?: boolean }
  | { t: "interrupt"; run: RunId }
  | { t: "engine-ready" }
  | { t: "engine-failed"; error: BetweenError }
  | { t: "engine-died"; error: BetweenError }
  | { t: "cell-ended"; run: RunId; cell: number; outcome: CellOutcome }
  | { t: "close" }
  /** The server cannot go on: whatever runs or waits is lost. */
  | { t: "lost"; error: BetweenError };

export type CellOutcome = {
  state: "done" | "failed" | "interrupted";
  allowFailure: boolean;
  error?: BetweenError;
  /** It was interrupted for its `timeout`. */
  late?: boolean;
  /** The name that the cell has given. */
  name?: string;
};

export type Effect =
  | { do: "start-run"; run: RunId }
  | { do: "note"; run: RunId; cell?: number; code: Code; args: Args }
  | { do: "open-engine"; run: RunId }
  | { do: "close-engine" }
  | { do: "start-cell"; run: RunId; cell: number }
  /** Interrupts the running cell; its end comes as `cell-ended`. */
  | { do: "stop-cell"; run: RunId; cell: number }
  | {
      do: "end-cell";
      run: RunId;
      cell: number;
      state: "done" | "failed" | "interrupted" | "skipped" | "lost";
      error?: BetweenError;
    }
  | { do: "end-run"; run: RunId; state: "done" | "failed" | "interrupted" | "lost"; error?: BetweenError };

export const newSession = (): SessionState => ({ engine: "none", closing: false, names: [], lost: [], runs: [] });

export function step(state: SessionState, event: SessionEvent): [SessionState, Effect[]] {
  switch (event.t) {
    case "run": {
      const { run, keepGoing, cells, started = false, failed = false } = event;
      return advance(
        { ...state, runs: [...state.runs, { run, keepGoing, cells, started, failed, interrupted: false }] },
        [],
      );
    }
    case "interrupt":
      return interrupt(state, event.run);
    case "engine-ready":
      return advance({ ...state, engine: "ready" }, []);
    case "engine-failed": {
      const effects: Effect[] = [];
      const [head, ...rest] = state.runs;
      const runs = head ? [skipRest({ ...head, failed: true, error: event.error }, effects), ...rest] : [];
      return advance({ ...state, engine: "none", runs }, effects);
    }
    case "engine-died": {
      const lost = [...new Set([...state.lost, ...state.names])];
      const { running } = state;
      const next: SessionState = { ...state, engine: "none", names: [], lost };
      if (!running) return advance(next, []);
      return [
        { ...next, running: { ...running, dead: event.error } },
        [{ do: "stop-cell", run: running.run, cell: running.cell }],
      ];
    }
    case "cell-ended":
      return cellEnded(state, event);
    case "close": {
      const effects: Effect[] = [];
      let next: SessionState = { ...state, closing: true };
      for (const { run } of state.runs) {
        const [after, more] = interrupt(next, run);
        next = after;
        effects.push(...more);
      }
      return advance(next, effects);
    }
    case "lost": {
      const { running, ...rest } = state;
      const { error } = event;
      const effects: Effect[] = [];
      if (running)
        effects.push({ do: "stop-cell", ...at(running) }, { do: "end-cell", ...at(running), state: "lost", error });
      for (const queued of state.runs) {
        skipRest(queued, effects);
        effects.push({ do: "end-run", run: queued.run, state: "lost", error });
      }
      return [{ ...rest, runs: [] }, effects];
    }
  }
}

const at = ({ run, cell }: { run: RunId; cell: number }) => ({ run, cell });

function interrupt(state: SessionState, run: RunId): [SessionState, Effect[]] {
  const effects: Effect[] = [];
  const runs = state.runs.map((queued) =>
    queued.run === run && !queued.interrupted ? skipRest({ ...queued, interrupted: true }, effects) : queued,
  );
  const { running } = state;
  if (running?.run === run) effects.unshift({ do: "stop-cell", run, cell: running.cell });
  return advance({ ...state, runs }, effects);
}

function cellEnded(state: SessionState, event: Extract<SessionEvent, { t: "cell-ended" }>): [SessionState, Effect[]] {
  const { run, cell, outcome } = event;
  const { running, ...rest } = state;
  if (running?.run !== run || running.cell !== cell) return [state, []];
  const asked = rest.runs.some((queued) => queued.run === run && queued.interrupted);
  // The engine went because it did not stop a cell whose time was over: the time is why, and what follows may go on.
  const late = outcome.late === true && !asked;
  const dead = late ? undefined : running.dead;
  const ended = dead && outcome.state !== "done" ? endedByDeath(outcome, dead, asked) : outcome;
  const effects: Effect[] = [];
  if (late && running.dead) {
    effects.push({ do: "note", run, cell, code: running.dead.code, args: running.dead.args });
  }
  effects.push({ do: "end-cell", run, cell, state: ended.state, ...(ended.error && { error: ended.error }) });
  const runs = rest.runs.map((queued) => {
    if (queued.run !== run) return queued;
    const failed = queued.failed || (ended.state === "failed" && !ended.allowFailure);
    const interrupted = queued.interrupted || ended.state === "interrupted";
    const next = { ...queued, failed, interrupted };
    if (dead) return skipRest({ ...next, failed: true }, effects);
    const stops = interrupted || (failed && !queued.keepGoing);
    return stops ? skipRest(next, effects) : next;
  });
  const named = ended.state === "done" && ended.name !== undefined && !running.dead;
  const names = named && ended.name !== undefined ? [...new Set([...rest.names, ended.name])] : rest.names;
  return advance({ ...rest, runs, names }, effects);
}

/** Whatever a cell said while its engine went: the death is why, and an interrupt stays one that had to be forced. */
const endedByDeath = (outcome: CellOutcome, error: BetweenError, asked: boolean): CellOutcome => ({
  ...outcome,
  state: asked ? "interrupted" : "failed",
  error,
});

function skipRest(run: QueuedRun, effects: Effect[]): QueuedRun {
  for (const { cell } of run.cells) effects.push({ do: "end-cell", run: run.run, cell, state: "skipped" });
  return { ...run, cells: [] };
}

/** Ends what is done and starts what comes next. */
function advance(state: SessionState, effects: Effect[]): [SessionState, Effect[]] {
  let now = state;
  // An interrupted run that waits behind another need not wait for its turn to end.
  const waiting = now.runs.filter((run, i) => i > 0 && run.interrupted);
  for (const run of waiting) effects.push(endOf(run));
  now = { ...now, runs: now.runs.filter((run) => !waiting.includes(run)) };
  while (!now.running) {
    const [head, ...rest] = now.runs;
    if (!head) {
      if (now.closing && now.engine !== "none") {
        effects.push({ do: "close-engine" });
        now = { ...now, engine: "none" };
      }
      break;
    }
    if (!head.started && !head.interrupted) {
      effects.push({ do: "start-run", run: head.run });
      now = { ...now, runs: [{ ...head, started: true }, ...rest] };
      continue;
    }
    if (head.cells.length === 0) {
      effects.push(endOf(head));
      now = { ...now, runs: rest };
      continue;
    }
    if (now.lost.length > 0) {
      effects.push({ do: "note", run: head.run, code: "session.names-lost", args: { names: now.lost.join(", ") } });
      now = { ...now, lost: [] };
    }
    if (now.engine !== "ready") {
      if (now.engine === "none") effects.push({ do: "open-engine", run: head.run });
      now = { ...now, engine: "opening" };
      break;
    }
    const [next, ...later] = head.cells;
    if (!next) break;
    effects.push({ do: "start-cell", run: head.run, cell: next.cell });
    now = { ...now, running: { run: head.run, cell: next.cell }, runs: [{ ...head, cells: later }, ...rest] };
  }
  return [now, effects];
}

function endOf(run: QueuedRun): Effect {
  const state = run.interrupted ? "interrupted" : run.failed ? "failed" : "done";
  return { do: "end-run", run: run.run, state, ...(run.error && { error: run.error }) };
}
