import * as vscode from "vscode";
import type { Client } from "../../protocol/client.ts";
import { BetweenError } from "../../protocol/errors.ts";
import { commandId } from "../../protocol/ids.ts";
import type { RendererAnswers, RendererAsk, ResultRef } from "../../protocol/renderer-messages.ts";
import { say } from "../../protocol/wording/say.ts";
import { withMark } from "../outputs/file-content.ts";
import { inTime } from "../outputs/in-time.ts";
import type { Answer } from "../outputs/output-asks.ts";
import type { ResultOwners } from "../outputs/result-owner.ts";
import { askQuery, readRows, readValue } from "../outputs/result-questions.ts";
import type { Ground, Runs, Servers } from "../parts.ts";
import { doAsked, mustCell, revealPlace, setChart } from "./cell-asks.ts";
import type { KernelDesk } from "./kernels.ts";
import { chooseFile, saveBytes, tellSaved } from "./save-bytes.ts";
import { withProgress } from "./with-progress.ts";

/** How long a server may take to send rows that it has. Milliseconds. */
const ROWS_MS = 20_000;

/** What an output may ask for in a workspace that is not trusted: to look at what is there. */
const looks = new Set<RendererAsk["t"]>(["rows", "value", "copy", "chart-drawn"]);

/** How servers name a Spark on their own machine where their settings say nothing else. */
const LOCAL_SPARK = "local-spark";

type Answered = RendererAnswers[RendererAsk["t"]];

/** Answers what outputs ask: of their server, of the editor, of the user. Loaded with the first ask. */
export function outputAnswers(
  ground: Ground,
  servers: Servers,
  runs: Runs,
  kernels: KernelDesk,
  owners: ResultOwners,
): Answer<vscode.NotebookEditor> {
  /** The answer need not wait until the user has read the message. */
  const told = (target: vscode.Uri): Answered => {
    tellSaved(target, ground.lang).catch(ground.fail);
    return { file: vscode.workspace.asRelativePath(target) };
  };

  return async (ask, { notebook }, signal, onUpdate) => {
    if (!vscode.workspace.isTrusted && !looks.has(ask.t)) throw new BetweenError("output.untrusted");
    const onServer = <T>({ run }: ResultRef, work: (client: Client, signal: AbortSignal) => Promise<T>) =>
      owners.withOwner(run, runs.session(notebook)?.server, signal, work);

    switch (ask.t) {
      case "rows":
        return await onServer(ask, (client, alive) =>
          inTime(ROWS_MS, alive, (s) => readRows(client, ask, ask.from, s)),
        );
      case "value":
        return await onServer(ask, (client, alive) => inTime(ROWS_MS, alive, (s) => readValue(client, ask, ask, s)));
      case "query": {
        const { run, result, query } = ask;
        const answered = await onServer(ask, (client, alive) =>
          askQuery(client, { run, result, query }, alive, onUpdate),
        );
        owners.sameOwner(answered.ref.run, run);
        return answered;
      }
      case "export": {
        const target = await chooseFile(ask.name, ask.format, notebook.uri, ground.lang);
        if (!target) return {};
        await withProgress(say(ground.lang, "output.export.working", { name: ask.name }), (cancelled) =>
          onServer(ask, (client, alive) =>
            exportTo(target, client, ask, AbortSignal.any([alive, cancelled]), (bytes) => onUpdate({ bytes })),
          ),
        );
        return told(target);
      }
      case "save-file": {
        const target = await chooseFile(ask.name, ask.extension, notebook.uri, ground.lang);
        if (!target) return {};
        const bytes = oneOf(Buffer.from(ask.base64, "base64"));
        await saveBytes(target, ask.extension === "csv" ? withMark(bytes) : bytes);
        return told(target);
      }
      case "copy":
        await vscode.env.clipboard.writeText(ask.text);
        return {};
      case "above": {
        const { name, cells = [] } = runs.above(mustCell(runs, ask.output)) ?? {};
        return { ...(name !== undefined && { name }), cells: cells.length };
      }
      case "spark":
        return await sparkOf(mustCell(runs, ask.output).notebook, kernels, servers, ask.select);
      case "reveal":
        await revealPlace(runs, ask.output, ask.place);
        return {};
      case "chart-drawn":
        // Ticks the step of the walkthrough; see the manifest.
        await vscode.commands.executeCommand("setContext", "between.chartDrawn", true);
        return {};
      case "set-chart":
        await setChart(mustCell(runs, ask.output), ask.chart);
        return {};
      case "do":
        await doAsked(runs, mustCell(runs, ask.output), ask.what);
        return {};
    }
  };
}

/** The engine that Scala cells are offered, selected where that is asked for. */
async function sparkOf(
  notebook: vscode.NotebookDocument,
  kernels: KernelDesk,
  servers: Servers,
  select: boolean,
): Promise<RendererAnswers["spark"]> {
  const server = kernels.of(notebook)?.server;
  const engine = servers
    .list()
    .find(({ key }) => key === server)
    ?.engines.find(({ name }) => name === LOCAL_SPARK)?.name;
  if (server === undefined || engine === undefined) return { selected: false };
  if (select) await kernels.select(notebook, { server, engine });
  return { engine, selected: kernels.of(notebook)?.engine === engine };
}

async function exportTo(
  target: vscode.Uri,
  client: Client,
  { run, result, format }: Extract<RendererAsk, { t: "export" }>,
  signal: AbortSignal,
  onBytes: (bytes: number) => void,
): Promise<void> {
  const command = commandId(crypto.randomUUID());
  const answer = await client.ask({ t: "export", command, run, result, format }, signal);
  const bytes = client.body(answer.body, signal);
  await saveBytes(target, format === "csv" ? withMark(bytes) : bytes, onBytes);
}

async function* oneOf(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, void> {
  yield bytes;
}
