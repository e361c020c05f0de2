import { tell } from "../context.ts";
import { exitCodes } from "../exit-codes.ts";
import { askServerProgram, optionWords } from "../server-program.ts";
import { changed, stateOptions } from "../token-words.ts";
import { defineVerb } from "../verb.ts";

export const verb = defineVerb(
  {
    verb: "token role",
    operands: ["NAME", "ROLE"],
    options: stateOptions,
    about: "cli.about.token-role",
    example: "between token role ann viewer --config server.yaml",
  },
  async ({ values, operands: [name = "", role = ""] }, context) => {
    const words = ["token", "role", ...optionWords({ ...values, role }), "--", name];
    const { code, lines } = await askServerProgram(context, words);
    if (code === exitCodes.done) await tell(context, "token.changed", changed.parse(lines[0]));
    return code;
  },
);
