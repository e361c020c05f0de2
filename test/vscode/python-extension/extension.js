import { existsSync } from "node:fs";
import { join } from "node:path";
import * as vscode from "vscode";

/** What `@vscode/python-extension` 1.0 declares of `environments`, as far as it is used. */
export function activate(context) {
  const changed = new vscode.EventEmitter();
  let chosen = vscode.workspace.getConfiguration("python").get("defaultInterpreterPath");
  const select = async () => {
    chosen = await vscode.window.showInputBox({ title: "Select Interpreter", value: chosen });
    changed.fire({ id: chosen, path: chosen });
  };
  context.subscriptions.push(
    changed,
    vscode.commands.registerCommand("python.setInterpreter", () => void select()),
  );
  return {
    ready: Promise.resolve(),
    environments: {
      // May name an environment's folder rather than its interpreter, and what is no environment at all.
      getActiveEnvironmentPath: () => ({ id: chosen, path: chosen }),
      resolveEnvironment: async ({ path }) => {
        const python = join(path, "bin/python");
        return existsSync(python) ? { id: python, path, executable: { uri: vscode.Uri.file(python) } } : undefined;
      },
      onDidChangeActiveEnvironmentPath: changed.event,
    },
  };
}
