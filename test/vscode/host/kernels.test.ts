import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import * as vscode from "vscode";
import { runCells } from "./run-cells.ts";

type Manifest = { contributes: { commands: { command: string }[] } };

const front = (yaml: string) => new vscode.NotebookCellData(vscode.NotebookCellKind.Code, yaml, "between-front");
const sql = (code: string) => new vscode.NotebookCellData(vscode.NotebookCellKind.Code, code, "sql");
const untitled = (...cells: vscode.NotebookCellData[]) =>
  vscode.workspace.openNotebookDocument("between-nb", new vscode.NotebookData(cells));

describe("kernels", () => {
  const settings = () => vscode.workspace.getConfiguration("between");
  // Two servers that nobody answers at: with the one of this machine there are three kernels.
  const away = [1, 2].map((port) => ({ name: `away ${port}`, url: `ws://127.0.0.1:${port}` }));
  before(() => settings().update("servers", away, vscode.ConfigurationTarget.Global));
  after(async () => {
    await settings().update("servers", undefined, vscode.ConfigurationTarget.Global);
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  });

  it("come with all commands of the manifest", async () => {
    const notebook = await untitled(sql("select 1"));
    await vscode.window.showNotebookDocument(notebook);
    const extension = vscode.extensions.getExtension<unknown>("between-notebooks.between-notebooks");
    assert.ok(extension?.isActive);
    const { contributes } = extension.packageJSON as Manifest; // SAFETY: our own manifest.
    const there = new Set(await vscode.commands.getCommands(true));
    const absent = contributes.commands.filter(({ command }) => !there.has(command));
    assert.deepEqual(absent, []);
  });

  it("are selected when a notebook opens, so that it runs without a question though there are three", async () => {
    const notebook = await untitled(front("between: 1"), sql("select 1"));
    await vscode.window.showNotebookDocument(notebook);
    const [cell] = await runCells(notebook, [1]);
    assert.equal(cell?.executionSummary?.success, true);
    assert.equal(notebook.cellAt(0).executionSummary?.timing, undefined, "the front matter never runs");
  });

  it("serve a notebook in two editor groups as one", async () => {
    const notebook = await untitled(sql("create temp view v as select 1 as n"), sql("select n from v"));
    await vscode.window.showNotebookDocument(notebook);
    await vscode.window.showNotebookDocument(notebook, { viewColumn: vscode.ViewColumn.Beside });
    const cells = await runCells(notebook);
    assert.deepEqual(
      cells.map(({ executionSummary }) => executionSummary?.success),
      [true, true],
    );
  });

  it("that the file names and nobody has do not keep it from running", async () => {
    const notebook = await untitled(front("between: 1\nengine: nowhere"), sql("select 1"));
    await vscode.window.showNotebookDocument(notebook);
    const [cell] = await runCells(notebook, [1]);
    assert.equal(cell?.executionSummary?.success, true);
  });
});
