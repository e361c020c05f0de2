import * as vscode from "vscode";
import { BetweenError } from "../../protocol/errors.ts";
import { missingAbove } from "../outputs/missing-above.ts";
import type { Ground, Kernel, ParameterValues, Part, Runs, Servers, ShownCell } from "../parts.ts";
import { ShownStore } from "../runs/shown-store.ts";
import { CellProblems } from "./cell-problems.ts";
import type { ChosenPython } from "./chosen-python.ts";
import { registerCellStatus } from "./cell-status.ts";
import { NOTEBOOK_TYPE } from "./document.ts";
import { notebookPlaces } from "./notebook-places.ts";
import { OpenNotebook } from "./open-notebook.ts";
import { tellStale } from "./tell-stale.ts";

/** How often a notebook on screen is looked after for runs of other windows, and in a window that is not in use. */
const LOOK_MS = 5_000;
const LOOK_AWAY_MS = 20_000;

/**
 * Running cells and showing what they yield, over windows, reloads and servers. `kernelOf`: the kernel that VS Code has
 * selected. `keep` writes what is on screen into the editor's own store; to be awaited when the window closes.
 */
export function makeRuns(
  context: vscode.ExtensionContext,
  ground: Ground,
  servers: Servers,
  parameters: ParameterValues,
  python: ChosenPython,
  kernelOf: (notebook: vscode.NotebookDocument) => Kernel | undefined,
): Part<Runs> & { keep(): Promise<void> } {
  const changed = new vscode.EventEmitter<vscode.NotebookDocument>();
  const statusChanged = new vscode.EventEmitter<void>();
  const store = new ShownStore(vscode.Uri.joinPath(context.globalStorageUri, "outputs").fsPath);
  const places = notebookPlaces(context, ground, store, parameters, async (notebook) => opened.get(notebook)?.keep());
  const problems = new CellProblems(ground.lang);
  const stale = tellStale();
  const opened = new Map<vscode.NotebookDocument, OpenNotebook>();

  const open = (notebook: vscode.NotebookDocument): OpenNotebook => {
    const known = opened.get(notebook);
    if (known) return known;
    const made = new OpenNotebook(notebook, {
      ground,
      servers,
      store,
      addressOf: places.addressOf,
      parameters,
      python,
      kernelOf,
      onStale: (each) => {
        stale.tell(each);
        show(each);
      },
      onChanged: (each) => {
        show(each);
        changed.fire(notebook);
      },
    });
    opened.set(notebook, made);
    return made;
  };
  const show = (each: OpenNotebook) => {
    problems.show(each.notebook, each.runs);
    statusChanged.fire();
    setContext();
  };
  const contexts = new Map<string, string>();
  const tellContext = (key: string, value: boolean | readonly string[]) => {
    const text = JSON.stringify(value);
    if (contexts.get(key) === text) return;
    contexts.set(key, text);
    void vscode.commands.executeCommand("setContext", key, value);
  };
  const setContext = () => {
    const notebook = vscode.window.activeNotebookEditor?.notebook;
    const each = notebook && opened.get(notebook);
    const saveable = notebook?.getCells().filter((cell) => each?.runs.outline().cells[cell.index]?.options.save) ?? [];
    const uris = saveable.map(({ document }) => document.uri.toString());
    tellContext("between.hasStale", (each?.runs.stale.size ?? 0) > 0);
    tellContext("between.saveableCells", uris);
  };
  /** What was run elsewhere, in notebooks that somebody looks at. */
  let lookedAt = 0;
  const look = () => {
    if (!vscode.window.state.focused && Date.now() - lookedAt < LOOK_AWAY_MS) return;
    lookedAt = Date.now();
    for (const notebook of new Set(vscode.window.visibleNotebookEditors.map((editor) => editor.notebook))) {
      const kernel = kernelOf(notebook);
      opened.get(notebook)?.look(kernel);
    }
  };
  const mustKernel = (notebook: vscode.NotebookDocument): Kernel => {
    if (!vscode.workspace.isTrusted) throw new BetweenError("kernels.untrusted");
    const kernel = kernelOf(notebook);
    if (!kernel) throw new BetweenError("cells.no-kernel");
    return kernel;
  };

  const runs: Runs = {
    execute: (cells, notebook, kernel) => open(notebook).runs.execute(cells, kernel),
    interrupt: async (notebook) => opened.get(notebook)?.runs.interrupt(),
    interruptUnlessTaken: async (notebook) => opened.get(notebook)?.runs.interruptUnlessTaken(),
    restore: async (notebook, kernel, token) => {
      await places.arrived(notebook);
      if (!notebook.isClosed) await open(notebook).restore(kernel, token);
    },
    shown: (notebook) => {
      const each = opened.get(notebook);
      return each ? notebook.getCells().flatMap((cell) => shownCell(cell, each) ?? []) : [];
    },
    values: (notebook) => opened.get(notebook)?.runs.values() ?? {},
    cellOf: (output) => {
      for (const [notebook, { runs: own }] of opened) {
        const found = notebook.getCells().find((cell) => own.idOf(cell) === output);
        if (found) return found;
      }
      return undefined;
    },
    busy: (notebook) => opened.get(notebook)?.runs.busy ?? false,
    session: (notebook) => {
      const kernel = kernelOf(notebook);
      return kernel && opened.get(notebook)?.runs.session(kernel);
    },
    openSession: async (notebook, signal) => open(notebook).runs.openSession(mustKernel(notebook), signal),
    endSession: async (notebook) => {
      const kernel = kernelOf(notebook);
      if (kernel) await open(notebook).runs.endSession(kernel);
    },
    saveNow: async (cell) => open(cell.notebook).runs.execute([cell], mustKernel(cell.notebook), { save: true }),
    above: (cell) => {
      const own = opened.get(cell.notebook)?.runs;
      const missing = own && missingAbove(own.outline(), cell.index, own.shown(cell)?.output.error);
      return missing && { ...missing, cells: missing.cells.map((at) => cell.notebook.cellAt(at)) };
    },
    runCells: async (cells) => {
      const [first] = cells;
      if (first) await open(first.notebook).runs.execute(cells, mustKernel(first.notebook));
    },
    runStale: async (notebook) => {
      const { runs: own } = open(notebook);
      await own.execute([...own.stale.keys()], mustKernel(notebook));
    },
    onChanged: changed.event,
  };

  const timer = setInterval(look, LOOK_MS);
  const parts = [
    changed,
    statusChanged,
    problems,
    places,
    registerCellStatus(ground.lang, (notebook) => opened.get(notebook)?.runs, statusChanged.event),
    vscode.workspace.onDidChangeNotebookDocument((event) => {
      problems.clear(event.contentChanges.flatMap(({ removedCells }) => removedCells));
      opened.get(event.notebook)?.documentChanged(event);
    }),
    vscode.workspace.onDidCloseNotebookDocument((notebook) => {
      problems.clear(notebook.getCells());
      opened.get(notebook)?.close();
      opened.delete(notebook);
    }),
    parameters.onChanged((notebook) => opened.get(notebook)?.review()),
    servers.onChanged(({ key, state }) => {
      for (const [notebook, each] of opened) {
        each.runs.line(key, state === "reconnecting");
        const kernel = kernelOf(notebook);
        if (state === "connected" && kernel?.server === key) each.look(kernel);
      }
    }),
    vscode.window.onDidChangeWindowState(look),
    vscode.window.onDidChangeActiveNotebookEditor(setContext),
    vscode.window.onDidChangeVisibleNotebookEditors((editors) => {
      for (const { notebook } of editors) opened.get(notebook)?.review();
      for (const each of opened.values()) stale.tellAll(each);
      look();
    }),
  ];

  return {
    ...runs,
    keep: async () => {
      await Promise.all([...opened.values()].map((each) => each.keep()));
    },
    commands: {
      "between.runStale": () => runs.runStale(activeNotebook()),
      "between.saveNow": (cell) => runs.saveNow(isCell(cell) ? cell : activeCell()),
    },
    dispose: () => {
      clearInterval(timer);
      for (const each of opened.values()) each.close();
      for (const part of parts) part.dispose();
    },
  };
}

function shownCell(cell: vscode.NotebookCell, { runs }: OpenNotebook): ShownCell | undefined {
  const shown = runs.shown(cell);
  const view = shown && runs.view(shown.output.run);
  const ran = shown && view?.cells[shown.output.cell];
  // What draws over another cell's rows has no run of its own.
  if (!shown || !view || !ran || shown.drawn !== undefined) return undefined;
  return { cell, view, at: shown.output.cell, ran, output: shown.output };
}

function activeNotebook(): vscode.NotebookDocument {
  const notebook = vscode.window.activeNotebookEditor?.notebook;
  if (notebook?.notebookType !== NOTEBOOK_TYPE) throw new BetweenError("cells.no-notebook");
  return notebook;
}

function activeCell(): vscode.NotebookCell {
  const notebook = activeNotebook();
  return notebook.cellAt(vscode.window.activeNotebookEditor?.selection.start ?? 0);
}

const isCell = (value: unknown): value is vscode.NotebookCell =>
  typeof value === "object" && value !== null && "notebook" in value && "document" in value;
