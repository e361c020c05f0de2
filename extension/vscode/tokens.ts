import * as vscode from "vscode";
import { say } from "../../protocol/wording/say.ts";
import type { Lang } from "../../protocol/wording/say.ts";
import type { Ground, ServerKey } from "../parts.ts";
import { isToken } from "../servers/sign-in.ts";
import type { TokenOf } from "../servers/sign-in.ts";

export type Tokens = {
  /** Of one server; `name` is shown when it is asked for. All who need it at the same time share one prompt. */
  of(server: ServerKey, name: string): TokenOf;
  forget(server: ServerKey): Promise<void>;
};

const keyOf = (server: ServerKey) => `token:${server}`;

/** Tokens in the secret storage, and nowhere else. */
export function makeTokens({ secrets }: vscode.ExtensionContext, { lang }: Ground): Tokens {
  const asking = new Map<ServerKey, Promise<string | undefined>>();
  const ask = (server: ServerKey, name: string, refused: boolean): Promise<string | undefined> => {
    const asked = asking.get(server) ?? askToken(lang, name, refused).finally(() => asking.delete(server));
    asking.set(server, asked);
    return asked;
  };

  return {
    of: (server, name) => ({
      kept: async () => await secrets.get(keyOf(server)),
      ask: (refused) => ask(server, name, refused),
      keep: async (token) => await secrets.store(keyOf(server), token),
    }),
    forget: async (server) => await secrets.delete(keyOf(server)),
  };
}

/** Asks for a token without showing it. Undefined: dismissed. */
async function askToken(lang: Lang, server: string, refused: boolean): Promise<string | undefined> {
  const given = await vscode.window.showInputBox({
    title: say(lang, "kernels.token-title", { server }),
    prompt: say(lang, refused ? "kernels.token-refused" : "kernels.token-ask", { server }),
    password: true,
    ignoreFocusOut: true,
    validateInput: (text) => tokenProblem(lang, text),
  });
  return given?.trim();
}

/** What is wrong with a token as it is typed. */
export const tokenProblem = (lang: Lang, text: string): string | undefined =>
  isToken(text.trim()) ? undefined : say(lang, text.trim() === "" ? "kernels.token-empty" : "kernels.token-malformed");
