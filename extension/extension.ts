import type { ExtensionContext } from "vscode";
import { registerAddData } from "./vscode/add-data.ts";
import { registerServerCommands } from "./vscode/add-server.ts";
import { makeCatalog } from "./vscode/catalog.ts";
import { registerCommands } from "./vscode/commands.ts";
import { registerDataView } from "./vscode/data-view.ts";
import { registerDocuments } from "./vscode/document.ts";
import { registerExamples } from "./vscode/examples.ts";
import { makeGround } from "./vscode/ground.ts";
import { registerImport } from "./vscode/import.ts";
import { makeKernels } from "./vscode/kernels.ts";
import type { KernelDesk } from "./vscode/kernels.ts";
import { makeLanguage } from "./vscode/language.ts";
import { makeOutputs } from "./vscode/outputs.ts";
import { makeParameters } from "./vscode/parameters.ts";
import { registerReports } from "./vscode/reports.ts";
import { makeRuns } from "./vscode/runs.ts";
import { makeServers } from "./vscode/servers.ts";
import { makeSessionActions } from "./vscode/session-actions.ts";
import { makeSessionsView } from "./vscode/sessions-view.ts";
import { makeStatusItem } from "./vscode/status-item.ts";
import { makeTokens } from "./vscode/tokens.ts";

let closing: (() => Promise<void>) | undefined;

export function activate(context: ExtensionContext): void {
  const ground = makeGround(context);
  const tokens = makeTokens(context, ground);
  const servers = makeServers(context, ground, tokens);
  const parameters = makeParameters(context, ground);
  const runs = makeRuns(context, ground, servers, parameters, (notebook) => kernels.of(notebook));
  const kernels: KernelDesk & ReturnType<typeof makeKernels> = makeKernels(context, ground, servers, runs);
  const sessions = makeSessionActions(ground, servers, runs);
  const catalog = makeCatalog(context, ground, servers, runs, parameters);
  const parts = [
    ground, servers, parameters, runs, kernels, sessions, catalog,
    registerDocuments(ground), registerExamples(ground), registerImport(ground),
    registerServerCommands(ground, servers, tokens, kernels),
    makeSessionsView(ground, servers, runs, sessions), makeStatusItem(ground, servers, kernels, runs, sessions),
    makeOutputs(ground, servers, runs), makeLanguage(ground, catalog),
    registerAddData(ground, servers, runs), registerDataView(ground, catalog), registerReports(ground, servers, kernels, runs),
  ];
  context.subscriptions.push(...parts, registerCommands(ground, parts));
  closing = () => runs.keep();
}

/** VS Code waits for a few seconds: what is on screen goes into the editor's own store. */
export const deactivate = (): Promise<void> | undefined => closing?.();
