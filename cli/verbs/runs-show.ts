import type { Client } from "../../protocol/client.ts";
import { BetweenError } from "../../protocol/errors.ts";
import { runId, type RunId } from "../../protocol/ids.ts";
import type { RunRecord, RunView } from "../../protocol/messages.ts";
import { decodePage } from "../../protocol/values/page.ts";
import { say } from "../../protocol/wording/say.ts";
import { waysOf, type Context } from "../context.ts";
import { exitCodes } from "../exit-codes.ts";
import { openClient } from "../open-client.ts";
import { readRecord } from "../report-file.ts";
import { previewOf } from "../rows/preview.ts";
import { summary } from "../run/run-display.ts";
import { cellLines, runningCells } from "../show/cell-lines.ts";
import { noteLines } from "../show/note-lines.ts";
import { runTitle } from "../show/run-title.ts";
import { printable } from "../show/printable.ts";
import { localTime } from "../show/run-rows.ts";
import { defineVerb, serverOption } from "../verb.ts";

const PREVIEW_ROWS = 10;

export const verb = defineVerb(
  {
    verb: "runs show",
    operands: ["RUN_ID"],
    options: { json: { kind: "flag", about: "cli.option.runs-show-json" }, ...serverOption },
    about: "cli.about.runs-show",
    example: "between runs show 20261122T052341-3f9a1c04",
  },
  async ({ values, operands: [id = ""] }, context) => {
    const client = await openClient(context, values, context.interrupted);
    try {
      const { view, tables } = await readRun(client, runId(id), context.interrupted);
      if (values.json) await context.out.write(`${JSON.stringify(view)}\n`);
      else await context.out.write(`${runLines(view, tables, context).join("\n")}\n`);
      return exitCodes.done;
    } finally {
      client.close();
    }
  },
);

/** The record of an ended run, or a run that goes on as it stands now, without rows. */
async function readRun(client: Client, run: RunId, signal: AbortSignal): Promise<Omit<RunRecord, "v">> {
  try {
    return await readRecord(client, run, signal);
  } catch (thrown) {
    if (BetweenError.from(thrown).code !== "run.not-ended") throw thrown;
    const answer = await client.ask({ t: "subscribe", run }, signal);
    await client.ask({ t: "unsubscribe", run }, signal);
    if (answer.recovered) throw thrown;
    return { view: answer.view, tables: [] };
  }
}

function runLines(view: RunView, tables: RunRecord["tables"], context: Context): string[] {
  const ways = waysOf(context, context.out);
  const { lang, paint } = ways;
  const previews = view.cells
    .flatMap(({ results }) => results)
    .flatMap((result) => {
      const table = tables.find((one) => one.result === result.result);
      if (!table) return [];
      const page = decodePage(Buffer.from(table.arrow, "base64"));
      return [previewOf(result, page, PREVIEW_ROWS, view.notebook.timezone)];
    });
  const facts = [
    ...view.params.map(({ name, value }) => `${name} = ${typeof value === "string" ? value : value.join(", ")}`),
    `${say(lang, "cli.column.started")}: ${localTime(view.createdAt)} · ${view.engine} · ${view.user}`,
  ];
  return [
    `run ${paint.accent(view.run)} · ${paint.strong(runTitle(view))}`,
    ...facts.map((fact) => paint.faint(printable(fact))),
    ...view.notes.flatMap((note) => noteLines(note, ways)),
    ...runningCells(view).flatMap(({ ordinal }) => cellLines(view, ordinal, previews, ways)),
    summary(view, ways),
  ];
}
