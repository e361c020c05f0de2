import { setTimeout as sleep } from "node:timers/promises";
import type { Stale } from "../../protocol/cell-output.ts";
import type { RunId } from "../../protocol/ids.ts";
import type { RunView } from "../../protocol/messages.ts";
import type { Kernel, NotebookSession } from "../parts.ts";
import { CellRun } from "./cell-run.ts";
import type { Editor, RunsGround } from "./editor.ts";
import { fetchFirstRows } from "./fetch-rows.ts";
import { Gestures } from "./gestures.ts";
import { keptOutputs } from "./kept-outputs.ts";
import { LiveRuns } from "./live-runs.ts";
import type { Part } from "./live-runs.ts";
import { NotebookSessions } from "./notebook-sessions.ts";
import { foldCase } from "../../notebook/names.ts";
import { readOutline } from "./outline.ts";
import type { Outline } from "./outline.ts";
import type { Frame } from "./output-of.ts";
import { OutputShelf } from "./output-shelf.ts";
import type { Shown } from "./output-shelf.ts";
import { ALL_RUNS, NEW_RUNS, RestoredOutputs } from "./restored-outputs.ts";
import { staleCells } from "./stale.ts";

/** From VS Code's interrupt to the change of the document that it is for. */
const TAKEN_MS = 100;

/** Everything that runs and is shown of one notebook. */
export class NotebookRuns<C extends object> {
  readonly #ground: RunsGround;
  readonly #editor: Editor<C>;
  readonly #sessions: NotebookSessions;
  readonly #shelf: OutputShelf<C>;
  readonly #live: LiveRuns<C>;
  readonly #gestures: Gestures<C>;
  readonly #restored: RestoredOutputs<C>;
  #outline: { text: string; places: string; outline: Outline } | undefined;
  #stale: ReadonlyMap<C, Stale> = new Map();
  #kernel: Kernel | undefined;
  /** How often a running cell went on in another's place. */
  #taken = 0;

  constructor(ground: RunsGround, editor: Editor<C>) {
    this.#ground = ground;
    this.#editor = editor;
    const { onChanged } = editor;
    const idleMs = () => editor.settings().idleMs;
    this.#sessions = new NotebookSessions(ground.servers, editor.address, idleMs, () => editor.python());
    this.#live = new LiveRuns<C>({
      ...ground,
      onStuck: () => this.#stuck(),
      onView: (view) => this.#shelf.learn(view),
      onChanged,
    });
    this.#shelf = new OutputShelf<C>({
      execution: (...args) => editor.execution(...args),
      runs: (cell) => this.#live.has(cell),
      log: ground.log,
      onChanged,
    });
    const shared = {
      ground,
      editor,
      sessions: this.#sessions,
      shelf: this.#shelf,
      live: this.#live,
      outline: () => this.outline(),
      frame: (cell: C) => this.#frame(cell),
      begin: (cell: C, kernel: Kernel, gesture?: AbortController) => this.#begin(cell, kernel, gesture),
    };
    this.#gestures = new Gestures(shared);
    this.#restored = new RestoredOutputs(shared);
  }

  /** Runs cells as one run, those that run already left out. `save`: their results are written to where they say. */
  execute(cells: readonly C[], kernel: Kernel, { save = false } = {}): Promise<void> {
    this.#kernel = kernel;
    return this.#gestures.execute(cells, kernel, save);
  }

  interrupt(): Promise<void> {
    this.#gestures.cancelWaiting();
    return this.#live.interrupt();
  }

  /**
   * VS Code interrupts before it takes a running cell out of the document, also when the file is read anew and the cell is
   * there again at once. Nobody asked for an end then.
   */
  async interruptUnlessTaken(): Promise<void> {
    const before = this.#taken;
    await sleep(TAKEN_MS);
    if (this.#taken === before) await this.interrupt();
  }

  /** Shows what the editor's store and the server have of the notebook, and goes on with what runs. */
  async restore(kernel: Kernel, signal?: AbortSignal): Promise<void> {
    this.#kernel = kernel;
    const { servers, log } = this.#ground;
    const open = await this.#restored.fromStore(kernel);
    for (const server of new Set([...open.map((each) => each.server), kernel.server])) {
      try {
        // What ran when the window closed only the server knows: it is worth starting one.
        const also = open.flatMap((each) => (each.server === server ? [each.run] : []));
        const client = also.length > 0 ? await servers.client(server, signal) : await servers.clientIfRunning(server);
        if (!client) continue;
        await this.#restored.fromServer(client, kernel, server, { limit: ALL_RUNS, also }, signal);
        if (server !== kernel.server) continue;
        await this.#sessions.rejoin(kernel, client);
        this.#editor.onChanged();
      } catch (thrown) {
        if (signal?.aborted) return;
        log(`restoring from ${server}: ${String(thrown)}`);
      }
    }
  }

  /** A look for what was run elsewhere; starts nothing. `connect`: also where there is no connection yet. */
  async look(kernel: Kernel, { connect = false } = {}): Promise<void> {
    if (!this.#restored.isReady) return;
    const { servers } = this.#ground;
    const client =
      servers.clientNow(kernel.server) ?? (connect ? await servers.clientIfRunning(kernel.server) : undefined);
    if (!client) return;
    await this.#restored.fromServer(client, kernel, kernel.server, { limit: NEW_RUNS });
  }

  /** The line to a server is lost, or there again. */
  line(server: string, away: boolean): void {
    this.#live.line(server, away);
  }

  /** Finds anew what is stale: the text, the parameters or the outputs have changed. */
  review(): void {
    const cells = this.#editor.cells();
    const ran = cells.map((cell) => {
      const shown = this.#live.has(cell) ? undefined : this.#shelf.get(cell);
      const view = shown && this.#shelf.view(shown.output.run);
      const hash = shown && this.#hashOf(shown);
      if (!shown || hash === undefined) return undefined;
      const { ranAt, output, drawn } = shown;
      return {
        hash,
        startedAt: ranAt,
        done: output.state === "done",
        params: drawn === undefined ? (view?.params ?? []) : [],
      };
    });
    const found = staleCells(this.outline(), ran, this.#editor.params(), new Date(this.#ground.now()));
    const stale = new Map(cells.flatMap((cell, i) => (found[i] ? [[cell, found[i]] as const] : [])));
    const isSame =
      stale.size === this.#stale.size && [...stale].every(([cell, why]) => sameStale(why, this.#stale.get(cell)));
    if (isSame) return;
    this.#stale = stale;
    this.#editor.onStale(stale);
  }

  /**
   * Cells were taken out of the document. Their runs go on. A cell of the same code that came in their place, as when the
   * file was read anew, shows what the one before it did.
   */
  removed(cells: readonly C[], added: readonly C[]): void {
    const gone = cells.map((cell) => ({ part: this.#live.partOf(cell), shown: this.#shelf.get(cell) }));
    for (const cell of cells) {
      this.#live.drop(cell);
      this.#shelf.forget(cell);
    }
    const places = this.#editor.cells();
    const outline = this.outline();
    const free = added.flatMap((cell) => {
      const found = outline.cells[places.indexOf(cell)];
      return found ? [{ cell, hash: found.hash }] : [];
    });
    for (const { part, shown } of gone) {
      const hash = part ? this.#live.hashOf(part) : shown && this.#hashOf(shown);
      const at = free.findIndex((each) => each.hash === hash);
      const [found] = at < 0 ? [] : free.splice(at, 1);
      if (!found || !this.#kernel) continue;
      if (part) this.#goOn(found.cell, part, this.#kernel);
      else if (shown) {
        const output = { ...shown.output, ...this.#frame(found.cell) };
        void this.#shelf.present(found.cell, this.#kernel, { ...shown, output }, undefined);
      }
    }
  }

  #goOn(cell: C, { server, engine, run, at }: Part, kernel: Kernel): void {
    if (!this.#begin(cell, { ...kernel, server, engine })) return;
    this.#live.join(run, cell, at);
    this.#taken++;
  }

  #hashOf({ drawn, output }: Shown): string | undefined {
    return drawn ?? this.#shelf.view(output.run)?.cells[output.cell]?.hash;
  }

  /** The person cleared a cell's output. */
  cleared(cell: C): void {
    const shown = this.#shelf.get(cell);
    if (!shown || this.#live.has(cell) || this.#shelf.isPresenting(cell)) return;
    this.#restored.dismiss(cell, this.#shelf.view(shown.output.run)?.createdAt ?? shown.ranAt);
    this.#shelf.forget(cell);
  }

  outline(): Outline {
    const { text, ordinals } = this.#editor.text();
    const places = ordinals.join();
    if (this.#outline?.text !== text || this.#outline.places !== places) {
      this.#outline = { text, places, outline: readOutline(text, ordinals) };
    }
    return this.#outline.outline;
  }

  get stale(): ReadonlyMap<C, Stale> {
    return this.#stale;
  }

  /** Something of it has not ended. */
  get busy(): boolean {
    return this.#live.busy;
  }

  /** For `{{name}}` in Markdown: of the runs that are shown, the newest one's. */
  values(): Record<string, string> {
    const views = this.#editor.cells().flatMap((cell) => this.#shelf.viewOf(cell) ?? []);
    return Object.assign({}, ...views.sort((a, b) => a.createdAt - b.createdAt).map(({ values }) => values)) as Record<
      string,
      string
    >; // SAFETY: all of them are.
  }

  /** The execution of a cell that runs. */
  running(cell: C): CellRun | undefined {
    return this.#live.get(cell);
  }

  /** What a cell shows, said to be stale where it is by now. */
  shown(cell: C): Shown | undefined {
    const shown = this.#shelf.get(cell);
    const stale = this.#stale.get(cell);
    return shown && stale ? { ...shown, output: { ...shown.output, stale } } : shown;
  }

  view(run: RunId): RunView | undefined {
    return this.#shelf.view(run);
  }

  /** `CellOutput.output` of a cell. */
  idOf(cell: C): string {
    return this.#shelf.idOf(cell);
  }

  session(kernel: Kernel): NotebookSession | undefined {
    return this.#sessions.of(kernel);
  }

  async openSession(kernel: Kernel, signal?: AbortSignal): Promise<NotebookSession & { sends: boolean }> {
    const { session, sends, lost } = await this.#sessions.open(kernel, signal);
    this.#gestures.tellLost(lost);
    return { server: kernel.server, engine: kernel.engine, session, sends };
  }

  /** Ends the session and with it all that runs in it. */
  async endSession(kernel: Kernel): Promise<void> {
    this.#live.sessionEnded(kernel.server, kernel.engine);
    await this.#sessions.end(kernel);
    this.#editor.onChanged();
  }

  /** The notebook was closed a while ago: sessions that nobody else uses end. */
  endIdleSessions(): Promise<void> {
    return this.#sessions.endIdle();
  }

  /** Keeps what is shown, and what runs, for the next time. */
  async keep(): Promise<void> {
    // Before the store was read there is nothing that would be worth what is in it.
    if (!this.#restored.isReady) return;
    const shown = this.#editor.cells().map((cell) => this.#shelf.get(cell));
    const outline = this.outline();
    const open = this.#live.open();
    const { uri } = await this.#editor.address;
    await this.#ground.store.save(keptOutputs(uri, outline, shown, (run) => this.#shelf.view(run), open));
  }

  /** The notebook is closed. What runs goes on. */
  close(): void {
    this.#live.close();
  }

  #frame(cell: C): Frame {
    const { tableHeight } = this.#editor.settings();
    return {
      output: this.#shelf.idOf(cell),
      lang: this.#ground.lang,
      codeLine: this.#editor.codeLine(cell),
      tableHeight,
    };
  }

  #stuck(): void {
    if (this.#kernel) this.#editor.offerEnd(this.#kernel);
  }

  #begin(cell: C, kernel: Kernel, gesture?: AbortController): CellRun | undefined {
    const { log, now, servers } = this.#ground;
    const { server } = kernel;
    const execution = this.#editor.execution(cell, kernel, this.#shelf.nextOrder());
    if (!execution) return undefined;
    const run: CellRun = new CellRun({
      execution,
      frame: () => this.#frame(cell),
      timezone: this.outline().meta.timezone,
      before: this.#shelf.get(cell)?.output,
      fetch: async (result, room, signal) => {
        if (!run.view) return { expired: false };
        return fetchFirstRows(await servers.client(server, signal), run.view.run, result, room, signal);
      },
      now,
      log,
      onShown: (output, bytes, { view, state }) => {
        // While the earlier rows still stand there they are what is shown.
        if (state.is !== "ended" && output.run !== view?.run) return;
        this.#shelf.put(cell, { output, bytes, server, ranAt: output.startedAt ?? view?.createdAt ?? now() }, view);
      },
      onChanged: () => this.#editor.onChanged(),
    });
    this.#live.add(cell, run, server, gesture);
    void run.ended.then(() => {
      for (const { code, args } of run.state.account?.cell.notes ?? [])
        if (code === "cell.computed-again") void this.#markAgain(String(args["name"]), String(args["time"]), kernel);
      return this.#shelf.fit(kernel);
    });
    return run;
  }

  /** The rows of a named cell were computed again by one that read them. */
  async #markAgain(name: string, time: string, kernel: Kernel): Promise<void> {
    const at = this.outline().cells.findIndex(
      (cell) => cell?.name !== undefined && foldCase(cell.name) === foldCase(name),
    );
    const cell = this.#editor.cells()[at];
    if (!cell) return;
    await this.#shelf.revise(cell, kernel, (output) => ({
      ...output,
      results: output.results.map((result) => (result.main ? { ...result, computedAgain: time } : result)),
    }));
  }
}

const sameStale = (one: Stale, other: Stale | undefined): boolean => JSON.stringify(one) === JSON.stringify(other);
