import { commandId, runId } from "../../protocol/ids.ts";
import { exitCodeOfRun } from "../exit-codes.ts";
import { openClient } from "../open-client.ts";
import { displayFor } from "../run/display-for.ts";
import { followRun } from "../run/follow-run.ts";
import { defineVerb, serverOption } from "../verb.ts";

export const verb = defineVerb(
  {
    verb: "attach",
    operands: ["RUN_ID"],
    options: {
      interrupt: { kind: "flag", about: "cli.option.interrupt" },
      json: { kind: "flag", about: "cli.option.run-json" },
      ...serverOption,
    },
    about: "cli.about.attach",
    example: "between attach 20261122T052341-3f9a1c04",
  },
  async ({ values, operands: [id = ""] }, context) => {
    const run = runId(id);
    const client = await openClient(context, values, context.interrupted);
    try {
      if (values.interrupt)
        await client.ask({ t: "interrupt", command: commandId(crypto.randomUUID()), run }, context.interrupted);
      const display = displayFor(context, client, run, values.json);
      return exitCodeOfRun(await followRun(client, run, display, context.lang, "leave", context.interrupted));
    } finally {
      client.close();
    }
  },
);
