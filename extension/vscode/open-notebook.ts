import * as vscode from "vscode";
import type { Code } from "../../protocol/errors.ts";
import { say } from "../../protocol/wording/say.ts";
import { optionLines } from "../documents/cell-text.ts";
import { documentCell, documentText } from "../documents/document-text.ts";
import { heldBack } from "../outputs/held-back.ts";
import type { Ground, Kernel, ParameterValues, Servers } from "../parts.ts";
import type { Editor } from "../runs/editor.ts";
import { notebookAddress } from "../runs/notebook-address.ts";
import { NotebookRuns } from "../runs/notebook-runs.ts";
import type { ShownStore } from "../runs/shown-store.ts";
import { cellExecution } from "./cell-execution.ts";
import { hasPythonCells } from "./chosen-python.ts";
import type { ChosenPython } from "./chosen-python.ts";
import { LOCAL } from "./servers.ts";
import { untilCancelled } from "./until-cancelled.ts";

export type OpenGround = {
  ground: Ground;
  servers: Servers;
  store: ShownStore;
  /** The address by which servers and the store know the notebook. */
  addressOf(notebook: vscode.NotebookDocument): string;
  parameters: ParameterValues;
  python: ChosenPython;
  kernelOf(notebook: vscode.NotebookDocument): Kernel | undefined;
  onStale(notebook: OpenNotebook): void;
  onChanged(notebook: OpenNotebook): void;
};

/** After the last keystroke, until what is stale is found anew. */
const REVIEW_MS = 250;
/** How long what comes back may take until what is stale is said of the part that is there. */
const RESTORE_MS = 2_000;
/** Changes are told no more often than this. */
const TELL_MS = 100;
/** What is on screen is kept soon after it changed, and while cells run no more often than this. */
const KEEP_MS = 1_000;
const KEEP_BUSY_MS = 5_000;

/** One open notebook: its runs, and what they need of VS Code. */
export class OpenNotebook {
  readonly notebook: vscode.NotebookDocument;
  readonly runs: NotebookRuns<vscode.NotebookCell>;
  readonly #of: OpenGround;
  readonly #timers = new Map<string, NodeJS.Timeout>();
  #text: ReturnType<typeof documentText> | undefined;
  // Results come back one by one, kept ones before those that are newer: until all are there some would seem stale.
  readonly #review = heldBack(() => {
    this.runs.review();
    this.#of.onStale(this);
  }, RESTORE_MS);
  #keptAt = 0;
  #offered = false;

  constructor(notebook: vscode.NotebookDocument, of: OpenGround) {
    this.notebook = notebook;
    this.#of = of;
    const { ground, servers, store } = of;
    const { lang, log, fail } = ground;
    this.runs = new NotebookRuns({ lang, log, fail, servers, store, now: Date.now }, this.#editor());
  }

  restore(kernel: Kernel, token?: vscode.CancellationToken): Promise<void> {
    return this.#review.during(
      token ? untilCancelled(token, (signal) => this.runs.restore(kernel, signal)) : this.runs.restore(kernel),
    );
  }

  /** A look for what was run elsewhere. Nobody asked for it, so that nobody is told when it fails. */
  look(kernel: Kernel | undefined): void {
    if (!kernel) return;
    // The local server may have been started by another window, and costs nothing to look for.
    this.runs
      .look(kernel, { connect: kernel.server === LOCAL })
      .catch((thrown: unknown) => this.#of.ground.log(`looking for runs: ${String(thrown)}`));
  }

  documentChanged({ contentChanges, cellChanges }: vscode.NotebookDocumentChangeEvent): void {
    const isEdit = contentChanges.length > 0 || cellChanges.some(({ document }) => document !== undefined);
    if (isEdit || cellChanges.some(({ metadata }) => metadata !== undefined)) this.#text = undefined;
    // A cell that was moved is taken out in one change and put in by another.
    const there = new Set(this.notebook.getCells());
    const removed = contentChanges.flatMap(({ removedCells }) => removedCells).filter((cell) => !there.has(cell));
    const added = contentChanges.flatMap(({ addedCells }) => addedCells);
    if (removed.length > 0) this.runs.removed(removed, added);
    for (const { cell, outputs } of cellChanges) if (outputs?.length === 0) this.runs.cleared(cell);
    if (isEdit) this.#later("review", REVIEW_MS, () => this.review());
  }

  /** Finds anew what is stale. */
  review(): void {
    this.#review.act();
  }

  keep(): Promise<void> {
    this.#keptAt = Date.now();
    return this.runs.keep().catch((thrown: unknown) => this.#of.ground.log(`keeping what is shown: ${String(thrown)}`));
  }

  /** The document is closed. Its sessions end when it stays so as long as one that nobody holds is kept. */
  close(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    const kept = this.keep();
    this.runs.close();
    const idle = setTimeout(() => {
      const reopened = vscode.workspace.notebookDocuments.some(
        ({ uri }) => uri.toString() === this.notebook.uri.toString(),
      );
      if (!reopened) this.runs.endIdleSessions().catch((thrown: unknown) => this.#of.ground.log(String(thrown)));
    }, this.#settings().idleMs);
    idle.unref();
    void kept;
  }

  #settings() {
    const settings = vscode.workspace.getConfiguration("between", this.notebook.uri);
    return {
      continueAfterError: settings.get("continueAfterError", false),
      restoreResults: settings.get("restoreResults", true),
      idleMs: settings.get("sessionIdleMinutes", 60) * 60_000,
      tableHeight: settings.get("table.height", 400),
    };
  }

  #editor(): Editor<vscode.NotebookCell> {
    const { notebook } = this;
    const { parameters, ground } = this.#of;
    const { scheme, fsPath } = notebook.uri;
    const workspace = vscode.workspace.workspaceFolders?.find(({ uri }) => uri.scheme === "file")?.uri.fsPath;
    return {
      address: notebookAddress({ scheme, fsPath, uri: this.#of.addressOf(notebook) }, workspace),
      cells: () => notebook.getCells(),
      text: () => (this.#text ??= documentText(notebook)),
      params: () => parameters.of(notebook),
      settings: () => this.#settings(),
      codeLine: (cell) => optionLines(documentCell(cell)) + 1,
      trusted: () => vscode.workspace.isTrusted,
      python: () => this.#python(),
      execution: (cell, { controller }, order) => {
        try {
          return cellExecution(controller.createNotebookCellExecution(cell), order);
        } catch (thrown) {
          // The cell is gone, or VS Code has selected another kernel by now.
          ground.log(`no execution of cell ${cell.index}: ${String(thrown)}`);
          return undefined;
        }
      },
      offerEnd: (kernel) => void this.#offerEnd(kernel).catch(ground.fail),
      warn: (code, args) => void vscode.window.showWarningMessage(say(ground.lang, code, args)),
      onStale: () => this.#of.onStale(this),
      onChanged: () => this.#changed(),
    };
  }

  /** Where the Python extension has none to give, Python cells do without, which they are told. */
  async #python(): Promise<string | undefined> {
    try {
      return await this.#of.python.of(this.notebook);
    } catch (thrown) {
      if (hasPythonCells(this.notebook)) this.#of.ground.fail(thrown);
      else this.#of.ground.log(`no interpreter for Python cells: ${String(thrown)}`);
      return undefined;
    }
  }

  #changed(): void {
    this.#later("tell", TELL_MS, () => {
      this.#review.act();
      this.#of.onChanged(this);
    });
    const wait = this.runs.busy ? Math.max(KEEP_MS, this.#keptAt + KEEP_BUSY_MS - Date.now()) : KEEP_MS;
    this.#later("keep", wait, () => void this.keep());
  }

  async #offerEnd(kernel: Kernel): Promise<void> {
    if (this.#offered) return;
    this.#offered = true;
    const words = (code: Code) => say(this.#of.ground.lang, code);
    const end = words("cells.end-session");
    const chosen = await vscode.window.showWarningMessage(words("cells.stuck"), end);
    this.#offered = false;
    if (chosen === end) await this.runs.endSession(kernel);
  }

  /** Once, after a while; what is due already is not put off. */
  #later(what: string, ms: number, act: () => void): void {
    if (this.#timers.has(what) || this.notebook.isClosed) return;
    const timer = setTimeout(() => {
      this.#timers.delete(what);
      act();
    }, ms);
    this.#timers.set(what, timer);
  }
}
