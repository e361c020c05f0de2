import { say } from "../../protocol/wording/say.ts";
import { tell, waysOf } from "../context.ts";
import { exitCodes } from "../exit-codes.ts";
import { askServerProgram, optionWords } from "../server-program.ts";
import { localTime } from "../show/run-rows.ts";
import { textTable } from "../show/text-table.ts";
import { stateOptions, tokenList } from "../token-words.ts";
import { defineVerb } from "../verb.ts";

const COLUMNS = ["name", "role", "id", "made", "expires", "state"] as const;

export const verb = defineVerb(
  {
    verb: "token list",
    operands: [],
    options: { json: { kind: "flag", about: "cli.option.json" }, ...stateOptions },
    about: "cli.about.token-list",
    example: "between token list --config server.yaml",
  },
  async ({ values: { json, ...values } }, context) => {
    const { code, lines } = await askServerProgram(context, ["token", "list", ...optionWords(values)]);
    if (code !== exitCodes.done) return code;
    const { tokens, now } = tokenList.parse(lines[0]);
    if (json) {
      await context.out.write(tokens.map((token) => `${JSON.stringify(token)}\n`).join(""));
      return exitCodes.done;
    }
    if (tokens.length === 0) {
      await tell(context, "token.list-none");
      return exitCodes.done;
    }
    const word = (code: "never" | "expired" | "valid") => say(context.lang, `token.${code}`);
    const columns = COLUMNS.map((name) => ({
      name: say(context.lang, `token.column.${name}`),
      align: "left" as const,
      whole: name === "id",
    }));
    const rows = tokens
      .toSorted((a, b) => (a.user < b.user ? -1 : a.user > b.user ? 1 : a.madeAt - b.madeAt))
      .map(({ user, role, id, madeAt, expiresAt }) => [
        user,
        role,
        id,
        localTime(madeAt),
        expiresAt === undefined ? word("never") : localTime(expiresAt),
        expiresAt !== undefined && expiresAt <= now ? word("expired") : word("valid"),
      ]);
    await context.out.write(`${textTable(columns, rows, waysOf(context, context.out)).lines.join("\n")}\n`);
    return exitCodes.done;
  },
);
