/**
 * A notebook in an editor that keeps VS Code's rules about executions, over a real server in memory with a scripted engine:
 * what the tests of runs sit at.
 */
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { randomUUID } from "node:crypto";
import type { Client } from "../../protocol/client.ts";
import { connect } from "../../protocol/client.ts";
import type { Channel } from "../../protocol/channel.ts";
import type { CellOutput, Stale } from "../../protocol/cell-output.ts";
import { BetweenError } from "../../protocol/errors.ts";
import { serverId } from "../../protocol/ids.ts";
import { linkedPair } from "../../protocol/linked-pair.ts";
import { serve } from "../../protocol/serve.ts";
import { fakeEngine } from "../../kernel-server/engine/fake.ts";
import type { FakeEngine, Script } from "../../kernel-server/engine/fake.ts";
import { makeService } from "../../kernel-server/session/make-service.ts";
import type { SessionService } from "../../kernel-server/session/make-service.ts";
import { folderStore } from "../../kernel-server/store/folder.ts";
import { optionLines } from "../../extension/documents/cell-text.ts";
import type { DocumentCell } from "../../extension/documents/document.ts";
import { writeDocument } from "../../extension/documents/write-document.ts";
import type { Kernel } from "../../extension/parts.ts";
import type { CellExecution } from "../../extension/runs/cell-run.ts";
import type { Editor } from "../../extension/runs/editor.ts";
import { LIVE_TIMES } from "../../extension/runs/live-runs.ts";
import type { LiveTimes } from "../../extension/runs/live-runs.ts";
import { NotebookRuns } from "../../extension/runs/notebook-runs.ts";
import { ShownStore } from "../../extension/runs/shown-store.ts";

export type TestCell = DocumentCell & {
  output?: CellOutput;
  /** Every output that was shown. */
  shown: CellOutput[];
  /** What VS Code was told: "create", "start", "end true". */
  told: string[];
  execution?: CellExecution | undefined;
  order?: number;
};

export const sql = (value: string): TestCell => ({ kind: "code", language: "sql", value, shown: [], told: [] });
export const markdown = (value: string): TestCell => ({ ...sql(value), kind: "markdown", language: "markdown" });

export const kernel = (engine = "fake"): Kernel => {
  const name = { server: "local", engine, label: "fake · this machine" };
  // SAFETY: the part under test hands the controller on to the editor, which is this one.
  return { ...name, controller: {} as Kernel["controller"] };
};

export type Window = {
  cells: TestCell[];
  runs: NotebookRuns<TestCell>;
  params: Record<string, string | string[]>;
  settings: { continueAfterError: boolean; restoreResults: boolean; idleMs: number; tableHeight: number };
  offers: string[];
  warnings: { code: string; args: object }[];
  stale: () => (Stale["why"] | undefined)[];
  cell: (at: number) => TestCell;
  execute: (...at: number[]) => Promise<void>;
  until: (is: () => boolean) => Promise<void>;
};

export class NotebookDesk {
  readonly folder: string;
  readonly engine: FakeEngine;
  /** Of the name `other`. */
  readonly other: FakeEngine;
  readonly log: string[] = [];
  readonly failures: unknown[] = [];
  /** The server answers no interrupt. */
  deaf = false;
  /** Rows come when it has settled. */
  rows: Promise<void> = Promise.resolve();
  times: LiveTimes = LIVE_TIMES;
  /** While it is set nobody gets through. */
  down: BetweenError | undefined;
  #service: SessionService | undefined;
  #client: Promise<Client> | undefined;
  #ends: Channel[] = [];
  readonly #windows: NotebookRuns<TestCell>[] = [];

  private constructor(folder: string, script: Script) {
    this.folder = folder;
    this.engine = fakeEngine(script);
    this.other = fakeEngine(script, { name: "other" });
  }

  static async make(script: Script): Promise<NotebookDesk> {
    const desk = new NotebookDesk(await mkdtemp(join(tmpdir(), "between-runs-")), script);
    await desk.startServer();
    return desk;
  }

  async startServer(): Promise<void> {
    this.#service = await makeService({
      engines: [this.engine, this.other],
      store: folderStore(join(this.folder, "store")),
      state: this.folder,
      serverId: serverId(randomUUID()),
      version: "0.1.0",
      name: "test",
      stopMs: 200,
      log: (line) => this.log.push(line),
    });
    this.down = undefined;
  }

  /** The server ends with all that runs in it; the next one finds its journals. */
  async endServer(): Promise<void> {
    this.down = new BetweenError("wire.unreachable", { reason: "it was stopped" });
    this.hangUp();
    await this.#service?.close();
  }

  /** Every connection breaks. */
  hangUp(): void {
    for (const end of this.#ends.splice(0)) end.close(4000, "");
  }

  readonly servers = {
    client: async (): Promise<Client> => {
      const client = await (this.#client ??= this.#connect());
      return client;
    },
    clientNow: (): Client | undefined => this.#now,
    clientIfRunning: async (): Promise<Client | undefined> => (this.down ? undefined : this.servers.client()),
  };
  #now: Client | undefined;

  async #connect(): Promise<Client> {
    try {
      const dial = async (): Promise<Channel> => {
        if (this.down) throw this.down;
        const [near, far] = linkedPair();
        this.#ends.push(far);
        if (this.#service) serve(far, this.#service, { user: "ann", role: "analyst" });
        return near;
      };
      const client = this.#hardOfHearing(await connect(dial, { retryDelays: [10] }));
      this.#now = client;
      client.onState((state) => {
        for (const runs of this.#windows) runs.line("local", state === "reconnecting");
        if (state === "closed") {
          this.#client = undefined;
          this.#now = undefined;
        }
      });
      return client;
    } catch (thrown) {
      this.#client = undefined;
      throw thrown;
    }
  }

  #hardOfHearing(client: Client): Client {
    return {
      get server() {
        return client.server;
      },
      ask: async (ask, signal) => {
        if (ask.t === "rows") await this.rows;
        return this.deaf && ask.t === "interrupt" ? new Promise(() => undefined) : client.ask(ask, signal);
      },
      body: (id, signal) => client.body(id, signal),
      follow: (run, after, signal) => client.follow(run, after, signal),
      onState: (listener) => client.onState(listener),
      close: () => client.close(),
    };
  }

  /** A window of the editor on the notebook. */
  open(cells: TestCell[], uri = "file:///notebooks/n.between-nb"): Window {
    const offers: string[] = [];
    const warnings: { code: string; args: object }[] = [];
    let stale: ReadonlyMap<TestCell, Stale> = new Map();
    const waiting = new Set<() => void>();
    const params: Window["params"] = {};
    const settings = { continueAfterError: false, restoreResults: true, idleMs: 60_000, tableHeight: 400 };
    const editor: Editor<TestCell> = {
      address: Promise.resolve({ uri, folder: this.folder }),
      cells: () => cells,
      text: () => writeDocument({ layout: {}, cells }),
      params: () => params,
      settings: () => settings,
      codeLine: (cell) => optionLines(cell) + 1,
      trusted: () => true,
      execution: (cell, _, order) => (cells.includes(cell) ? execution(cell, order) : undefined),
      offerEnd: () => offers.push("end"),
      python: async () => undefined,
      warn: (code, args) => warnings.push({ code, args }),
      onStale: (now) => (stale = now),
      onChanged: () => {
        runs.review();
        for (const check of [...waiting]) check();
      },
    };
    const store = new ShownStore(join(this.folder, "shown"));
    const ground = { lang: "en", servers: this.servers, store, now: Date.now, times: this.times } as const;
    const runs = new NotebookRuns<TestCell>(
      { ...ground, log: (line) => this.log.push(line), fail: (thrown) => this.failures.push(thrown) },
      editor,
    );
    this.#windows.push(runs);
    const cell = (at: number): TestCell => {
      const found = cells[at];
      assert.ok(found, `no cell ${at}`);
      return found;
    };
    return {
      cells,
      runs,
      params,
      settings,
      offers,
      warnings,
      stale: () => cells.map((each) => stale.get(each)?.why),
      cell,
      execute: (...at) => runs.execute(at.length > 0 ? at.map(cell) : cells, kernel()),
      until: (is) =>
        new Promise((resolve) => {
          const check = () => {
            if (!is()) return;
            clearInterval(timer);
            waiting.delete(check);
            resolve();
          };
          const timer = setInterval(check, 10);
          waiting.add(check);
          check();
        }),
    };
  }

  async end(): Promise<void> {
    for (const runs of this.#windows) runs.close();
    this.#now?.close();
    await this.#service?.close();
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** VS Code's rules: one execution a cell, outputs between its start and its end, and one end. */
function execution(cell: TestCell, order: number): CellExecution {
  assert.equal(cell.execution, undefined, "a second execution of a cell");
  let state: "made" | "started" | "ended" = "made";
  cell.told.push("create");
  const made: CellExecution = {
    start() {
      assert.equal(state, "made", "started twice");
      state = "started";
      cell.told.push("start");
    },
    async show(output) {
      assert.equal(state, "started", "shown outside of an execution");
      // Calls arrive in their order; that they have arrived is said later.
      cell.output = output;
      cell.shown.push(output);
      await new Promise((resolve) => setImmediate(resolve));
    },
    end(success) {
      assert.notEqual(state, "ended", "ended twice");
      state = "ended";
      cell.execution = undefined;
      cell.told.push(`end ${String(success)}`);
    },
  };
  cell.execution = made;
  cell.order = order;
  return made;
}
