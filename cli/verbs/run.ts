import { EMBEDDED, check } from "../../notebook/check.ts";
import { parse } from "../../notebook/parse.ts";
import type { Problem } from "../../notebook/problem.ts";
import { commandId } from "../../protocol/ids.ts";
import { tell, waysOf } from "../context.ts";
import { exitCodeOfRun, exitCodes } from "../exit-codes.ts";
import { gitCommit } from "../git-commit.ts";
import { readNotebookFile } from "../notebook-file.ts";
import { openClient } from "../open-client.ts";
import { readParams } from "../params.ts";
import { readRecord, writeReport } from "../report-file.ts";
import { displayFor } from "../run/display-for.ts";
import { sendNotebookFiles } from "../run/send-notebook-files.ts";
import { followRun } from "../run/follow-run.ts";
import { problemLines } from "../show/problem-lines.ts";
import { defineVerb, engineOption, paramOption, serverOption } from "../verb.ts";
import { needFolderOf } from "../write-whole.ts";

export const verb = defineVerb(
  {
    verb: "run",
    operands: ["FILE"],
    options: {
      ...paramOption,
      report: { kind: "one", value: "OUT.html", about: "cli.option.report" },
      save: { kind: "flag", about: "cli.option.save" },
      json: { kind: "flag", about: "cli.option.run-json" },
      "keep-going": { kind: "flag", about: "cli.option.keep-going" },
      ...serverOption,
      ...engineOption,
    },
    about: "cli.about.run",
    example: "between run daily.between-nb --param day=2026-11-20 --report daily.html",
  },
  async ({ values, operands: [path = ""] }, context) => {
    const { interrupted: signal } = context;
    const file = await readNotebookFile(path);
    const given = readParams(values.param);
    const declared = given.declare.map(({ name }) => name);
    const named = values.engine ?? parse(file.text).notebook.meta.engine;
    const all = check(file.text, declared, named);
    const problems = all.filter(({ code }) => code !== "notebook.needs-cluster");
    const say = async (some: readonly Problem[]) => {
      for (const line of problemLines(some, file.shown, waysOf(context, context.err)))
        await context.err.write(`${line}\n`);
    };
    await say(problems);
    if (values.report !== undefined) await needFolderOf(values.report);
    if (problems.some(({ severity }) => severity === "error")) return exitCodes.usage;
    const [client, commit] = await Promise.all([
      openClient(context, values, signal),
      gitCommit(file.path, file.folder),
    ]);
    try {
      // Where none is named, a session gets the first of those that the server tells of.
      const engine = named ?? client.server.engines[0]?.name;
      if (engine === EMBEDDED) await say(all.filter((problem) => !problems.includes(problem)));
      const { uri, folder, text } = file;
      const { session, sends } = await client.ask(
        {
          t: "open",
          command: newCommand(),
          uri,
          folder,
          lifetime: "run",
          ...(named !== undefined && { engine: named }),
        },
        signal,
      );
      if (sends) await sendNotebookFiles(client, session, file, context, signal);
      // Not aborted by Ctrl-C: a run that began must be known by its id to be interrupted.
      const { run } = await client.ask({
        t: "run",
        command: newCommand(),
        session,
        uri,
        text,
        ...(commit !== undefined && { commit }),
        ...given,
        keepGoing: values["keep-going"],
        save: values.save,
      });
      const display = displayFor(context, client, run, values.json);
      const view = await followRun(client, run, display, context.lang, "interrupt", signal);
      if (values.report !== undefined && (view.state === "done" || view.state === "failed")) {
        await writeReport(await readRecord(client, run), values.report);
        if (!values.json) await tell(context, "cli.report-written", { file: values.report });
      }
      return exitCodeOfRun(view);
    } finally {
      client.close();
    }
  },
);

const newCommand = () => commandId(crypto.randomUUID());
