import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { BetweenError } from "../../protocol/errors.ts";
import { operationId } from "../../protocol/ids.ts";
import type { RunId } from "../../protocol/ids.ts";
import type { SessionSummary } from "../../protocol/messages.ts";
import type { CodeCell } from "../../notebook/notebook.ts";
import type { Engine, EngineSession } from "../engine/engine.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { Bell } from "./bell.ts";
import { wasTold } from "./cell-context.ts";
import type { Mark, SessionFacts } from "./journal/journal-lines.ts";
import { makeFolder } from "./make-folder.ts";
import { quoteText } from "./sql-names.ts";
import { runCell } from "./run-cell.ts";
import type { Run } from "./run.ts";
import { newSession, step } from "./step.ts";
import type { CellOutcome, Effect, SessionEvent, SessionState } from "./step.ts";
import { Steps } from "./steps.ts";

/** What a session has of its server. */
export type SessionGround = {
  store: ObjectStore;
  results: string;
  now(): number;
  /** A run's last event stands in its journal. */
  onRunEnded(run: Run): void;
  /** Nothing runs any more, or something does again. */
  onBusy(session: Session): void;
  log(line: string): void;
  /** How long the engine may take to stop a cell before its session is ended by force. */
  stopMs: number;
};

type AtWork = { run: Run; cell: number; abort: AbortController; startedAt: number; timer?: NodeJS.Timeout };

/** One open notebook on one engine: performs what `step` decides. */
export class Session {
  readonly facts: SessionFacts;
  readonly since: number;
  readonly #ground: SessionGround;
  readonly #engine: Engine;
  readonly #scratch: string;
  readonly #runs = new Map<RunId, Run>();
  readonly #over = new AbortController();
  readonly #changed = new Bell();
  #state: SessionState = newSession();
  #open: Promise<EngineSession> | undefined;
  #ready: EngineSession | undefined;
  #timezone = "UTC";
  #defined = new Map<string, string>();
  #atWork: AtWork | undefined;
  #closed: Promise<void> | undefined;

  constructor(ground: SessionGround, facts: SessionFacts, engine: Engine, scratch: string) {
    this.#ground = ground;
    this.facts = facts;
    this.#engine = engine;
    this.#scratch = scratch;
    this.since = ground.now();
  }

  /** What runs here can be left to another server. */
  get outlivesServer(): boolean {
    return this.busy && this.#engine.can.reattach;
  }

  get busy(): boolean {
    return this.#state.runs.length > 0;
  }

  summary(): SessionSummary {
    const { session, uri, engine } = this.facts;
    const working = this.busy ? (this.#state.engine === "ready" ? "running" : "starting") : "idle";
    return { session, uri, engine, state: this.#closed ? "ended" : working, since: this.since };
  }

  /** Puts a run at the queue's end. */
  enqueue(run: Run): void {
    this.#runs.set(run.id, run);
    const cells = [...run.plan.cells].map(([cell, { options }]) => ({ cell, allowFailure: options.allowFailure }));
    this.#dispatch({ t: "run", run: run.id, keepGoing: run.plan.keepGoing, cells });
  }

  /**
   * Goes on with a run that another server was at, in the engine's session as that server left it. Throws
   * `engine.session-gone` when the engine does not have it any more.
   */
  async resume(run: Run): Promise<void> {
    await this.#openEngine(run, true);
    this.#runs.set(run.id, run);
    this.#state = { ...this.#state, engine: "ready" };
    const { view } = run.journal;
    const left = [...run.plan.cells].filter(([cell]) => ["queued", "running"].includes(view.cells[cell]?.state ?? ""));
    this.#dispatch({
      t: "run",
      run: run.id,
      keepGoing: run.plan.keepGoing,
      started: view.state === "running",
      failed: view.cells.some((cell, i) => cell.state === "failed" && !run.plan.cells.get(i)?.options.allowFailure),
      cells: left.map(([cell, { options }]) => ({ cell, allowFailure: options.allowFailure })),
    });
  }

  interrupt(run: RunId): void {
    this.#dispatch({ t: "interrupt", run });
  }

  /** The engine's session, for what is asked beside the runs; opened where it is not. */
  engine(): Promise<EngineSession> {
    return this.#openEngine(undefined, false);
  }

  /** The engine's session if it is there. */
  get engineNow(): EngineSession | undefined {
    return this.#ready;
  }

  /** Interrupts what runs, ends the engine's session and removes its scratch folder. */
  close(): Promise<void> {
    return (this.#closed ??= (async () => {
      this.#dispatch({ t: "close" });
      this.#over.abort();
      while (this.busy) await this.#changed.next(new AbortController().signal);
      const open = await this.#open?.catch(() => undefined);
      await open?.close();
      await rm(this.#scratch, { recursive: true, force: true });
    })());
  }

  /**
   * Leaves what runs to the next server, which reads on where the journals end: for engines whose operations outlive us.
   * Nothing more is written here.
   */
  detach(): void {
    this.#closed = Promise.resolve();
    for (const run of this.#runs.values()) run.journal.close();
  }

  #dispatch(event: SessionEvent): void {
    const [next, effects] = step(this.#state, event);
    this.#state = next;
    for (const effect of effects) this.#perform(effect);
    this.#changed.ring();
    this.#ground.onBusy(this);
  }

  #perform(effect: Effect): void {
    if (effect.do === "close-engine") return;
    const run = this.#runs.get(effect.run);
    if (!run) return;
    const at = this.#ground.now();
    switch (effect.do) {
      case "start-run":
        return run.journal.append({ t: "run", at, state: "running" });
      case "note":
        return run.journal.append({ t: "note", code: effect.code, args: { ...effect.args } });
      case "open-engine":
        return this.#openFor(run);
      case "start-cell":
        return this.#startCell(run, effect.cell);
      case "stop-cell":
        return this.#atWork?.abort.abort();
      case "end-cell": {
        const { cell, state, error } = effect;
        const ms = this.#atWork?.cell === cell && this.#atWork.run === run ? at - this.#atWork.startedAt : undefined;
        return run.journal.append({
          t: "cell",
          cell,
          at,
          state,
          ...(error && { error: error.toWire() }),
          ...(ms !== undefined && state !== "skipped" && { ms }),
        });
      }
      case "end-run": {
        const { state, error } = effect;
        if (run.journal.failed) {
          run.journal.append({ t: "note", code: "run.journal-cut", args: { reason: run.journal.failed.code } });
        }
        run.journal.append({ t: "run", at, state, ...(error && { error: error.toWire() }) });
        this.#runs.delete(run.id);
        return this.#ground.onRunEnded(run);
      }
    }
  }

  #openFor(run: Run): void {
    this.#openEngine(run, false).then(
      (engine) => {
        if (this.#ready === engine) return this.#dispatch({ t: "engine-ready" });
        this.#dispatch({ t: "engine-failed", error: new BetweenError("engine.session-gone") });
      },
      (thrown: unknown) => this.#dispatch({ t: "engine-failed", error: BetweenError.from(thrown) }),
    );
  }

  #openEngine(run: Run | undefined, resume: boolean): Promise<EngineSession> {
    this.#open ??= (async () => {
      try {
        makeFolder(this.#scratch);
        const { session, user, folder } = this.facts;
        const timezone = run?.plan.timezone ?? "UTC";
        const onProgress = (code: "engine.setting-up" | "engine.starting", detail: string) => {
          // A start takes a fraction of a second and is nothing to tell of; a set-up is.
          if (code === "engine.setting-up" && run) run.journal.append({ t: "note", code, args: { detail } });
        };
        const opened = await this.#engine.open(
          { session, user, folder, timezone, scratch: this.#scratch, resume, onProgress },
          this.#over.signal,
        );
        this.#timezone = timezone;
        this.#defined = new Map();
        this.#ready = opened;
        this.#watch(opened);
        return opened;
      } catch (thrown) {
        this.#open = undefined;
        throw thrown;
      }
    })();
    return this.#open;
  }

  #watch(engine: EngineSession): void {
    void engine.ended.then((error) => {
      if (this.#ready !== engine || this.#closed) return;
      this.#lose(error ?? new BetweenError("engine.session-gone"));
    });
  }

  /** The engine's session is gone; the next run gets another. */
  #lose(error: BetweenError): void {
    this.#open = undefined;
    this.#ready = undefined;
    this.#dispatch({ t: "engine-died", error });
  }

  #startCell(run: Run, cell: number): void {
    const engine = this.#ready;
    const code = run.plan.cells.get(cell);
    if (!engine || !code)
      return this.#endCell(run, cell, {
        state: "failed",
        allowFailure: false,
        error: new BetweenError("engine.session-gone"),
      });
    const before = run.journal.view.cells[cell];
    const resumed = before?.state === "running";
    const startedAt = resumed ? (before.startedAt ?? this.#ground.now()) : this.#ground.now();
    if (!resumed) run.journal.append({ t: "cell", cell, at: startedAt, state: "running" });

    const work: AtWork = { run, cell, abort: new AbortController(), startedAt };
    this.#atWork = work;
    const { timeout, name, allowFailure } = code.options;
    const limit = timeout === undefined ? undefined : AbortSignal.timeout(timeout);
    const signal = limit ? AbortSignal.any([work.abort.signal, limit]) : work.abort.signal;
    const stuck = new Promise<never>((_, reject) => {
      signal.addEventListener("abort", () => {
        if (this.#atWork !== work) return;
        work.timer = setTimeout(() => {
          this.#endByForce();
          reject(new BetweenError("engine.interrupted"));
        }, this.#ground.stopMs);
      });
    });
    Promise.race([this.#runCell(work, engine, code, signal, resumed), stuck]).then(
      () => this.#endCell(run, cell, { state: "done", allowFailure, ...(name !== undefined && { name }) }),
      (thrown: unknown) => {
        const error = BetweenError.from(thrown);
        if (error.code === "internal") this.#ground.log(`run ${run.id}, cell ${cell}: ${String(error.cause ?? error)}`);
        if (work.abort.signal.aborted) return this.#endCell(run, cell, { state: "interrupted", allowFailure });
        const late = limit?.aborted ? new BetweenError("cell.timeout", { seconds: (timeout ?? 0) / 1000 }) : undefined;
        this.#endCell(run, cell, { state: "failed", allowFailure, error: late ?? error });
      },
    );
  }

  async #runCell(
    work: AtWork,
    engine: EngineSession,
    code: CodeCell,
    signal: AbortSignal,
    resumed: boolean,
  ): Promise<void> {
    const { run, cell } = work;
    await this.#useTimezone(engine, run.plan.timezone, signal);
    const earlier = run.marks.get(cell) ?? new Map<string, Mark>();
    const write = (mark: Omit<Mark, "cell">) => run.journal.mark({ cell, ...mark });
    await runCell({
      run,
      cell,
      code,
      engine,
      steps: new Steps(engine, signal, earlier, this.#engine.can.reattach ? write : undefined),
      signal,
      scratch: this.#scratch,
      results: this.#ground.results,
      store: this.#ground.store,
      defined: this.#defined,
      tell: (event) => {
        if (!(resumed && wasTold(run.journal.view, cell, event))) run.tell(event);
      },
    });
  }

  #endCell(run: Run, cell: number, outcome: CellOutcome): void {
    const work = this.#atWork;
    clearTimeout(work?.timer);
    this.#dispatch({ t: "cell-ended", run: run.id, cell, outcome });
    if (this.#atWork === work) this.#atWork = undefined;
  }

  /** The engine does not stop what it was told to stop: its session ends, and with it whatever runs there. */
  #endByForce(): void {
    const engine = this.#ready;
    if (!engine) return;
    this.#lose(new BetweenError("session.stopped", { seconds: this.#ground.stopMs / 1000 }));
    engine.close().catch((thrown: unknown) => this.#ground.log(`closing an engine: ${String(thrown)}`));
  }

  /** Another notebook version may have another zone than the one that the engine's session was opened with. */
  async #useTimezone(engine: EngineSession, timezone: string, signal: AbortSignal): Promise<void> {
    if (timezone === this.#timezone) return;
    const text = `set spark.sql.session.timeZone = ${quoteText(timezone)}`;
    const work = {
      operation: operationId(randomUUID()),
      do: "statement",
      text,
      args: [],
      view: "__between_zone",
    } as const;
    for await (const event of engine.run(work, signal)) if (event.t === "schema") continue;
    this.#timezone = timezone;
  }
}
