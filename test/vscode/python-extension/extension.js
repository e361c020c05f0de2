import { existsSync } from "node:fs";
import { join } from "node:path";
import * as vscode from "vscode";

const SETTING = "defaultInterpreterPath";

/** What `@vscode/python-extension` 1.0 declares of `environments`, as far as it is used. */
export function activate(context) {
  const changed = new vscode.EventEmitter();
  const chosen = (resource) => vscode.workspace.getConfiguration("python", resource).get(SETTING);
  context.subscriptions.push(
    changed,
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(`python.${SETTING}`)) changed.fire({ id: chosen(), path: chosen() });
    }),
  );
  return {
    ready: Promise.resolve(),
    environments: {
      // May name an environment's folder rather than its interpreter, and what is no environment at all.
      getActiveEnvironmentPath: (resource) => ({ id: chosen(resource), path: chosen(resource) }),
      resolveEnvironment: async ({ path }) => {
        const python = join(path, "bin/python");
        return existsSync(python) ? { id: python, path, executable: { uri: vscode.Uri.file(python) } } : undefined;
      },
      onDidChangeActiveEnvironmentPath: changed.event,
    },
  };
}
