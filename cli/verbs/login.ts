import { connect } from "../../protocol/client.ts";
import { dial } from "../../protocol/dial.ts";
import { BetweenError } from "../../protocol/errors.ts";
import { buildVersion } from "../../protocol/local/build-version.ts";
import { say } from "../../protocol/wording/say.ts";
import { askSecret } from "../ask-secret.ts";
import { tell } from "../context.ts";
import { exitCodes } from "../exit-codes.ts";
import { keepLogin } from "../logins.ts";
import { isPlain, serverAddress } from "../server-address.ts";
import { defineVerb } from "../verb.ts";

export const verb = defineVerb(
  {
    verb: "login",
    operands: ["URL"],
    options: {},
    about: "cli.about.login",
    example: "between login wss://notebooks.example.com:8787",
  },
  async ({ operands: [written = ""] }, context) => {
    const url = serverAddress(written);
    if (isPlain(url)) throw new BetweenError("login.plain", { url });
    const token = await askSecret(context, say(context.lang, "login.prompt", { url }));
    const signal = context.interrupted;
    const client = await connect(() => dial(url, { token, signal }), { client: `between ${buildVersion()}` });
    const { server, engines } = client.server;
    client.close();
    const file = await keepLogin(url, token);
    await tell(context, "login.done", { server, url, file });
    await tell(context, "login.engines", { engines: engines.map(({ name }) => name).join(", ") });
    return exitCodes.done;
  },
);
