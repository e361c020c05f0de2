import * as vscode from "vscode";
import { say } from "../../protocol/wording/say.ts";
import type { Ground, Part, Runs } from "../parts.ts";
import { notebookName } from "../servers/session-text.ts";
import { hasPythonCells } from "./chosen-python.ts";
import type { ChosenPython } from "./chosen-python.ts";
import { LOCAL } from "./servers.ts";
import type { SessionActions } from "./session-actions.ts";

/** Says that a session goes on with another interpreter than the one that is chosen by now, and offers to restart it. */
export function tellPython(
  ground: Ground,
  chosen: ChosenPython,
  runs: Runs,
  sessions: Pick<SessionActions, "restart">,
): Part {
  /** What was looked at last of each notebook, so that nothing is said twice. */
  const seen = new WeakMap<vscode.NotebookDocument, string>();

  const review = async (notebook: vscode.NotebookDocument): Promise<void> => {
    const session = runs.session(notebook);
    if (session?.server !== LOCAL || !hasPythonCells(notebook)) return;
    // What is wrong with the choice is said when a session opens.
    const python = await chosen.of(notebook).catch(() => undefined);
    const found = JSON.stringify([session.session, python]);
    if (seen.get(notebook) === found) return;
    seen.set(notebook, found);
    if (python === session.python) return;
    const name = { notebook: notebookName(notebook.uri.toString()) };
    const message =
      python === undefined
        ? say(ground.lang, "kernels.python-own", name)
        : say(ground.lang, "kernels.python-changed", { ...name, python });
    const restart = say(ground.lang, "kernels.status.restart");
    if ((await vscode.window.showInformationMessage(message, restart)) === restart) await sessions.restart(notebook);
  };

  const sessionSeen = new WeakMap<vscode.NotebookDocument, string>();
  const listeners = [
    chosen.onChanged(() => {
      for (const notebook of vscode.workspace.notebookDocuments) review(notebook).catch(ground.fail);
    }),
    // A session that was joined may have been opened with another.
    runs.onChanged((notebook) => {
      const { session } = runs.session(notebook) ?? {};
      if (session === undefined || sessionSeen.get(notebook) === session) return;
      sessionSeen.set(notebook, session);
      review(notebook).catch(ground.fail);
    }),
  ];
  return {
    dispose: () => {
      for (const listener of listeners) listener.dispose();
    },
  };
}
