import { randomUUID } from "node:crypto";
import * as vscode from "vscode";
import { BetweenError } from "../../protocol/errors.ts";
import type { Code } from "../../protocol/errors.ts";
import { commandId } from "../../protocol/ids.ts";
import type { SessionSummary } from "../../protocol/messages.ts";
import { say } from "../../protocol/wording/say.ts";
import type { Ground, Part, Runs, ServerKey, Servers } from "../parts.ts";
import { notebookName } from "../servers/session-text.ts";
import { NOTEBOOK_TYPE } from "./document.ts";
import { withProgress } from "./with-progress.ts";

/** A session as a server lists it. */
export type ListedSession = { server: ServerKey; session: SessionSummary };

export type SessionActions = {
  /** The notebook of this window that the session is of. */
  notebookOf(listed: ListedSession): vscode.NotebookDocument | undefined;
  list(server: ServerKey, signal?: AbortSignal): Promise<ListedSession[] | undefined>;
  /** Restarts the session of a notebook, after a question where something runs in it. */
  restart(notebook: vscode.NotebookDocument): Promise<void>;
};

/** Restarting and ending: of the notebook in front, or of a row in the Sessions view. */
export function makeSessionActions(ground: Ground, servers: Servers, runs: Runs): Part<SessionActions> {
  const words = (code: Code, args = {}) => say(ground.lang, code, args);

  const notebookOf: SessionActions["notebookOf"] = ({ server, session }) =>
    vscode.workspace.notebookDocuments.find((notebook) => {
      const own = runs.session(notebook);
      return own?.server === server && own.session === session.session;
    });

  const list: SessionActions["list"] = async (server, signal) => {
    const client = servers.clientNow(server);
    const state = servers.list().find(({ key }) => key === server)?.state;
    if (!client || state !== "connected") return undefined;
    const { sessions } = await client.ask({ t: "sessions" }, signal);
    return sessions.map((session) => ({ server, session }));
  };

  /** Ends it through the notebook where this window has it open, so that its cells end too. */
  const end = async (listed: ListedSession): Promise<void> => {
    const notebook = notebookOf(listed);
    if (notebook) return await runs.endSession(notebook);
    const client = await servers.client(listed.server);
    await client.ask({ t: "close", command: commandId(randomUUID()), session: listed.session.session });
  };

  const sure = async (listed: ListedSession, question: Code, action: Code): Promise<boolean> => {
    if (!isBusy(listed.session)) return true;
    const ask = words(question, { notebook: notebookName(listed.session.uri) });
    const detail = words("kernels.end-detail");
    const chosen = await vscode.window.showWarningMessage(ask, { modal: true, detail }, words(action));
    return chosen === words(action);
  };

  /** The session of a row, else of the notebook in front. */
  const target = async (item: unknown): Promise<ListedSession> => {
    if (isListed(item)) return item;
    const notebook = vscode.window.activeNotebookEditor?.notebook;
    return await listed(notebook?.notebookType === NOTEBOOK_TYPE ? notebook : undefined);
  };
  const listed = async (notebook: vscode.NotebookDocument | undefined): Promise<ListedSession> => {
    const own = notebook && runs.session(notebook);
    if (!own) throw new BetweenError("kernels.no-session");
    await servers.client(own.server);
    const found = (await list(own.server))?.find(({ session }) => session.session === own.session);
    if (!found) throw new BetweenError("session.unknown", { session: own.session });
    return found;
  };

  const restart = async (of: ListedSession): Promise<void> => {
    const notebook = notebookOf(of);
    if (!notebook) throw new BetweenError("kernels.no-session");
    if (!(await sure(of, "kernels.restart-ask", "kernels.restart"))) return;
    const title = words("kernels.restarting", { notebook: notebookName(of.session.uri) });
    await withProgress(title, async (signal) => {
      await runs.endSession(notebook);
      await runs.openSession(notebook, signal);
    });
  };

  const endSession = async (item: unknown): Promise<void> => {
    const listed = await target(item);
    if (await sure(listed, "kernels.end-ask", "kernels.end")) await end(listed);
  };

  const endAllSessions = async (): Promise<void> => {
    const connected = servers.list().filter(({ key }) => servers.clientNow(key));
    const all = (await Promise.all(connected.map(({ key }) => list(key)))).flatMap((listed = []) => listed);
    if (all.length === 0) return void vscode.window.showInformationMessage(words("kernels.end-all-none"));
    const names = connected.filter(({ key }) => all.some(({ server }) => server === key)).map(({ label }) => label);
    const ask = words("kernels.end-all-ask", { count: all.length, servers: names.join(", ") });
    const detail = words("kernels.end-detail");
    const action = words("kernels.end-all");
    if ((await vscode.window.showWarningMessage(ask, { modal: true, detail }, action)) !== action) return;
    const ended = await Promise.allSettled(all.map(end));
    for (const each of ended) if (each.status === "rejected") ground.fail(each.reason);
  };

  return {
    notebookOf,
    list,
    restart: async (notebook) => restart(await listed(notebook)),
    commands: {
      "between.restartSession": async (item) => restart(await target(item)),
      "between.endSession": endSession,
      "between.endAllSessions": endAllSessions,
    },
    dispose: () => undefined,
  };
}

const isBusy = ({ state }: SessionSummary): boolean => state === "running" || state === "starting";

/** Rows of the Sessions view are such; what VS Code passes from a toolbar is not. */
const isListed = (item: unknown): item is ListedSession =>
  typeof item === "object" && item !== null && "session" in item && "server" in item;
