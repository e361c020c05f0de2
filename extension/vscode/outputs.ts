import * as vscode from "vscode";
import { RENDERER_ID } from "../../protocol/renderer-messages.ts";
import { outputAsks } from "../outputs/output-asks.ts";
import type { Answer } from "../outputs/output-asks.ts";
import { resultOwners } from "../outputs/result-owner.ts";
import type { Ground, Part, Runs, Servers } from "../parts.ts";
import type { KernelDesk } from "./kernels.ts";

/** The other end of the outputs' messages: answers what they ask, and only to the editor that asked. */
export function makeOutputs(ground: Ground, servers: Servers, runs: Runs, kernels: KernelDesk): Part {
  const messaging = vscode.notebooks.createRendererMessaging(RENDERER_ID);
  const owners = resultOwners(servers);
  let answers: Promise<Answer<vscode.NotebookEditor>> | undefined;
  const load = async () => {
    const { outputAnswers } = await import("./output-answers.ts");
    return outputAnswers(ground, servers, runs, kernels, owners);
  };
  const answer: Answer<vscode.NotebookEditor> = async (...ask) => (await (answers ??= load()))(...ask);

  const asks = outputAsks(answer, (message, editor: vscode.NotebookEditor) => {
    messaging.postMessage(message, editor).then(undefined, (thrown: unknown) => ground.log(String(thrown)));
  });
  const parts = [
    messaging.onDidReceiveMessage(({ editor, message }) => asks.receive(message, editor)),
    vscode.workspace.onDidCloseNotebookDocument((closed) => asks.gone(({ notebook }) => notebook === closed)),
    servers.onChanged(owners.changed),
    asks,
  ];
  return {
    dispose: () => {
      for (const part of parts) part.dispose();
    },
  };
}
