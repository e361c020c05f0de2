import process from "node:process";
import { TextDecoder, TextEncoder } from "node:util";
import * as vscode from "vscode";

/** Cells are lines; running one answers with its text in capitals, or fails when it begins with a question mark. */
export function activate(context) {
  const serializer = {
    deserializeNotebook: (bytes) => {
      const lines = new TextDecoder().decode(bytes).trimEnd().split("\n");
      return new vscode.NotebookData(
        lines.map((line) => new vscode.NotebookCellData(vscode.NotebookCellKind.Code, line, "plaintext")),
      );
    },
    serializeNotebook: ({ cells }) => new TextEncoder().encode(cells.map(({ value }) => `${value}\n`).join("")),
  };
  const controller = vscode.notebooks.createNotebookController("probe", "probe", "Probe");
  controller.supportedLanguages = ["plaintext"];
  controller.executeHandler = async (cells) => {
    for (const cell of cells) {
      const execution = controller.createNotebookCellExecution(cell);
      execution.start(Date.now());
      const text = cell.document.getText();
      const item = text.startsWith("?")
        ? vscode.NotebookCellOutputItem.error(new Error(`No answer to ${text}`))
        : vscode.NotebookCellOutputItem.text(text.toUpperCase(), "application/vnd.probe");
      await execution.replaceOutput(new vscode.NotebookCellOutput([item]));
      execution.end(!text.startsWith("?"), Date.now());
    }
  };
  context.subscriptions.push(
    vscode.workspace.registerNotebookSerializer("probe", serializer, { transientOutputs: true }),
    controller,
    vscode.commands.registerCommand("probe.hello", () =>
      vscode.window.showInformationMessage(`Hello in ${vscode.env.language}, state in ${process.env.BETWEEN_STATE}`),
    ),
  );
}
