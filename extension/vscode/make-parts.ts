import type { Disposable, ExtensionContext } from "vscode";
import type { Part } from "../parts.ts";
import { makeCatalog } from "./catalog.ts";
import { makeChosenPython } from "./chosen-python.ts";
import { commandParts } from "./command-parts.ts";
import { registerDataView } from "./data-view.ts";
import { registerDocuments } from "./document.ts";
import { makeGround } from "./ground.ts";
import { makeKernels } from "./kernels.ts";
import type { KernelDesk } from "./kernels.ts";
import { makeLanguage } from "./language.ts";
import { makeMarkdownValues } from "./markdown-values.ts";
import { makeOutputs } from "./outputs.ts";
import { makeParameters } from "./parameters.ts";
import { makeRuns } from "./runs.ts";
import { makeServers } from "./servers.ts";
import { makeSessionActions } from "./session-actions.ts";
import { makeSessionsView } from "./sessions-view.ts";
import { makeStatusItem } from "./status-item.ts";
import { tellPython } from "./tell-python.ts";
import { makeTokens } from "./tokens.ts";
import { registerCommands } from "./commands.ts";

/** Makes the parts of the extension, in the order in which they need each other. `keep` is to be awaited at the end. */
export function makeParts(context: ExtensionContext): { parts: Disposable[]; keep(): Promise<void> } {
  const ground = makeGround(context);
  const documents = registerDocuments(ground);
  const tokens = makeTokens(context, ground);
  const servers = makeServers(context, ground, tokens);
  const parameters = makeParameters(context, ground);
  // A run asks for the kernel that is selected, and a kernel gives its cells to be run.
  const python = makeChosenPython(ground);
  const runs = makeRuns(context, ground, servers, parameters, python, (notebook) => kernels.of(notebook));
  const kernels: Part<KernelDesk> = makeKernels(context, ground, servers, runs);
  const sessions = makeSessionActions(ground, servers, runs);
  const catalog = makeCatalog(context, ground, servers, runs, parameters);
  const parts = [
    ground,
    documents,
    servers,
    parameters,
    python,
    runs,
    kernels,
    sessions,
    catalog,
    tellPython(ground, python, runs, sessions),
    makeSessionsView(ground, servers, runs, sessions),
    makeStatusItem(ground, servers, kernels, runs, sessions),
    makeOutputs(ground, servers, runs, kernels),
    makeMarkdownValues(ground, runs),
    makeLanguage(ground, catalog),
    registerDataView(ground, catalog),
    ...commandParts(ground, tokens, servers, kernels, runs),
  ];
  return { parts: [...parts, registerCommands(ground, parts)], keep: () => runs.keep() };
}
