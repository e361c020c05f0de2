import { BetweenError } from "../../protocol/errors.ts";
import { tell } from "../context.ts";
import { exitCodes } from "../exit-codes.ts";
import { askServerProgram, optionWords } from "../server-program.ts";
import { localTime } from "../show/run-rows.ts";
import { newToken, stateOptions } from "../token-words.ts";
import { defineVerb } from "../verb.ts";

export const verb = defineVerb(
  {
    verb: "token add",
    operands: ["NAME"],
    options: {
      role: { kind: "one", value: "ROLE", about: "cli.option.role" },
      expires: { kind: "one", value: "DURATION", about: "cli.option.expires" },
      ...stateOptions,
    },
    about: "cli.about.token-add",
    example: "between token add ann --role analyst --expires 90d --config server.yaml",
  },
  async ({ values, operands: [name = ""] }, context) => {
    if (values.role === undefined)
      throw new BetweenError("cli.option-missing", { verb: "token add", option: "--role" });
    const { code, lines } = await askServerProgram(context, ["token", "add", ...optionWords(values), "--", name]);
    if (code !== exitCodes.done) return code;
    const { token, user, role, expiresAt } = newToken.parse(lines[0]);
    if (expiresAt === undefined) await tell(context, "token.made-for-good", { name: user, role });
    else await tell(context, "token.made", { name: user, role, expires: localTime(expiresAt) });
    // Alone on standard output, so that it can be handed on without being seen.
    await context.out.write(`${token}\n`);
    await tell(context, "token.made-use");
    return exitCodes.done;
  },
);
