import { BetweenError } from "../../protocol/errors.ts";
import { runId, type RunId } from "../../protocol/ids.ts";
import type { Client } from "../../protocol/client.ts";
import { tell } from "../context.ts";
import { exitCodes } from "../exit-codes.ts";
import { uriOf } from "../notebook-file.ts";
import { openClient } from "../open-client.ts";
import { writeReport } from "../report-file.ts";
import { defineVerb, serverOption } from "../verb.ts";

export const verb = defineVerb(
  {
    verb: "report",
    operands: ["FILE"],
    options: {
      run: { kind: "one", value: "RUN_ID", about: "cli.option.run" },
      output: { kind: "one", value: "OUT.html", short: "o", about: "cli.option.report-output" },
      ...serverOption,
    },
    about: "cli.about.report",
    example: "between report daily.between-nb -o daily.html",
  },
  async ({ values, operands: [path = ""] }, context) => {
    const { output } = values;
    if (output === undefined) throw new BetweenError("cli.option-missing", { verb: "report", option: "-o OUT.html" });
    const client = await openClient(context, values, context.interrupted);
    try {
      const run = values.run === undefined ? await lastFinished(client, path, context.interrupted) : runId(values.run);
      await writeReport(client, run, output, context.interrupted);
      await tell(context, "cli.report-written", { file: output });
      return exitCodes.done;
    } finally {
      client.close();
    }
  },
);

/** The newest run of a file that came to its end; one that was interrupted or lost shows only a part. */
async function lastFinished(client: Client, path: string, signal: AbortSignal): Promise<RunId> {
  const { runs } = await client.ask({ t: "runs", uri: await uriOf(path) }, signal);
  const finished = runs.find(({ state }) => state === "done" || state === "failed");
  if (!finished) throw new BetweenError("cli.report-no-run", { file: path });
  return finished.run;
}
