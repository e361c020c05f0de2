import * as vscode from "vscode";
import { BetweenError } from "../../protocol/errors.ts";
import type { Ground, Part } from "../parts.ts";

/** What is used of the Python extension's API, as `@vscode/python-extension` 1.0 declares it. */
type PythonApi = {
  ready: Promise<void>;
  environments: {
    getActiveEnvironmentPath(resource?: vscode.Uri): { path: string };
    /** `undefined` where the environment is not valid; its `executable` has no `uri` where it holds no Python. */
    resolveEnvironment(
      environment: { path: string } | string,
    ): Promise<{ executable: { uri?: vscode.Uri | undefined } } | undefined>;
    onDidChangeActiveEnvironmentPath: vscode.Event<unknown>;
  };
};

export type ChosenPython = {
  /**
   * The interpreter that is chosen for a notebook in the Python extension, an absolute path; nothing where the settings
   * say that Python cells have an environment of their own. Throws `kernels.python-*`.
   */
  of(notebook: vscode.NotebookDocument): Promise<string | undefined>;
  /** Another may be chosen by now. */
  readonly onChanged: vscode.Event<void>;
};

const EXTENSION = "ms-python.python";
const SETTING = "between.pythonCells";
/** How long the Python extension may take to start and to answer. Milliseconds. */
const ANSWER_MS = 20_000;

/** What the Python extension says, which is not asked before a session wants to know. */
export function makeChosenPython(ground: Ground): Part<ChosenPython> {
  const changed = new vscode.EventEmitter<void>();
  const listeners = [
    changed,
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(SETTING)) changed.fire();
    }),
  ];
  let began: Promise<PythonApi> | undefined;
  const begin = async (extension: vscode.Extension<PythonApi>): Promise<PythonApi> => {
    const api = await extension.activate();
    await api.ready;
    listeners.push(api.environments.onDidChangeActiveEnvironmentPath(() => changed.fire()));
    return api;
  };

  const ask = async (notebook: vscode.NotebookDocument): Promise<string> => {
    const extension = vscode.extensions.getExtension<PythonApi>(EXTENSION);
    if (!extension) throw new BetweenError("kernels.python-no-extension");
    began ??= begin(extension);
    const { environments } = await began.catch((thrown: unknown) => {
      began = undefined;
      throw thrown;
    });
    const active = environments.getActiveEnvironmentPath(notebook.isUntitled ? undefined : notebook.uri);
    const python = (await environments.resolveEnvironment(active))?.executable.uri?.fsPath;
    if (python === undefined) throw new BetweenError("kernels.python-none", { path: active.path });
    return python;
  };

  return {
    of: async (notebook) => {
      const setting = vscode.workspace.getConfiguration("between", notebook.uri).get<string>("pythonCells");
      if (setting !== "chosen") return undefined;
      let late: NodeJS.Timeout | undefined;
      const silence = new Promise<never>((_, reject) => {
        const seconds = ANSWER_MS / 1000;
        late = setTimeout(() => reject(new BetweenError("kernels.python-silent", { seconds })), ANSWER_MS);
      });
      try {
        return await Promise.race([ask(notebook), silence]);
      } catch (thrown) {
        if (thrown instanceof BetweenError) throw thrown;
        ground.log(`${EXTENSION}: ${String(thrown)}`);
        throw new BetweenError("kernels.python-failed", { reason: String(thrown) }, { cause: thrown });
      } finally {
        clearTimeout(late);
      }
    },
    onChanged: changed.event,
    dispose: () => {
      for (const listener of listeners) listener.dispose();
    },
  };
}

/** A notebook without any is not concerned with interpreters. */
export const hasPythonCells = (notebook: vscode.NotebookDocument): boolean =>
  notebook.getCells().some(({ document }) => document.languageId === "python");
