import assert from "node:assert/strict";
import { describe, it } from "mocha";
import * as vscode from "vscode";
import { outputText, runCells } from "./run-cells.ts";

describe("suites in the extension host", () => {
  it("run cells of a notebook and see their outputs @smoke", async () => {
    const cells = ["hello", "?why"].map(
      (text) => new vscode.NotebookCellData(vscode.NotebookCellKind.Code, text, "plaintext"),
    );
    const notebook = await vscode.workspace.openNotebookDocument("probe", new vscode.NotebookData(cells));
    await vscode.window.showNotebookDocument(notebook);
    await vscode.commands.executeCommand("notebook.selectKernel", { id: "probe", extension: "between-test.probe" });
    const [first, second] = await runCells(notebook);
    assert.equal(first?.executionSummary?.success, true);
    assert.equal(first && outputText(first, "application/vnd.probe"), "HELLO");
    assert.equal(second?.executionSummary?.success, false);
  });
});
