import { explain } from "../../protocol/wording/say.ts";
import { tell } from "../context.ts";
import { exitCodes } from "../exit-codes.ts";
import { forgetLogin } from "../logins.ts";
import { serverAddress } from "../server-address.ts";
import { hintLines } from "../show/failure-lines.ts";
import { waysOf } from "../context.ts";
import { defineVerb } from "../verb.ts";

export const verb = defineVerb(
  {
    verb: "logout",
    operands: ["URL"],
    options: {},
    about: "cli.about.logout",
    example: "between logout wss://notebooks.example.com:8787",
  },
  async ({ operands: [written = ""] }, context) => {
    const url = serverAddress(written);
    if (!(await forgetLogin(url))) {
      await tell(context, "login.not-in", { url });
      return exitCodes.failed;
    }
    await tell(context, "login.out", { url });
    const { hint } = explain(context.lang, { code: "login.out", args: { url } });
    await context.err.write(`${hintLines(hint, waysOf(context, context.err)).join("\n")}\n`);
    return exitCodes.done;
  },
);
