import { randomUUID } from "node:crypto";
import { homedir } from "node:os";
import * as vscode from "vscode";
import { documentText } from "../documents/document-text.ts";
import type { Ground, ParameterValues } from "../parts.ts";
import { notebookAddress } from "../runs/notebook-address.ts";
import type { ShownStore } from "../runs/shown-store.ts";
import { NOTEBOOK_TYPE } from "./document.ts";

/** An untitled notebook that was closed may have been saved: its file opens within this time. */
const SAVED_MS = 10_000;
const KEY = "untitled";

export type NotebookPlaces = {
  addressOf(notebook: vscode.NotebookDocument): string;
  /** What goes along with the notebook is there, and can be shown. */
  arrived(notebook: vscode.NotebookDocument): Promise<void>;
};

/**
 * Where notebooks lie, and that what is shown of them goes along when they move: with a file that is renamed, and from an
 * untitled notebook to the file that it is saved as. VS Code calls the first untitled notebook of every window by the same
 * name, so that each gets an address of its own, which it keeps over reloads. `keep` writes what a notebook shows into the store.
 */
export function notebookPlaces(
  { workspaceState }: vscode.ExtensionContext,
  ground: Ground,
  store: ShownStore,
  parameters: ParameterValues,
  keep: (notebook: vscode.NotebookDocument) => Promise<void>,
): vscode.Disposable & NotebookPlaces {
  const ids = () => workspaceState.get<Record<string, string>>(KEY) ?? {};
  const closed = new Map<string, ReturnType<typeof stateOf> & { kept: Promise<void> }>();
  const arriving = new WeakMap<vscode.NotebookDocument, Promise<void>>();

  const addressOf = ({ uri }: vscode.NotebookDocument): string => {
    const name = uri.toString();
    if (uri.scheme !== "untitled") return name;
    const known = ids()[name];
    const id = known ?? randomUUID();
    if (known === undefined) void workspaceState.update(KEY, { ...ids(), [name]: id });
    return `${name}#${id}`;
  };

  const stateOf = (notebook: vscode.NotebookDocument) => ({
    text: documentText(notebook).text,
    address: addressOf(notebook),
    values: parameters.of(notebook),
  });

  /** A file that says what an untitled notebook says, and opens while that one is there or has just gone, is that one saved. */
  const saved = async (notebook: vscode.NotebookDocument): Promise<void> => {
    const { text } = documentText(notebook);
    const untitled = vscode.workspace.notebookDocuments.filter(isUntitled);
    const source = untitled.find((each) => documentText(each).text === text);
    const gone = [...closed.values()].find((each) => each.text === text);
    const before = source ? { ...stateOf(source), kept: keep(source) } : gone;
    if (!before) return;
    // What came on screen a moment ago is not in the store by itself yet.
    await before.kept;
    const copied = store.copy(before.address, await fileAddress(notebook.uri));
    for (const [name, value] of Object.entries(before.values)) await parameters.set(notebook, name, value);
    await copied;
  };

  /** A notebook, or a folder with any number of them. */
  const renamed = async (from: vscode.Uri, to: vscode.Uri): Promise<void> => {
    const moved = (uri: vscode.Uri): vscode.Uri | undefined => {
      if (uri.scheme !== from.scheme) return undefined;
      if (uri.path === from.path) return to;
      return uri.path.startsWith(`${from.path}/`)
        ? to.with({ path: to.path + uri.path.slice(from.path.length) })
        : undefined;
    };
    const open = vscode.workspace.notebookDocuments.flatMap((notebook) => {
      const uri = isOurs(notebook) ? moved(notebook.uri) : undefined;
      return uri ? [{ notebook, uri: uri.toString() }] : [];
    });
    // What came on screen a moment ago is not in the store by itself yet.
    await Promise.all(open.map(({ notebook }) => keep(notebook)));
    await store.copy(await fileAddress(from), await fileAddress(to));
    const values = new Map(open.map(({ notebook, uri }) => [uri, Object.entries(parameters.of(notebook))]));
    const listener = vscode.workspace.onDidOpenNotebookDocument((notebook) => {
      for (const [name, value] of values.get(notebook.uri.toString()) ?? [])
        parameters.set(notebook, name, value).then(undefined, ground.fail);
    });
    setTimeout(() => void listener.dispose(), SAVED_MS).unref();
  };

  const gone = (notebook: vscode.NotebookDocument): void => {
    const name = notebook.uri.toString();
    const state = { ...stateOf(notebook), kept: keep(notebook) };
    closed.set(name, state);
    const { [name]: _, ...others } = ids();
    void workspaceState.update(KEY, others);
    for (const parameter of Object.keys(state.values)) void parameters.set(notebook, parameter, undefined);
    setTimeout(() => {
      closed.delete(name);
      store.forget(state.address).catch((thrown: unknown) => ground.log(String(thrown)));
    }, SAVED_MS).unref();
  };

  const parts = [
    vscode.workspace.onDidOpenNotebookDocument((notebook) => {
      if (isOurs(notebook) && !isUntitled(notebook)) arriving.set(notebook, saved(notebook).catch(ground.fail));
    }),
    vscode.workspace.onDidCloseNotebookDocument((notebook) => {
      if (isUntitled(notebook)) gone(notebook);
    }),
    // Before it happens: the notebook opens anew under its new name, and asks at once what was shown.
    vscode.workspace.onWillRenameFiles((event) => {
      const all = event.files.map(({ oldUri, newUri }) => renamed(oldUri, newUri));
      event.waitUntil(Promise.all(all).then(() => undefined, ground.fail));
    }),
  ];
  const arrived = (notebook: vscode.NotebookDocument) => arriving.get(notebook) ?? Promise.resolve();
  return { addressOf, arrived, dispose: () => parts.forEach((part) => void part.dispose()) };
}

const isOurs = ({ notebookType }: vscode.NotebookDocument): boolean => notebookType === NOTEBOOK_TYPE;
const isUntitled = (notebook: vscode.NotebookDocument): boolean =>
  isOurs(notebook) && notebook.uri.scheme === "untitled";

/** As the runs of a file know it, also before it is there. */
async function fileAddress(uri: vscode.Uri): Promise<string> {
  const { scheme, fsPath } = uri;
  return (await notebookAddress({ scheme, fsPath, uri: uri.toString() }, homedir())).uri;
}
