import { BetweenError } from "../../protocol/errors.ts";
import type { Role } from "../../protocol/service.ts";
import type { Lang } from "../../protocol/wording/say.ts";
import { addToken, changeRole, readTokens, revokeTokens } from "../people/token-list.ts";
import type { TokenEntry } from "../people/token-list.ts";
import { readDuration } from "../settings/amounts.ts";
import { openStore } from "../store/open-store.ts";
import { chooseSettings } from "../settings/choose-settings.ts";
import { exit, readOptions, tellProblems } from "./program.ts";
import type { Exit } from "./program.ts";

const ROLES: readonly Role[] = ["viewer", "analyst", "admin"];
const DAYS_90 = "90d";

/** `add NAME --role ROLE [--expires 90d]`, `list`, `revoke NAME|ID`, `role NAME|ID --role ROLE`. Prints one JSON object. */
export async function tokenProgram(words: readonly string[], lang: Lang): Promise<Exit> {
  const { options, operands } = readOptions(words, ["config", "state", "role", "expires"], []);
  const { config, state, expires = DAYS_90 } = options;
  const [verb = "", name = ""] = operands;
  const chosen = await chooseSettings({ config, state }, process.env);
  if ("problems" in chosen) {
    tellProblems(chosen.problems, config ?? "", lang);
    return exit.usage;
  }
  // What is wrong with the words is said before the store is asked.
  const role = verb === "add" || verb === "role" ? roleOf(options.role ?? "") : "viewer";
  const expiresAt = verb === "add" ? expiryOf(expires, Date.now()) : undefined;
  const { store } = await openStore(chosen.settings.state, AbortSignal.timeout(60_000));
  switch (verb) {
    case "add": {
      const { token, entry } = await addToken(store, {
        user: name,
        role,
        now: Date.now(),
        ...(expiresAt !== undefined && { expiresAt }),
      });
      return print({ token, ...shown(entry) });
    }
    case "list":
      return print({ tokens: (await readTokens(store)).tokens.map(shown), now: Date.now() });
    case "revoke":
      return print({ count: await revokeTokens(store, name) });
    case "role":
      return print({ count: await changeRole(store, name, role) });
    default:
      throw new BetweenError("server.bad-argument", { reason: `token ${verb} is not known` });
  }
}

/** What may be shown of a token: not even its hash. */
const shown = ({ id, user, role, madeAt, expiresAt }: TokenEntry) => ({ id, user, role, madeAt, expiresAt });

function print(value: object): Exit {
  process.stdout.write(`${JSON.stringify(value)}\n`);
  return exit.done;
}

function roleOf(written: string): Role {
  const role = ROLES.find((one) => one === written);
  if (role === undefined) throw new BetweenError("token.role", { role: written });
  return role;
}

function expiryOf(written: string, now: number): number | undefined {
  if (written === "never") return undefined;
  const ms = readDuration(written);
  if (ms === undefined) throw new BetweenError("token.expires", { value: written });
  return now + ms;
}
