import * as vscode from "vscode";
import { BetweenError } from "../../protocol/errors.ts";
import { explainPlainly, say } from "../../protocol/wording/say.ts";
import type { Ground, Part, Runs, ServerInfo, ServerKey, Servers } from "../parts.ts";
import { notebookName, serverText, sessionBrief, sessionText } from "../servers/session-text.ts";
import type { ListedSession, SessionActions } from "./session-actions.ts";

/** How often what is on screen is asked for again, in milliseconds. */
const REFRESH_MS = 3000;

type ServerRow = { server: ServerKey; info: ServerInfo; sessions?: readonly ListedSession[]; failed?: string };
type Row = ServerRow | ListedSession;

/** What runs where: servers and their sessions, asked for while somebody looks. */
export function makeSessionsView(ground: Ground, servers: Servers, runs: Runs, actions: SessionActions): Part {
  const changed = new vscode.EventEmitter<void>();
  let rows: readonly ServerRow[] | undefined;
  let timer: NodeJS.Timeout | undefined;
  let asking: Promise<void> | undefined;

  const rowOf = async (info: ServerInfo): Promise<ServerRow> => {
    const server = info.key;
    try {
      const sessions = await actions.list(server);
      return { server, info, ...(sessions && { sessions }) };
    } catch (thrown) {
      const { message } = explainPlainly(ground.lang, BetweenError.from(thrown).toWire());
      return { server, info, failed: say(ground.lang, "kernels.server.failed", { reason: message }) };
    }
  };
  const askAll = (): Promise<readonly ServerRow[]> => Promise.all(servers.list().map(rowOf));
  const refresh = (): Promise<void> =>
    (asking ??= askAll().then((asked) => {
      asking = undefined;
      if (JSON.stringify(asked) === JSON.stringify(rows)) return;
      rows = asked;
      changed.fire();
    }));

  const tree: vscode.TreeDataProvider<Row> = {
    onDidChangeTreeData: changed.event,
    getChildren: async (row) => {
      if (row) return "sessions" in row ? [...(row.sessions ?? [])] : [];
      rows ??= await askAll();
      // Nothing at all runs: then the view's welcome says so.
      return isQuiet(rows) ? [] : [...rows];
    },
    getTreeItem: (row) => ("info" in row ? serverItem(ground, row) : sessionItem(ground, row, actions.notebookOf(row))),
  };
  const view = vscode.window.createTreeView("between.sessions", { treeDataProvider: tree });

  const watch = () => {
    clearInterval(timer);
    if (!view.visible) return;
    timer = setInterval(() => void refresh(), REFRESH_MS);
    // A server that runs is found without starting one.
    void Promise.all(servers.list().map(({ key }) => servers.clientIfRunning(key))).then(refresh);
  };
  const look = () => {
    if (view.visible) void refresh();
  };
  const listeners = [changed, view, view.onDidChangeVisibility(watch), servers.onChanged(look), runs.onChanged(look)];
  watch();

  return {
    commands: {
      "between.refreshSessions": async () => {
        await Promise.all(servers.list().map(({ key }) => servers.clientIfRunning(key)));
        await refresh();
      },
      "between.connectServer": async (row) => {
        const server = typeof row === "object" && row !== null && "server" in row ? row.server : undefined;
        if (typeof server !== "string") return;
        const location = { viewId: "between.sessions" };
        await vscode.window.withProgress({ location }, async () => void (await servers.client(server)));
        await refresh();
      },
    },
    dispose: () => {
      clearInterval(timer);
      for (const listener of listeners) listener.dispose();
    },
  };
}

const isQuiet = (rows: readonly ServerRow[]): boolean =>
  rows.every(({ info, sessions = [], failed }) => info.url === undefined && sessions.length === 0 && !failed);

function serverItem({ lang }: Ground, row: ServerRow): vscode.TreeItem {
  const { info, sessions, failed } = row;
  const { Expanded, None } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(info.label, sessions?.length ? Expanded : None);
  const text = failed ?? serverText(lang, info, sessions?.length);
  const away = info.url !== undefined && info.state === "away";
  // VS Code keeps a row folded as it first was, so a row with something in it is another one.
  item.id = `${info.key} ${sessions?.length ? "with" : "without"} sessions`;
  item.description = text;
  const hint = info.state === "away" && say(lang, away ? "kernels.server.away-hint" : "kernels.server.starts");
  item.tooltip = [info.url, text, hint].filter(Boolean).join("\n");
  item.contextValue = `${info.url === undefined ? "localServer" : "remoteServer"} ${info.state}`;
  item.iconPath = new vscode.ThemeIcon(info.state === "connected" ? "server" : "debug-disconnect");
  item.accessibilityInformation = { label: `${info.label}, ${text}` };
  if (away) item.command = { command: "between.connectServer", title: "", arguments: [row] };
  return item;
}

function sessionItem({ lang }: Ground, listed: ListedSession, open: vscode.NotebookDocument | undefined) {
  const { session } = listed;
  const name = notebookName(session.uri);
  const item = new vscode.TreeItem(name);
  const all = sessionText(lang, session);
  item.id = session.session;
  item.description = sessionBrief(lang, session);
  item.tooltip = [session.uri, ...all].join("\n");
  item.contextValue = open ? "session open" : "session elsewhere";
  const busy = session.state === "running" || session.state === "starting";
  item.iconPath = new vscode.ThemeIcon(busy ? "loading~spin" : "notebook");
  item.accessibilityInformation = { label: [name, ...all].join(", ") };
  if (open) item.command = { command: "vscode.openWith", title: "", arguments: [open.uri, open.notebookType] };
  return item;
}
