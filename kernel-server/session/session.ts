import { existsSync } from "node:fs";
import { isAbsolute } from "node:path";
import { BetweenError } from "../../protocol/errors.ts";
import type { RunId } from "../../protocol/ids.ts";
import type { SessionSummary } from "../../protocol/messages.ts";
import type { AskOf, ServiceAnswers } from "../../protocol/service.ts";
import type { Engine, EngineSession, OpeningCode } from "../engine/engine.ts";
import type { WorkerKind } from "../engine/worker.ts";
import type { Analysis } from "./analysis/analysis.ts";
import { Bell } from "./bell.ts";
import { CellAtWork } from "./cell-at-work.ts";
import type { CellGround } from "./cell-at-work.ts";
import { placedSource } from "./define-sources.ts";
import { columnsOfGoodLines } from "./good-lines.ts";
import { EngineHolder, resultKey } from "./engine-holder.ts";
import type { SessionFacts } from "./journal/journal-lines.ts";
import type { Run } from "./run.ts";
import type { SentFiles } from "./sent-files.ts";
import { asWritten } from "./sent-paths.ts";
import { SessionWorkers } from "./session-workers.ts";
import { SideWork } from "./side-work.ts";
import { newSession, step } from "./step.ts";
import type { Effect, SessionEvent, SessionState } from "./step.ts";

/** What a session has of its server. */
export type SessionGround = CellGround & {
  /** What makes workers of other languages than SQL. */
  workers: readonly WorkerKind[];
  sent: SentFiles;
  /** A run's last event stands in its journal. */
  onRunEnded(run: Run): void;
  /** Something runs, or nothing does any more. */
  onBusy(session: Session): void;
};

const isHere = ({ folder }: SessionFacts) => isAbsolute(folder) && existsSync(folder);

/** How long a session that is closed waits for the engine to stop what runs there. */
const CLOSE_MS = 2_000;

/** One open notebook on one engine: performs what `step` decides. */
export class Session {
  readonly facts: SessionFacts;
  readonly since: number;
  readonly #ground: SessionGround;
  readonly #engine: EngineHolder;
  readonly #side: SideWork;
  readonly #workers: SessionWorkers;
  readonly #runs = new Map<RunId, Run>();
  readonly #changed = new Bell();
  #state: SessionState = newSession();
  #atWork: CellAtWork | undefined;
  #closed: Promise<void> | undefined;

  constructor(ground: SessionGround, facts: SessionFacts, engine: Engine, scratch: string) {
    this.#ground = ground;
    this.facts = facts;
    // A notebook that lies on its user's machine has its files where they were sent to.
    const folder = isHere(facts) ? facts.folder : ground.sent.folder(facts.session);
    const here = { ...facts, folder };
    const root = () => ground.sent.root(facts.session);
    const laidOut = isHere(facts) ? undefined : () => (root() === undefined ? undefined : folder);
    const sent = engine.can.files === "there" ? root : laidOut;
    const onLost = (error: BetweenError) => this.#dispatch({ t: "engine-died", error });
    this.#engine = new EngineHolder(engine, here, scratch, onLost, sent);
    this.#workers = new SessionWorkers(ground.workers, folder, scratch, facts.python);
    this.#side = new SideWork(this.#engine, here, ground.results, () => this.#ground.onBusy(this));
    this.since = ground.now();
  }

  /** The notebook's own files are to be sent before a run. */
  get sends(): boolean {
    return this.#engine.engine.can.files === "there" || !isHere(this.facts);
  }

  /** What runs here can be left to another server. */
  get outlivesServer(): boolean {
    return this.busy && this.#engine.engine.can.reattach;
  }

  get busy(): boolean {
    return this.#state.runs.length > 0;
  }

  /** Cells that were asked for and have not begun. */
  get cellsWaiting(): number {
    return this.#state.runs.reduce((sum, { cells }) => sum + cells.length, 0);
  }

  /** Something happens in it, in the queue or beside it. */
  get inUse(): boolean {
    return this.busy || this.#side.goesOn;
  }

  async summary(): Promise<Omit<SessionSummary, "held">> {
    const { session, uri, engine } = this.facts;
    const { runs, running } = this.#state;
    const working = this.busy ? (this.#state.engine === "ready" ? "running" : "starting") : "idle";
    const parts = await Promise.all([this.#engine.now?.memory(), this.#side.memory(), this.#workers.memory()]);
    const known = parts.filter((bytes) => bytes !== undefined);
    return {
      session,
      uri,
      engine,
      state: this.#closed ? "ended" : working,
      since: this.since,
      runs: runs.map(({ run }) => run),
      ...(running && { cell: running.cell }),
      ...(known.length > 0 && { memory: known.reduce((sum, bytes) => sum + bytes, 0) }),
    };
  }

  /** Keeps the session as long as this takes, which must never reject. */
  runBeside(work: Promise<void>): void {
    this.#side.add(work);
  }

  /** The view that a result can be computed from again, while the engine's session has it. */
  viewOf(run: RunId, result: number): string | undefined {
    return this.#engine.now && this.#engine.views.get(resultKey(run, result));
  }

  /** Puts a run at the queue's end. */
  enqueue(run: Run): void {
    this.#take(run);
    const cells = [...run.plan.cells].map(([cell, { options }]) => ({ cell, allowFailure: options.allowFailure }));
    this.#dispatch({ t: "run", run: run.id, keepGoing: run.plan.keepGoing, cells });
  }

  /**
   * Goes on with a run that another server was at, in the engine's session as that server left it. Throws
   * `engine.session-gone` when the engine does not have it any more.
   */
  async resume(run: Run): Promise<void> {
    await this.#engine.open(run.plan.timezone, true);
    this.#take(run);
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

  /** What the engine sees in files as a source would name them; its session is opened where it is not. */
  async inspect(ask: AskOf<"inspect">, signal: AbortSignal): Promise<ServiceAnswers["inspect"]> {
    return this.#inspect(ask, signal).catch((thrown: unknown) => {
      throw asWritten(BetweenError.from(thrown), this.#engine.sent);
    });
  }

  async #inspect({ path, format }: AskOf<"inspect">, signal: AbortSignal): Promise<ServiceAnswers["inspect"]> {
    const engine = await this.#engine.open();
    const named = { name: path, from: { path }, format, onMalformed: "fail", line: 0 } as const;
    const source = placedSource(named, this.#ground.results, this.#engine.sent);
    const place = "path" in source.from ? source.from.path : path;
    const { files, bytes } = await engine.files(place, signal);
    try {
      const schema = await engine.analyze({ of: "source", source }, signal);
      // Engines read CSV of another encoding too, with this in place of every letter that they do not know.
      if (schema.some(({ name }) => name.includes("\uFFFD")))
        throw new BetweenError("engine.bad-text", { file: path, line: 1 });
      return { schema, files, bytes };
    } catch (thrown) {
      const error = BetweenError.from(thrown);
      if (error.code !== "engine.bad-line" || this.#engine.engine.can.files === "there") throw error;
      const schema = await columnsOfGoodLines(engine, source, this.#engine.scratch, signal);
      if (!schema) throw error;
      return { schema, files, bytes, malformed: asWritten(error, this.#engine.sent).toWire() };
    }
  }

  /** What a notebook's queries mean. */
  get analysis(): Analysis {
    if (this.#closed) throw new BetweenError("session.unknown", { session: this.facts.session });
    return this.#side.analysis;
  }

  /** The engine's session if it is there. */
  get engineNow(): EngineSession | undefined {
    return this.#engine.now;
  }

  /** Ends whatever runs or waits here as lost, at once; what it still does ends with the session. */
  lose(error: BetweenError): void {
    this.#dispatch({ t: "lost", error });
  }

  /** Interrupts what runs, ends the engine's session (by force where it does not stop) and removes its scratch folder. */
  close(): Promise<void> {
    return (this.#closed ??= (async () => {
      this.#dispatch({ t: "close" });
      this.#engine.giveUp();
      const late = AbortSignal.timeout(CLOSE_MS);
      const never = new AbortController().signal;
      while (this.busy && !late.aborted) await this.#changed.next(late);
      await this.#workers.close();
      await Promise.all([this.#engine.close(), this.#side.close()]);
      // What the engine's end did not end is given up by `CellAtWork` in its own time.
      while (this.busy) await this.#changed.next(never);
    })());
  }

  /**
   * Leaves what runs to the next server, which reads on where the journals end: for engines whose operations outlive us.
   * Nothing more is written here.
   */
  detach(): Promise<void> {
    for (const run of this.#runs.values()) run.journal.close();
    return (this.#closed = Promise.all([this.#side.close(), this.#workers.close()]).then(() => undefined));
  }

  /** What is sent from now on is for later runs. */
  #take(run: Run): void {
    run.sent = this.#engine.sent?.();
    this.#runs.set(run.id, run);
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
      case "note": {
        const { cell, code, args } = effect;
        return run.journal.append({ t: "note", ...(cell !== undefined && { cell }), code, args: { ...args } });
      }
      case "open-engine":
        return this.#openFor(run);
      case "start-cell":
        return this.#startCell(run, effect.cell);
      case "stop-cell":
        return this.#atWork?.stop();
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
          const { cause } = run.journal.failed;
          const reason = cause instanceof Error ? cause.message : String(cause);
          run.journal.append({ t: "note", code: "run.journal-cut", args: { reason } });
        }
        run.journal.append({ t: "run", at, state, ...(error && { error: error.toWire() }) });
        this.#runs.delete(run.id);
        return this.#ground.onRunEnded(run);
      }
    }
  }

  #openFor(run: Run): void {
    const onProgress = (code: OpeningCode, detail: string) => {
      // A start takes a fraction of a second and is nothing to tell of; a set-up is.
      if (code !== "engine.starting") run.journal.append({ t: "note", code, args: { detail } });
    };
    this.#engine.open(run.plan.timezone, false, onProgress).then(
      (engine) => {
        if (this.#engine.now === engine) return this.#dispatch({ t: "engine-ready" });
        this.#dispatch({ t: "engine-failed", error: new BetweenError("engine.session-gone") });
      },
      (thrown: unknown) => this.#dispatch({ t: "engine-failed", error: BetweenError.from(thrown) }),
    );
  }

  #startCell(run: Run, cell: number): void {
    const engine = this.#engine.now;
    const code = run.plan.cells.get(cell);
    if (!engine || !code) {
      const error = new BetweenError("engine.session-gone");
      return this.#dispatch({
        t: "cell-ended",
        run: run.id,
        cell,
        outcome: { state: "failed", allowFailure: false, error },
      });
    }
    const work = new CellAtWork(
      run,
      cell,
      code,
      { holder: this.#engine, engine, workers: this.#workers },
      this.#ground,
    );
    this.#atWork = work;
    void work.outcome.then((outcome) => {
      this.#dispatch({ t: "cell-ended", run: run.id, cell, outcome });
      if (this.#atWork === work) this.#atWork = undefined;
    });
  }
}
