import { BetweenError } from "../../protocol/errors.ts";
import { runId, type RunId } from "../../protocol/ids.ts";
import type { RunRecord } from "../../protocol/messages.ts";
import { parse } from "../../notebook/parse.ts";
import type { Client } from "../../protocol/client.ts";
import { tell } from "../context.ts";
import { exitCodes } from "../exit-codes.ts";
import { readNotebookFile, shownUri, uriOf } from "../notebook-file.ts";
import { openClient } from "../open-client.ts";
import { readRecord, writeReport } from "../report-file.ts";
import { defineVerb, serverOption } from "../verb.ts";
import { needFolderOf } from "../write-whole.ts";

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
    await needFolderOf(output);
    const client = await openClient(context, values, context.interrupted);
    try {
      const { interrupted: signal } = context;
      const run = values.run === undefined ? await lastFinished(client, path, signal) : runId(values.run);
      const record = await readRecord(client, run, signal);
      if (values.run !== undefined) await needSameNotebook(record, path);
      await writeReport(record, output);
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

/** A run is a notebook's when it was run from this file, or when the file says the same `id`: it may have been moved since. */
async function needSameNotebook({ view }: RunRecord, path: string): Promise<void> {
  const { uri, id } = view.notebook;
  if (uri === (await uriOf(path))) return;
  const file = await readNotebookFile(path);
  if (parse(file.text).notebook.meta.id === id) return;
  throw new BetweenError("cli.report-other-notebook", { run: view.run, file: path, other: shownUri(uri) });
}
