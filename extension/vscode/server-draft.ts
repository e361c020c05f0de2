import { say } from "../../protocol/wording/say.ts";
import type { Lang } from "../../protocol/wording/say.ts";
import type { Code } from "../../protocol/errors.ts";
import type { ServerInfo } from "../parts.ts";
import { readAddress } from "../servers/address.ts";
import { suggestedName } from "../servers/server-list.ts";
import { askLine } from "./ask-line.ts";
import type { Question } from "./ask-line.ts";
import { tokenProblem } from "./tokens.ts";

/** A server as it is being described. */
export type Draft = { url: string; name: string; token: string };

const FIELDS = ["url", "name", "token"] as const;

/** Asks for address, name and token, forth and back, from the field `from` on. Undefined: given up. */
export async function askDraft(
  lang: Lang,
  servers: readonly ServerInfo[],
  draft: Draft = { url: "", name: "", token: "" },
  from: keyof Draft = "url",
): Promise<Draft | undefined> {
  for (let at = FIELDS.indexOf(from); ;) {
    const field = FIELDS[at];
    if (field === undefined) return draft;
    const frame = { title: say(lang, "kernels.add-title"), step: at + 1, steps: FIELDS.length };
    const answer = await askLine({ ...frame, ...question(lang, servers, draft, field) });
    if (answer === undefined) return undefined;
    if (answer === "back") at--;
    else {
      const address = field === "url" ? readAddress(answer.text) : undefined;
      draft = { ...draft, [field]: address && "url" in address ? address.url : answer.text };
      at++;
    }
  }
}

function question(
  lang: Lang,
  servers: readonly ServerInfo[],
  draft: Draft,
  field: keyof Draft,
): Omit<Question, "title"> {
  const words = (code: Code, args = {}) => say(lang, code, args);
  switch (field) {
    case "url":
      return {
        prompt: words("kernels.add-address"),
        placeholder: "wss://notebooks.example.com",
        value: draft.url,
        check: (text) => {
          const address = readAddress(text);
          if ("problem" in address) return words(address.problem, address.args);
          const known = servers.find(({ url }) => url === address.url);
          return known && words("kernels.address-known", { name: known.label });
        },
      };
    case "name":
      return {
        prompt: words("kernels.add-name"),
        value: draft.name || suggestedName(draft.url),
        check: (text) => {
          if (text.trim() === "") return words("kernels.name-empty");
          return servers.some(({ label }) => label === text.trim()) ? words("kernels.name-taken") : undefined;
        },
      };
    case "token":
      return {
        prompt: words("kernels.token-ask", { server: draft.name }),
        value: draft.token,
        password: true,
        check: (text) => tokenProblem(lang, text),
      };
  }
}
