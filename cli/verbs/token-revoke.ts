import { tell } from "../context.ts";
import { exitCodes } from "../exit-codes.ts";
import { askServerProgram, optionWords } from "../server-program.ts";
import { changed, stateOptions } from "../token-words.ts";
import { defineVerb } from "../verb.ts";

export const verb = defineVerb(
  {
    verb: "token revoke",
    operands: ["NAME"],
    options: stateOptions,
    about: "cli.about.token-revoke",
    example: "between token revoke ann --config server.yaml\nbetween token revoke 7d01ceb870 --config server.yaml",
  },
  async ({ values, operands: [name = ""] }, context) => {
    const { code, lines } = await askServerProgram(context, ["token", "revoke", ...optionWords(values), "--", name]);
    if (code === exitCodes.done) await tell(context, "token.revoked", changed.parse(lines[0]));
    return code;
  },
);
