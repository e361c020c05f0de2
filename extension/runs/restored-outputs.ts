import { matchCells } from "../../notebook/cell-hash.ts";
import type { Client } from "../../protocol/client.ts";
import type { CellOutput } from "../../protocol/cell-output.ts";
import type { RunId } from "../../protocol/ids.ts";
import type { RunView } from "../../protocol/messages.ts";
import { hasEnded } from "../../protocol/run-view.ts";
import type { Kernel } from "../parts.ts";
import type { CellRun } from "./cell-run.ts";
import { chooseRuns, knownBySummary, knownByView } from "./choose-runs.ts";
import type { Chosen } from "./choose-runs.ts";
import type { Editor, RunsGround } from "./editor.ts";
import { fetchFirstRows, fitOutput } from "./fetch-rows.ts";
import { viewOfKept } from "./kept-outputs.ts";
import type { LiveRuns } from "./live-runs.ts";
import type { Outline, OutlineCell } from "./outline.ts";
import { jsonBytes, roomForRows, shareRoom } from "./output-budget.ts";
import { outputOf } from "./output-of.ts";
import type { FirstRows, Frame } from "./output-of.ts";
import type { OutputShelf, Shown } from "./output-shelf.ts";
import type { KeptOutputs } from "./shown-store.ts";

export type RestoreGround<C extends object> = {
  ground: RunsGround;
  editor: Editor<C>;
  shelf: OutputShelf<C>;
  live: LiveRuns<C>;
  outline(): Outline;
  frame(cell: C): Frame;
  begin(cell: C, kernel: Kernel): CellRun | undefined;
};

/** Runs of a notebook that are looked at; each cell that was run alone made one. Later only what is new counts. */
export const ALL_RUNS = 300;
export const NEW_RUNS = 20;
/** Runs that are read only to place cells of which nothing but the position is left. */
const UNCLEAR = 5;
/** Results that are read at a time. */
const AT_A_TIME = 4;

/** Brings back what a notebook's cells showed, and goes on with what runs: runs of this window and of others alike. */
export class RestoredOutputs<C extends object> {
  readonly #of: RestoreGround<C>;
  /** Of ended runs, which do not change. */
  readonly #views = new Map<RunId, RunView>();
  readonly #dismissed = new WeakMap<C, number>();
  #kept: Promise<KeptOutputs["open"]> | undefined;
  #turn: Promise<void> = Promise.resolve();
  /** The store has been looked at, and may be written. */
  isReady = false;

  constructor(of: RestoreGround<C>) {
    this.#of = of;
  }

  /** Shows what the editor's own store has, once. Gives the runs that had not ended then. */
  async fromStore(kernel: Kernel): Promise<KeptOutputs["open"]> {
    const { editor, ground } = this.#of;
    this.#kept ??= (async () => {
      const kept = await ground.store.load((await editor.address).uri);
      if (kept && editor.settings().restoreResults) await this.#showKept(kept, kernel);
      return kept?.open ?? [];
    })().finally(() => (this.isReady = true));
    return await this.#kept;
  }

  async #showKept(kept: KeptOutputs, kernel: Kernel): Promise<void> {
    const { shelf, frame } = this.#of;
    const current = this.#current();
    const matches = matchCells(
      kept.order,
      current.map(({ outline }) => outline),
    );
    await Promise.all(
      current.map(async ({ cell }, i) => {
        const found = kept.cells.find((each) => each.cell === matches[i]?.stored);
        if (!found || shelf.get(cell)) return;
        const { cell: _, ...shown } = found;
        const output = { ...settled(found.output), ...frame(cell) };
        await shelf.present(cell, kernel, { ...shown, output }, viewOfKept(kept, found));
      }),
    );
  }

  /**
   * Shows what the server has of newer runs, and takes part in those that have not ended. One look at a time. `also`: runs
   * that began under another name of the file.
   */
  fromServer(
    client: Client,
    kernel: Kernel,
    server: string,
    { limit, also = [] }: { limit: number; also?: readonly RunId[] },
    signal?: AbortSignal,
  ): Promise<void> {
    const looked = this.#turn.then(() => this.#look(client, kernel, server, { limit, also }, signal));
    this.#turn = looked.catch(() => undefined); // Told to who asked; the next in turn goes on.
    return looked;
  }

  /** The person took a cell's output away: nothing that ran before is shown there again. `at`: when its run was made. */
  dismiss(cell: C, at: number): void {
    this.#dismissed.set(cell, at);
  }

  async #look(
    client: Client,
    kernel: Kernel,
    server: string,
    { limit, also }: { limit: number; also: readonly RunId[] },
    signal?: AbortSignal,
  ): Promise<void> {
    const { editor, live } = this.#of;
    const { uri } = await editor.address;
    const { runs } = await client.ask({ t: "runs", uri, limit }, signal);
    const wanted = editor.settings().restoreResults ? runs : runs.filter(({ state }) => !hasEnded(state));
    const known = wanted.map((summary) => {
      const view = this.#views.get(summary.run);
      return view ? knownByView(view) : knownBySummary(summary);
    });
    for (const run of also) {
      if (runs.some((each) => each.run === run)) continue;
      const view = await this.#view(client, run, signal).catch((thrown: unknown) => this.#log(run, thrown));
      if (view) known.push(knownByView(view));
    }
    const current = this.#current();
    const keys = current.map(({ outline }) => outline);
    const first = chooseRuns(keys, known);
    for (const run of first.unclear.slice(0, UNCLEAR)) await this.#view(client, run, signal);
    const { chosen } = chooseRuns(
      keys,
      known.map((each) => {
        const view = this.#views.get(each.run);
        return view && !each.isWhole ? knownByView(view) : each;
      }),
    );
    const needed = new Map<RunId, { cell: C; at: number }[]>();
    for (const [i, { cell }] of current.entries()) {
      const found = chosen[i];
      if (!found || live.has(cell) || !this.#isNews(cell, found)) continue;
      needed.set(found.run, [...(needed.get(found.run) ?? []), { cell, at: found.cell }]);
    }
    const work = [...needed];
    const next = async (): Promise<void> => {
      for (let one = work.shift(); one; one = work.shift()) {
        if (signal?.aborted) return;
        await this.#take(client, kernel, server, one[0], one[1], signal);
      }
    };
    await Promise.all(Array.from({ length: AT_A_TIME }, next));
  }

  #log(run: RunId, thrown: unknown): undefined {
    this.#of.ground.log(`run ${run}: ${String(thrown)}`);
  }

  #isNews(cell: C, { run, createdAt }: Chosen): boolean {
    const { shelf, live } = this.#of;
    if (live.isFollowed(run) || (this.#dismissed.get(cell) ?? 0) >= createdAt) return false;
    const shown = shelf.get(cell);
    if (!shown) return true;
    if (shown.output.run === run) return isGuess(shown.output);
    return createdAt > (shelf.view(shown.output.run)?.createdAt ?? shown.ranAt);
  }

  async #take(
    client: Client,
    kernel: Kernel,
    server: string,
    run: RunId,
    cells: readonly { cell: C; at: number }[],
    signal?: AbortSignal,
  ): Promise<void> {
    const { live, begin, shelf, ground, frame } = this.#of;
    const view = await this.#view(client, run, signal);
    const goesOn = (at: number) => ["queued", "running"].includes(view.cells[at]?.state ?? "");
    for (const { cell, at } of cells.filter((each) => !goesOn(each.at))) {
      const shown = await this.#read(client, server, view, at, frame(cell), signal);
      if (shown && !live.has(cell)) await shelf.present(cell, kernel, shown, view);
    }
    const open = cells.filter(({ cell, at }) => goesOn(at) && !live.has(cell));
    if (open.length === 0) return;
    const engine = (await this.#engineOf(client, view, signal)) ?? kernel.engine;
    const waiting = open.map(({ cell }) => cell);
    for (let busy = shelf.busy(waiting); busy; busy = shelf.busy(waiting)) await busy;
    if (live.isFollowed(run)) return;
    const begun = open.filter(
      ({ cell }) => !live.has(cell) && begin(cell, { ...kernel, server, engine }) !== undefined,
    );
    ground.log(`taking part in run ${run}`);
    live.follow(run, server, engine, begun);
  }

  /** By its name on the server; a run says of its engine only what people read. Undefined when its session has just ended. */
  async #engineOf(client: Client, { session }: RunView, signal?: AbortSignal): Promise<string | undefined> {
    const { sessions } = await client.ask({ t: "sessions" }, signal);
    return sessions.find((each) => each.session === session)?.engine;
  }

  /** A cell's result as it ended, with its first rows. */
  async #read(
    client: Client,
    server: string,
    view: RunView,
    at: number,
    frame: Frame,
    signal: AbortSignal = new AbortController().signal,
  ): Promise<Shown | undefined> {
    const { log } = this.#of.ground;
    const none = { frame, pages: new Map<number, FirstRows>(), expired: new Set<number>() };
    const cell = view.cells[at];
    const bare = outputOf(view, at, none);
    if (!cell || !bare) return undefined;
    const shares = shareRoom(
      cell.results.map(({ bytes }) => Math.ceil((bytes * 4) / 3) + 4_000),
      roomForRows(bare, "whole"),
    );
    const pages = new Map<number, FirstRows>();
    const expired = new Set<number>();
    for (const [i, result] of cell.results.entries()) {
      try {
        const fetched = await fetchFirstRows(client, view.run, result, shares[i] ?? 0, signal);
        if (fetched.page) pages.set(result.result, fetched.page);
        if (fetched.expired) expired.add(result.result);
      } catch (thrown) {
        if (signal.aborted) throw thrown;
        log(`rows of ${view.run}: ${String(thrown)}`);
      }
    }
    const whole = outputOf(view, at, { ...none, pages, expired }) ?? bare;
    const output = await fitOutput(whole, "whole");
    return { output, bytes: jsonBytes(output), server, ranAt: cell.startedAt ?? view.createdAt, size: "whole" };
  }

  /** A run as it is now. */
  async #view(client: Client, run: RunId, signal?: AbortSignal): Promise<RunView> {
    const known = this.#views.get(run);
    if (known) return known;
    const stop = new AbortController();
    const either = signal ? AbortSignal.any([stop.signal, signal]) : stop.signal;
    for await (const { view } of client.follow(run, undefined, either)) {
      stop.abort();
      if (hasEnded(view.state)) this.#views.set(run, view);
      return view;
    }
    throw new Error(`run ${run} says nothing`);
  }

  #current(): { cell: C; outline: OutlineCell }[] {
    const { cells } = this.#of.outline();
    return this.#of.editor.cells().flatMap((cell, i) => {
      const outline = cells[i];
      return outline ? [{ cell, outline }] : [];
    });
  }
}

/** Said here while the server could not be asked: what the server says takes its place. */
const isGuess = ({ error }: CellOutput): boolean =>
  error !== undefined &&
  ["cells.no-answer", "cells.out-of-touch", "cells.session-ended", "cells.not-known"].includes(error.code);

/** What was kept of a cell that had not ended: what became of it only the server knows. */
function settled(output: CellOutput): CellOutput {
  if (output.state !== "queued" && output.state !== "running") return output;
  const { doing: _, ...rest } = output;
  return { ...rest, state: "lost", error: { code: "cells.not-known", args: {} } };
}
