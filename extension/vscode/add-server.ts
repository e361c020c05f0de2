import * as vscode from "vscode";
import type { Client } from "../../protocol/client.ts";
import { BetweenError } from "../../protocol/errors.ts";
import type { Code } from "../../protocol/errors.ts";
import { explainPlainly, say } from "../../protocol/wording/say.ts";
import type { Ground, Part, ServerInfo } from "../parts.ts";
import { NOTEBOOK_TYPE } from "./document.ts";
import type { KernelDesk } from "./kernels.ts";
import type { ServerDesk } from "./servers.ts";
import { askDraft } from "./server-draft.ts";
import type { Draft } from "./server-draft.ts";
import type { Tokens } from "./tokens.ts";
import { withProgress } from "./with-progress.ts";

/** What the user does about a server that could not be used. */
type Next = "url" | "token" | "again" | "anyway";

/** Adding, removing and signing in to servers. Nothing is saved before it works or the user says so. */
export function registerServerCommands(ground: Ground, servers: ServerDesk, tokens: Tokens, kernels: KernelDesk): Part {
  const words = (code: Code, args = {}) => say(ground.lang, code, args);
  const remotes = () => servers.list().filter(({ url }) => url !== undefined);

  const greet = (server: string, url: string, token: string): Promise<Client["server"]> =>
    withProgress(words("kernels.testing", { server }), async (signal) => {
      const { greetServer } = await import("../servers/connect.ts");
      return await greetServer(url, token, signal);
    });

  const addServer = async (): Promise<void> => {
    let draft = await askDraft(ground.lang, servers.list());
    while (draft) {
      const { url, name, token } = draft;
      try {
        const hello = await greet(name, url, token);
        await save(draft, hello.engines);
        return await offer(url, name, hello.engines);
      } catch (thrown) {
        const error = BetweenError.from(thrown);
        if (!error.code.startsWith("wire.")) throw thrown;
        const next = error.code === "wire.cancelled" ? "token" : await explainFailure(error, "kernels.add-anyway");
        if (next === "anyway") {
          await save(draft, []);
          return void vscode.window.showInformationMessage(words("kernels.added-untested", { server: name }));
        }
        if (next === undefined) return;
        if (next !== "again") draft = await askDraft(ground.lang, servers.list(), draft, next);
      }
    }
  };

  const save = async ({ url, name, token }: Draft, engines: ServerInfo["engines"]): Promise<void> => {
    // First the token: its kernels appear with the setting, and must not ask for what was given just now.
    await tokens.of(url, name).keep(token);
    await servers.add({ name, url }, engines);
  };

  /** What is wrong, in words, and what the user wants to do about it. */
  const explainFailure = async (error: BetweenError, anyway: Code): Promise<Next | undefined> => {
    const { message, hint: general = "" } = explainPlainly(ground.lang, error.toWire());
    // Nothing runs there yet.
    const hint = error.code === "wire.unreachable" ? words("kernels.unreachable-hint") : general;
    const choices = new Map<string, Next>([
      ...(error.code === "wire.unauthorized"
        ? ([[words("kernels.edit-token"), "token"]] as const)
        : ([[words("kernels.try-again"), "again"]] as const)),
      ...(anyway === "kernels.add-anyway" ? ([[words("kernels.edit-address"), "url"]] as const) : []),
      [words(anyway), "anyway"],
    ]);
    const chosen = await vscode.window.showWarningMessage(message, { modal: true, detail: hint }, ...choices.keys());
    return chosen === undefined ? undefined : choices.get(chosen);
  };

  /** Says what is there now, and selects it in the notebook in front if the user wishes. */
  const offer = async (url: string, server: string, engines: ServerInfo["engines"]): Promise<void> => {
    const message = words("kernels.added", { server, engines: engines.map(({ name }) => name).join(", ") });
    const notebook = vscode.window.activeNotebookEditor?.notebook;
    const use = notebook?.notebookType === NOTEBOOK_TYPE ? [words("kernels.use-here")] : [];
    const chosen = await vscode.window.showInformationMessage(message, ...use);
    if (chosen === undefined || !notebook) return;
    const items = engines.map(({ name, label }) => ({ label: name, description: label }));
    const picked =
      items.length > 1 ? await vscode.window.showQuickPick(items, { title: words("kernels.use-which") }) : items[0];
    if (picked) await kernels.select(notebook, { server: url, engine: picked.label });
  };

  const signIn = async (item: unknown): Promise<void> => {
    const server = await which(item);
    if (server?.url === undefined) return;
    const { url, key, label } = server;
    let token = await tokens.of(key, label).ask(false);
    while (token !== undefined) {
      const next = await tryToken(label, url, token);
      if (next === "works" || next === "anyway") {
        await tokens.of(key, label).keep(token);
        servers.drop(key);
        return void vscode.window.showInformationMessage(words("kernels.token-kept", { server: label }));
      }
      if (next === undefined) return;
      if (next === "token") token = await tokens.of(key, label).ask(true);
    }
  };

  const tryToken = async (label: string, url: string, token: string): Promise<Next | "works" | undefined> => {
    try {
      await greet(label, url, token);
      return "works";
    } catch (thrown) {
      const error = BetweenError.from(thrown);
      if (!error.code.startsWith("wire.") || error.code === "wire.cancelled") throw thrown;
      return await explainFailure(error, "kernels.keep-anyway");
    }
  };

  const removeServer = async (item: unknown): Promise<void> => {
    const server = await which(item);
    if (!server) return;
    const remove = words("kernels.remove");
    const detail = words("kernels.remove-detail");
    const ask = words("kernels.remove-ask", { server: server.label });
    if ((await vscode.window.showWarningMessage(ask, { modal: true, detail }, remove)) === remove)
      await servers.remove(server.key);
  };

  /** The server of a row of the Sessions view, else the one that the user picks. */
  const which = async (item: unknown): Promise<ServerInfo | undefined> => {
    const key = typeof item === "object" && item !== null && "server" in item ? item.server : undefined;
    const named = remotes().find((server) => server.key === key);
    if (named) return named;
    const items = remotes().map((server) => ({ label: server.label, description: server.key, server }));
    if (items.length > 0)
      return (await vscode.window.showQuickPick(items, { title: words("kernels.which-server") }))?.server;
    const add = words("kernels.add-server");
    if ((await vscode.window.showInformationMessage(words("kernels.no-servers"), add)) === add) await addServer();
    return undefined;
  };

  const trusted =
    (change: (item: unknown) => Promise<void>) =>
    async (item: unknown): Promise<void> => {
      if (!vscode.workspace.isTrusted) throw new BetweenError("kernels.untrusted");
      await change(item);
    };

  return {
    commands: {
      "between.addServer": trusted(addServer),
      "between.signIn": trusted(signIn),
      "between.removeServer": trusted(removeServer),
    },
    dispose: () => undefined,
  };
}
