import { randomUUID } from "node:crypto";
import { BetweenError } from "../../protocol/errors.ts";
import type { WireError } from "../../protocol/errors.ts";
import { commandId } from "../../protocol/ids.ts";
import type { RunId } from "../../protocol/ids.ts";
import type { RunView } from "../../protocol/messages.ts";
import { hasEnded } from "../../protocol/run-view.ts";
import type { Servers } from "../parts.ts";
import type { CellRun } from "./cell-run.ts";
import { followRun } from "./follow-run.ts";
import type { CellInput } from "./step.ts";

/** In milliseconds. */
export type LiveTimes = {
  /** From a cancel until "End session" is offered. */
  grace: number;
  /** Until the cell ends here whatever the server does. A server ends an engine that does not stop after ten seconds by itself; this is for one that is mute. */
  deadline: number;
  /** Without a line for so long a cell ends here; what became of it is shown when the server is back. */
  outOfTouch: number;
};
export const LIVE_TIMES: LiveTimes = { grace: 5_000, deadline: 20_000, outOfTouch: 300_000 };

export type LiveGround = {
  servers: Pick<Servers, "client" | "clientNow">;
  times?: LiveTimes;
  now(): number;
  log(line: string): void;
  /** Told to the person. */
  fail(thrown: unknown): void;
  /** Cells did not stop within the grace time. */
  onStuck(server: string): void;
  /** More is known of a run that is followed. */
  onView(view: RunView): void;
  onChanged(): void;
};

type Live = { run: CellRun; server: string; gesture?: AbortController; of?: RunId; at?: number };
type Followed = {
  server: string;
  engine: string;
  stop: AbortController;
  view?: RunView;
  cells: { run: CellRun; at: number }[];
};

/** A cell's place in a run that goes on. */
export type Part = { server: string; engine: string; run: RunId; at: number };

/** The cells of one notebook that run, and the runs that are followed for them. */
export class LiveRuns<C extends object> {
  readonly #ground: LiveGround;
  readonly #times: LiveTimes;
  readonly #cells = new Map<C, Live>();
  readonly #runs = new Map<RunId, Followed>();
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #away = new Map<string, NodeJS.Timeout>();

  constructor(ground: LiveGround) {
    this.#ground = ground;
    this.#times = ground.times ?? LIVE_TIMES;
  }

  has(cell: C): boolean {
    return this.#cells.has(cell);
  }

  get(cell: C): CellRun | undefined {
    return this.#cells.get(cell)?.run;
  }

  /** The end of those cells that have come to theirs and still wait for their last rows; undefined when none does. */
  ending(cells: readonly C[]): Promise<unknown> | undefined {
    const ending = cells.flatMap((cell) => {
      const run = this.#cells.get(cell)?.run;
      return run?.state.is === "ended" ? [run.ended] : [];
    });
    return ending.length > 0 ? Promise.all(ending) : undefined;
  }

  isFollowed(run: RunId): boolean {
    return this.#runs.has(run);
  }

  get busy(): boolean {
    return this.#cells.size > 0;
  }

  /** Runs that have not ended. */
  open(): { server: string; engine: string; run: RunId }[] {
    return [...this.#runs].map(([run, { server, engine }]) => ({ server, engine, run }));
  }

  /** Takes on a cell whose execution was made. `gesture`: aborted when the cell is cancelled before there is a run. */
  add(cell: C, run: CellRun, server: string, gesture?: AbortController): void {
    const live: Live = { run, server, ...(gesture && { gesture }) };
    this.#cells.set(cell, live);
    void run.ended.then(() => {
      if (this.#cells.get(cell) === live) this.#cells.delete(cell);
      this.#ground.onChanged();
    });
    if (this.#away.has(server)) run.tell({ t: "line", away: true });
  }

  /** Follows a run to its end for these cells, each at its ordinal there. */
  follow(run: RunId, server: string, engine: string, cells: readonly { cell: C; at: number }[]): void {
    const followed: Followed = { server, engine, stop: new AbortController(), cells: [] };
    this.#runs.set(run, followed);
    for (const { cell, at } of cells) this.join(run, cell, at);
    void this.#follow(run, followed).finally(() => {
      this.#runs.delete(run);
      this.#ground.onChanged();
    });
  }

  /** One more cell shows a part of a run that is followed. */
  join(run: RunId, cell: C, at: number): void {
    const live = this.#cells.get(cell);
    const followed = this.#runs.get(run);
    if (!live || !followed) return;
    live.of = run;
    live.at = at;
    followed.cells.push({ run: live.run, at });
    if (followed.view) live.run.follow(followed.view, at);
  }

  /** What a cell that has not ended shows. */
  partOf(cell: C): Part | undefined {
    const { of: run, at } = this.#cells.get(cell) ?? {};
    const followed = run === undefined ? undefined : this.#runs.get(run);
    if (run === undefined || at === undefined || !followed) return undefined;
    return { server: followed.server, engine: followed.engine, run, at };
  }

  /** Of the code that a part was run with, as far as the server has told. */
  hashOf({ run, at }: Part): string | undefined {
    return this.#runs.get(run)?.view?.cells[at]?.hash;
  }

  async #follow(run: RunId, followed: Followed): Promise<void> {
    const { server, stop, cells } = followed;
    const { servers, now, log, onView } = this.#ground;
    try {
      const onLine = (away: boolean) => this.line(server, away);
      for await (const { view } of followRun(servers, server, run, onLine, stop.signal)) {
        followed.view = view;
        for (const each of cells) each.run.follow(view, each.at);
        onView(view);
      }
    } catch (thrown) {
      log(`following run ${run}: ${String(thrown)}`);
      const error = BetweenError.from(thrown).toWire();
      for (const each of cells) each.run.tell({ t: "give-up", state: "lost", error, at: now() });
    }
  }

  /** Cancels all that runs: in two steps, and with an end that does not need the server. */
  async interrupt(): Promise<void> {
    const { grace, deadline } = this.#times;
    const at = this.#ground.now();
    const cancelled = [...this.#cells.values()];
    if (cancelled.length === 0) return;
    const runs = new Set(cancelled.flatMap(({ of }) => of ?? []));
    for (const { run, gesture } of cancelled) {
      run.tell({ t: "cancel", at });
      gesture?.abort();
    }
    const open = () => cancelled.filter(({ run }) => run.state.is !== "ended");
    this.#after(grace, () => {
      const left = open();
      for (const { run, server } of left) {
        if (this.#away.has(server)) this.#giveUp(run, grace);
        else run.tell({ t: "grace", at: this.#ground.now() });
      }
      const stuck = open()[0];
      if (stuck) this.#ground.onStuck(stuck.server);
    });
    this.#after(deadline, () => {
      for (const { run } of open()) this.#giveUp(run, deadline);
      this.#dropUnread();
    });
    await Promise.all([...runs].map((run) => this.stop(run)));
  }

  /** Asks the server to stop a run; its end is told by the run itself. */
  async stop(run: RunId): Promise<void> {
    const followed = this.#runs.get(run);
    const client = followed && this.#ground.servers.clientNow(followed.server);
    if (!client) return;
    try {
      await client.ask({ t: "interrupt", command: commandId(randomUUID()), run });
    } catch (thrown) {
      // Its own end says more than that it could not be stopped.
      if (this.#runs.has(run)) this.#ground.fail(thrown);
    }
  }

  #giveUp(run: CellRun, ms: number): void {
    const error: WireError = { code: "cells.no-answer", args: { seconds: ms / 1000 } };
    run.tell({ t: "give-up", state: "lost", error, at: this.#ground.now() });
  }

  /** The session of these runs is ended: what has not ended with it after a moment ends here. */
  sessionEnded(server: string, engine: string): void {
    const runs = new Set(
      this.open().flatMap((each) => (each.server === server && each.engine === engine ? each.run : [])),
    );
    const cells = [...this.#cells.values()].filter(({ of }) => of !== undefined && runs.has(of));
    const at = this.#ground.now();
    for (const { run } of cells) run.tell({ t: "cancel", at });
    this.#after(this.#times.grace, () => {
      for (const { run } of cells) {
        const error: WireError = { code: "cells.session-ended", args: {} };
        run.tell({ t: "give-up", state: "interrupted", error, at: this.#ground.now() });
      }
      this.#dropUnread();
    });
  }

  /** The line to a server is lost, or there again. */
  line(server: string, away: boolean): void {
    const since = this.#away.get(server);
    if (away === (since !== undefined)) return;
    if (since) {
      clearTimeout(since);
      this.#away.delete(server);
    } else {
      const timer = setTimeout(() => this.#outOfTouch(server), this.#times.outOfTouch);
      timer.unref();
      this.#away.set(server, timer);
    }
    this.#tell({ t: "line", away }, server);
  }

  #outOfTouch(server: string): void {
    const error: WireError = { code: "cells.out-of-touch", args: { minutes: this.#times.outOfTouch / 60_000 } };
    this.#tell({ t: "give-up", state: "lost", error, at: this.#ground.now() }, server);
    this.#dropUnread();
  }

  #tell(input: CellInput, server: string): void {
    for (const live of [...this.#cells.values()]) if (live.server === server) live.run.tell(input);
  }

  /** The cell is gone from the document: its run goes on. */
  drop(cell: C): void {
    this.#cells.get(cell)?.run.tell({ t: "gone", at: this.#ground.now() });
  }

  /** Runs of which nobody shows anything any more are found again by the next look at the server. */
  #dropUnread(): void {
    for (const [run, { stop, view }] of this.#runs) {
      const isRead = [...this.#cells.values()].some(({ of, run: cell }) => of === run && cell.state.is !== "ended");
      if (!isRead && !(view && hasEnded(view.state))) stop.abort();
    }
  }

  /** The notebook is closed: nothing is followed any more, what runs goes on. */
  close(): void {
    for (const cell of [...this.#cells.keys()]) this.drop(cell);
    for (const { stop } of this.#runs.values()) stop.abort();
    for (const timer of [...this.#timers, ...this.#away.values()]) clearTimeout(timer);
  }

  #after(ms: number, act: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      act();
    }, ms);
    this.#timers.add(timer);
  }
}
