import * as vscode from "vscode";
import { BetweenError } from "../../protocol/errors.ts";
import type { Code } from "../../protocol/errors.ts";
import { explainPlainly, say } from "../../protocol/wording/say.ts";
import type { Lang } from "../../protocol/wording/say.ts";
import type { Ground, Part } from "../parts.ts";

/** Errors of which a log says more than their sentence. */
const logged = new Set<Code>(["internal", "wire.server-start", "wire.bad-message"]);

/** The language of sentences: the editor's own where we have it. */
export const ownLanguage = (): Lang => (vscode.env.language.toLowerCase().startsWith("ko") ? "ko" : "en");

/** What each part has of the editor around it: the language of sentences, the log, and the way to report an error. */
export function makeGround(context: vscode.ExtensionContext): Part<Ground> {
  const lang = ownLanguage();
  const channel = vscode.window.createOutputChannel("Between Notebooks", { log: true });

  const tell = async (error: BetweenError): Promise<void> => {
    const { message, hint = "" } = explainPlainly(lang, error.toWire());
    const untrusted = error.code === "kernels.untrusted";
    const action = untrusted
      ? say(lang, "kernels.manage-trust")
      : logged.has(error.code) && say(lang, "kernels.show-log");
    const chosen = await vscode.window.showErrorMessage(`${message} ${hint}`.trim(), ...(action ? [action] : []));
    if (chosen === undefined) return;
    await vscode.commands.executeCommand(untrusted ? "workbench.trust.manage" : "between.showLog");
  };
  const fail = (thrown: unknown): void => {
    const error = BetweenError.from(thrown);
    if (error.code === "wire.cancelled") return;
    channel.error(error.message);
    for (let cause = error.cause; cause instanceof Error; cause = cause.cause)
      channel.error(cause.stack ?? cause.message);
    tell(error).then(undefined, (again: unknown) => channel.error(String(again)));
  };

  const showLog = async (): Promise<void> => {
    const { localLog } = await import("../servers/local-log.ts");
    const log = await localLog();
    if (log === undefined) return channel.show();
    const ofServer = { label: say(lang, "kernels.show-server-log"), description: log };
    const ofEditor = { label: say(lang, "kernels.show-editor-log"), description: "" };
    const title = say(lang, "kernels.choose-log");
    const chosen = await vscode.window.showQuickPick([ofEditor, ofServer], { title });
    if (chosen === ofEditor) channel.show();
    if (chosen === ofServer) await vscode.window.showTextDocument(vscode.Uri.file(log));
  };

  return {
    lang,
    fail,
    log: (line) => channel.info(line),
    asset: (path) => context.asAbsolutePath(path),
    commands: { "between.showLog": showLog },
    dispose: () => channel.dispose(),
  };
}
