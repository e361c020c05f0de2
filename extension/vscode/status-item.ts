import * as vscode from "vscode";
import type { Code } from "../../protocol/errors.ts";
import { say } from "../../protocol/wording/say.ts";
import type { Ground, Kernels, Part, Runs, Servers } from "../parts.ts";
import { memoryText, sessionState } from "../servers/session-text.ts";
import { NOTEBOOK_TYPE } from "./document.ts";
import type { SessionActions } from "./session-actions.ts";

/** Server, engine and session of the notebook in front, in the status bar; and what menus need to know of it. */
export function makeStatusItem(
  ground: Ground,
  servers: Servers,
  kernels: Kernels,
  runs: Runs,
  sessions: SessionActions,
): Part {
  const words = (code: Code, args = {}) => say(ground.lang, code, args);
  const item = vscode.window.createStatusBarItem("between.status", vscode.StatusBarAlignment.Right, 100);
  item.name = "Between Notebooks";
  item.command = "between.showStatus";

  const facts = (notebook: vscode.NotebookDocument) => {
    const kernel = kernels.of(notebook);
    const server = servers.list().find(({ key }) => key === kernel?.server);
    const running = runs.busy(notebook);
    const state = !runs.session(notebook) ? "none" : running ? "running" : "idle";
    return { kernel, server, state, running } as const;
  };

  const update = () => {
    const notebook = active();
    setContext("between.notebookOpen", notebook !== undefined);
    setContext("between.hasSession", notebook !== undefined && runs.session(notebook) !== undefined);
    if (!notebook) return item.hide();
    const { kernel, server, state, running } = facts(notebook);
    const session = words(`kernels.status.${state}`);
    const line = server && words(`kernels.status.${server.state}`);
    const troubled = server?.state === "reconnecting" || server?.state === "connecting";
    const icon = troubled || running ? "$(loading~spin)" : "$(server)";
    item.text = `${icon} ${kernel?.label ?? words("kernels.status.no-kernel")}${troubled ? ` · ${line}` : ""}`;
    item.tooltip = [kernel?.label, line, session].filter(Boolean).join("\n");
    const named = { kernel: kernel?.engine ?? words("kernels.status.no-kernel"), server: server?.label ?? "", session };
    item.accessibilityInformation = { label: words("kernels.status.aria", named), role: "button" };
    item.show();
  };

  const showStatus = async (): Promise<void> => {
    const notebook = active();
    const notebookEditor = vscode.window.activeNotebookEditor;
    if (!notebook || !notebookEditor) return;
    const { kernel, server, state } = facts(notebook);
    const own = runs.session(notebook);
    const fact = (icon: string, code: Code, description: string): Choice => ({
      label: `$(${icon}) ${words(code)}`,
      description,
    });
    const action = (icon: string, code: Code, command: string, ...args: unknown[]): Choice => ({
      label: `$(${icon}) ${words(code)}`,
      run: () => vscode.commands.executeCommand(command, ...args),
    });
    const list = (session: string, memory: string): Choice[] => [
      fact("server", "kernels.status.server", serverLine()),
      fact("circuit-board", "kernels.status.engine", kernel?.label ?? words("kernels.status.no-kernel")),
      fact("vm-running", "kernels.status.session", session),
      ...(own ? [fact("chip", "kernels.status.memory", memory)] : []),
      { label: "", kind: vscode.QuickPickItemKind.Separator },
      action("circuit-board", "kernels.status.select", "notebook.selectKernel", { notebookEditor }),
      ...(own ? [action("debug-restart", "kernels.status.restart", "between.restartSession")] : []),
      ...(own ? [action("debug-stop", "kernels.status.end", "between.endSession")] : []),
      action("list-tree", "kernels.status.sessions", "between.sessions.focus"),
      action("add", "kernels.add-server", "between.addServer"),
      action("output", "kernels.status.log", "between.showLog"),
    ];
    const serverLine = () => (server ? `${server.label}, ${words(`kernels.status.${server.state}`)}` : "");
    const unknown = words("kernels.status.unknown");

    const pick = vscode.window.createQuickPick<Choice>();
    pick.title = words("kernels.status.title");
    pick.items = list(words(`kernels.status.${state}`), own ? "…" : unknown);
    pick.onDidHide(() => pick.dispose());
    pick.onDidAccept(() => {
      const [chosen] = pick.selectedItems;
      pick.hide();
      chosen?.run?.().then(undefined, ground.fail);
    });
    pick.show();
    if (!own) return;
    pick.busy = true;
    const listed = await sessions.list(own.server).catch((thrown: unknown) => ground.log(String(thrown)));
    const found = listed?.find(({ session }) => session.session === own.session)?.session;
    pick.busy = false;
    pick.items = list(
      found ? sessionState(ground.lang, found) : words(`kernels.status.${state}`),
      found?.memory === undefined ? unknown : memoryText(ground.lang, found.memory),
    );
  };

  const listeners = [
    item,
    vscode.window.onDidChangeActiveNotebookEditor(update),
    kernels.onSelected(update),
    servers.onChanged(update),
    runs.onChanged(update),
  ];
  update();
  return {
    commands: { "between.showStatus": showStatus },
    dispose: () => {
      for (const listener of listeners) listener.dispose();
    },
  };
}

type Choice = vscode.QuickPickItem & { run?: () => Thenable<unknown> };

function active(): vscode.NotebookDocument | undefined {
  const notebook = vscode.window.activeNotebookEditor?.notebook;
  return notebook?.notebookType === NOTEBOOK_TYPE ? notebook : undefined;
}

const setContext = (key: string, value: boolean) => void vscode.commands.executeCommand("setContext", key, value);
