import { setTimeout as sleep } from "node:timers/promises";
import * as vscode from "vscode";
import { parse } from "../../notebook/parse.ts";
import { BetweenError } from "../../protocol/errors.ts";
import { say } from "../../protocol/wording/say.ts";
import { documentText } from "../documents/document-text.ts";
import type { Ground, Kernel, Kernels, Part, Runs, ServerKey } from "../parts.ts";
import { chooseKernel } from "../servers/choose-kernel.ts";
import { kernelList } from "../servers/kernel-list.ts";
import type { KernelEntry, KernelName } from "../servers/kernel-list.ts";
import { kernelMemory } from "../servers/kernel-memory.ts";
import { NOTEBOOK_TYPE } from "./document.ts";
import type { ServerDesk } from "./servers.ts";
import { withProgress } from "./with-progress.ts";

/** How long VS Code may take to let go of cells. */
const HAND_ON_MS = [0, 50, 100, 200, 400, 800, 1600, 3200];

const LANGUAGES = ["sql", "python", "scala", "vega-lite"];

export type KernelDesk = Kernels & {
  /** Selects the kernel in the notebook, if it is there and the notebook is on screen. */
  select(notebook: vscode.NotebookDocument, name: KernelName): Promise<void>;
};

/** A controller for each engine of each server, and which of them a notebook has. */
export function makeKernels(
  context: vscode.ExtensionContext,
  ground: Ground,
  servers: ServerDesk,
  runs: Runs,
): Part<KernelDesk> {
  const changed = new vscode.EventEmitter<{ notebook: vscode.NotebookDocument; kernel: Kernel | undefined }>();
  const memory = kernelMemory(context.globalState);
  const controllers = new Map<string, { entry: KernelEntry; controller: vscode.NotebookController }>();
  /** What VS Code told us that it has selected. */
  const selected = new Map<vscode.NotebookDocument, string>();
  const choosing = new Set<vscode.NotebookDocument>();
  /** Whose cells wait for the kernel that a server has once it is connected. */
  const handedOn = new Set<vscode.NotebookDocument>();

  const kernelOf = (id: string | undefined): Kernel | undefined => {
    const held = id === undefined ? undefined : controllers.get(id);
    if (held?.entry.engine === undefined) return undefined;
    const { entry, controller } = held;
    return { server: entry.server, engine: held.entry.engine, label: entry.label, controller };
  };
  const all = (): Kernel[] => [...controllers.keys()].flatMap((id) => kernelOf(id) ?? []);

  const tellSelected = (notebook: vscode.NotebookDocument) => {
    const kernel = kernelOf(selected.get(notebook));
    changed.fire({ notebook, kernel });
    if (kernel) runs.restore(notebook, kernel).catch(ground.fail);
  };

  const makeController = (entry: KernelEntry): vscode.NotebookController => {
    const controller = vscode.notebooks.createNotebookController(entry.id, NOTEBOOK_TYPE, entry.label);
    describe(controller, entry);
    controller.supportedLanguages = LANGUAGES;
    controller.supportsExecutionOrder = true;
    controller.executeHandler = async (cells, notebook) => {
      try {
        await execute(entry.id, cells, notebook);
      } catch (thrown) {
        ground.fail(thrown);
      }
    };
    controller.interruptHandler = (notebook) => runs.interruptUnlessTaken(notebook).catch(ground.fail);
    controller.onDidChangeSelectedNotebooks(({ notebook, selected: is }) => {
      const before = selected.get(notebook);
      if (!is && before !== entry.id) return; // Another one took its place already.
      if (is) selected.set(notebook, entry.id);
      else selected.delete(notebook);
      const kernel = kernelOf(selected.get(notebook));
      // A change is somebody's choice; the first selection is ours, or what VS Code remembered.
      if (kernel && before !== undefined && !choosing.has(notebook)) void memory.used(notebook.uri.toString(), kernel);
      tellSelected(notebook);
    });
    return controller;
  };

  const execute = async (id: string, cells: readonly vscode.NotebookCell[], notebook: vscode.NotebookDocument) => {
    if (!vscode.workspace.isTrusted) throw new BetweenError("kernels.untrusted");
    const kernel = kernelOf(id);
    if (!kernel) return await connectFirst(id, cells, notebook);
    handedOn.delete(notebook);
    void memory.used(notebook.uri.toString(), kernel);
    await runs.execute(cells, notebook, kernel);
  };

  /** Of a server that never answered: its engines become kernels once it does, and the first of them runs the cells. */
  const connectFirst = async (id: string, cells: readonly vscode.NotebookCell[], notebook: vscode.NotebookDocument) => {
    const { entry } = controllers.get(id) ?? {};
    if (!entry) return;
    const title = say(ground.lang, "kernels.testing", { server: entry.label });
    await withProgress(title, (signal) => servers.client(entry.server, signal));
    handedOn.add(notebook);
    // Not awaited: VS Code has the cells in hand for the kernel that connected until this handler is through.
    handOn(entry.server, cells, notebook).catch(ground.fail);
  };

  /** Tried again and again: VS Code drops without a word which cells it is asked to run while it has them in hand. */
  const handOn = async (key: ServerKey, cells: readonly vscode.NotebookCell[], notebook: vscode.NotebookDocument) => {
    for (const wait of HAND_ON_MS) {
      await sleep(wait);
      if (!handedOn.has(notebook) || notebook.isClosed) return;
      const first = all().find(({ server }) => server === key);
      if (!first) continue;
      if (selected.get(notebook) !== first.controller.id) await select(notebook, first);
      const ranges = cells.flatMap(({ index }) => (index < 0 ? [] : [{ start: index, end: index + 1 }]));
      await vscode.commands.executeCommand("notebook.cell.execute", { ranges, document: notebook.uri });
    }
    if (handedOn.delete(notebook)) ground.log(`the kernel that connected did not run ${notebook.uri.toString()}`);
  };

  const select = async (notebook: vscode.NotebookDocument, { server, engine }: KernelName) => {
    const kernel = all().find((each) => each.server === server && each.engine === engine);
    const notebookEditor = vscode.window.visibleNotebookEditors.find((editor) => editor.notebook === notebook);
    // Without an editor of its own the command would select in whatever notebook is in front.
    if (!kernel || !notebookEditor) return;
    kernel.controller.updateNotebookAffinity(notebook, vscode.NotebookControllerAffinity.Preferred);
    const { id } = kernel.controller;
    await vscode.commands.executeCommand("notebook.selectKernel", {
      id,
      extension: context.extension.id,
      notebookEditor,
    });
  };

  /** Selects a kernel where VS Code has none for a notebook that is on screen. */
  const choose = async (notebook: vscode.NotebookDocument, preferred?: Kernel) => {
    const needs = () => notebook.notebookType === NOTEBOOK_TYPE && !notebook.isClosed && !selected.has(notebook);
    if (!needs() || choosing.has(notebook)) return;
    choosing.add(notebook);
    try {
      const kernel = preferred ?? wanted(notebook);
      if (kernel) await select(notebook, kernel);
    } finally {
      choosing.delete(notebook);
    }
  };
  const wanted = (notebook: vscode.NotebookDocument): Kernel | undefined => {
    const { engine } = parse(documentText(notebook).text).notebook.meta;
    const kernel = chooseKernel(all(), { engine, here: memory.of(notebook.uri.toString()), last: memory.last() });
    if (engine !== undefined && kernel?.engine !== engine)
      ground.log(`no server has the engine ${engine} that ${notebook.uri.toString()} asks for`);
    return kernel;
  };
  const chooseAll = () => {
    for (const { notebook } of vscode.window.visibleNotebookEditors) choose(notebook).catch(ground.fail);
  };

  const update = () => {
    const wanted = kernelList(servers.list(), say(ground.lang, "kernels.not-connected"));
    for (const entry of wanted) {
      const held = controllers.get(entry.id);
      if (held) describe(held.controller, (held.entry = entry));
      else controllers.set(entry.id, { entry, controller: makeController(entry) });
    }
    const ids = new Set(wanted.map(({ id }) => id));
    for (const id of [...controllers.keys()].filter((each) => !ids.has(each))) remove(id);
    chooseAll();
  };

  /** Its notebooks go on with another kernel of the same server where there is one. */
  const remove = (id: string) => {
    const { entry, controller } = controllers.get(id) ?? {};
    controller?.dispose();
    controllers.delete(id);
    const heir = all().find(({ server }) => server === entry?.server);
    // VS Code tells no more of a controller that is gone.
    for (const notebook of [...selected.keys()].filter((each) => selected.get(each) === id)) {
      selected.delete(notebook);
      tellSelected(notebook);
      choose(notebook, heir).catch(ground.fail);
    }
  };

  const listeners = [
    changed,
    servers.onChanged(update),
    vscode.window.onDidChangeVisibleNotebookEditors(chooseAll),
    vscode.workspace.onDidCloseNotebookDocument((notebook) => selected.delete(notebook)),
    vscode.workspace.onDidGrantWorkspaceTrust(() => {
      for (const notebook of selected.keys()) tellSelected(notebook);
      chooseAll();
    }),
  ];
  update();

  return {
    of: (notebook) => kernelOf(selected.get(notebook)),
    onSelected: changed.event,
    select,
    dispose: () => {
      for (const listener of listeners) listener.dispose();
      for (const { controller } of controllers.values()) controller.dispose();
    },
  };
}

function describe(controller: vscode.NotebookController, { label, description, detail }: KernelEntry): void {
  controller.label = label;
  controller.description = description;
  if (detail !== undefined) controller.detail = detail;
}
