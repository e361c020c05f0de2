import { BetweenError } from "../../protocol/errors.ts";
import type { Args, Code } from "../../protocol/errors.ts";
import type { CodeCell } from "../../notebook/notebook.ts";
import type { EngineSession } from "../engine/engine.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { wasTold } from "./cell-context.ts";
import type { EngineHolder } from "./engine-holder.ts";
import type { Mark } from "./journal/journal-lines.ts";
import { isWorkerLanguage, runCell } from "./run-cell.ts";
import type { Run } from "./run.ts";
import type { CellOutcome } from "./step.ts";
import type { SessionWorkers } from "./session-workers.ts";
import { asWritten } from "./sent-paths.ts";
import type { SentRoot } from "./sent-paths.ts";
import { Steps } from "./steps.ts";

/** How much longer than an engine a worker may take: its own time to stop, and the engine's after it. */
const WORKER_MS = 10_000;

/** What running a cell has of its server. */
export type CellGround = {
  store: ObjectStore;
  /** Where relative `save: to` and `result:` lie. */
  results: string;
  /** The server's own places, in which nothing is saved but in `results`. */
  own: readonly string[];
  now(): number;
  log(line: string): void;
  /** How long the engine may take to stop a cell before its session is ended by force. */
  stopMs: number;
};

/** What running a cell has of its session. `engine`: the holder's, as it is when the cell begins. */
export type CellParts = { holder: EngineHolder; engine: EngineSession; workers: SessionWorkers };

/** The cell that runs in a session, from its start to its outcome. */
export class CellAtWork {
  readonly run: Run;
  readonly cell: number;
  readonly startedAt: number;
  /** Never rejects: a failure is an outcome. */
  readonly outcome: Promise<CellOutcome>;
  readonly #code: CodeCell;
  readonly #holder: EngineHolder;
  readonly #ground: CellGround;
  readonly #resumed: boolean;
  readonly #workers: SessionWorkers;
  readonly #sent: SentRoot | undefined;
  readonly #stop = new AbortController();

  constructor(run: Run, cell: number, code: CodeCell, parts: CellParts, ground: CellGround) {
    const { holder, engine, workers } = parts;
    this.run = run;
    this.cell = cell;
    this.#code = code;
    this.#holder = holder;
    this.#ground = ground;
    this.#workers = workers;
    this.#sent = holder.sent && (() => run.sent);
    const before = run.journal.view.cells[cell];
    this.#resumed = before?.state === "running";
    this.startedAt = (this.#resumed ? before?.startedAt : undefined) ?? ground.now();
    if (!this.#resumed) run.journal.append({ t: "cell", cell, at: this.startedAt, state: "running" });
    this.outcome = this.#work(engine);
  }

  /** Interrupts it on the engine. */
  stop(): void {
    this.#stop.abort();
  }

  async #work(engine: EngineSession): Promise<CellOutcome> {
    const { timeout, name, allowFailure } = this.#code.options;
    const over = new AbortController();
    let limit: AbortSignal | undefined;
    let signal = this.#stop.signal;
    let release: (() => void) | undefined;
    try {
      release = await engine.hold?.((code, args) => this.#tellNote(code, args), signal);
      // The time that a cell may take begins when it has what it computes with.
      if (timeout !== undefined) {
        limit = AbortSignal.timeout(timeout);
        signal = AbortSignal.any([signal, limit]);
      }
      await Promise.race([this.#runOn(engine, signal), this.#stuck(engine, signal, over.signal)]);
      return { state: "done", allowFailure, ...(name !== undefined && { name }) };
    } catch (thrown) {
      const error = asWritten(BetweenError.from(thrown), this.#sent);
      if (error.code === "internal") {
        const cause = error.cause instanceof Error ? (error.cause.stack ?? error.message) : error.message;
        this.#ground.log(`run ${this.run.id}, cell ${this.cell}: ${cause}`);
      }
      // Whichever came first: an engine that has to be ended by force to keep the limit stops the cell once more.
      if (limit?.aborted && signal.reason === limit.reason) {
        const seconds = (timeout ?? 0) / 1000;
        return { state: "failed", allowFailure, error: new BetweenError("cell.timeout", { seconds }), late: true };
      }
      if (this.#stop.signal.aborted) return { state: "interrupted", allowFailure };
      return { state: "failed", allowFailure, error };
    } finally {
      over.abort();
      release?.();
    }
  }

  #tellNote(code: Code, args: Args): void {
    this.run.journal.append({ t: "note", cell: this.cell, code, args: { ...args } });
  }

  async #runOn(engine: EngineSession, signal: AbortSignal): Promise<void> {
    const { run, cell } = this;
    const { plan, journal } = run;
    await this.#holder.useTimezone(engine, plan.timezone, signal);
    const write = (mark: Omit<Mark, "cell">) => journal.mark({ cell, ...mark });
    const earlier = run.marks.get(cell) ?? new Map<string, Mark>();
    await runCell({
      run,
      cell,
      code: this.#code,
      engine,
      steps: new Steps(engine, signal, earlier, this.#holder.engine.can.reattach ? write : undefined),
      signal,
      scratch: this.#holder.scratch,
      results: this.#ground.results,
      own: this.#ground.own,
      sent: this.#sent,
      store: this.#ground.store,
      workers: this.#workers,
      resumed: this.#resumed,
      now: this.#ground.now,
      defined: this.#holder.defined,
      skipped: this.#holder.skipped,
      views: this.#holder.views,
      tell: (event) => {
        if (!(this.#resumed && wasTold(journal.view, cell, event))) run.tell(event);
      },
    });
  }

  /** Rejects when the engine did not stop what it was told to stop: its session is ended then, and whatever runs there. */
  #stuck(engine: EngineSession, signal: AbortSignal, over: AbortSignal): Promise<never> {
    const { log } = this.#ground;
    // A worker that does not stop is ended by itself, and the engine's session lives on.
    const worker = isWorkerLanguage(this.#code.language) ? WORKER_MS : 0;
    const stopMs = (engine.stopMs ?? this.#ground.stopMs) + worker;
    return new Promise((_, reject) => {
      const arm = () => {
        const timer = setTimeout(() => {
          this.#holder.lose(new BetweenError("session.stopped", { seconds: stopMs / 1000 }));
          engine.close().catch((thrown: unknown) => log(`closing an engine: ${String(thrown)}`));
          reject(new BetweenError("engine.interrupted"));
        }, stopMs);
        over.addEventListener("abort", () => clearTimeout(timer), { once: true });
      };
      signal.addEventListener("abort", arm, { once: true });
      over.addEventListener("abort", () => signal.removeEventListener("abort", arm), { once: true });
    });
  }
}
