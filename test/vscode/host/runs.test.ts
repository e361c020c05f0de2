import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import * as vscode from "vscode";
import type { CellOutput } from "../../../protocol/cell-output.ts";
import { outputText, runCells, until } from "./run-cells.ts";

const MIME = "application/vnd.between-notebooks.cell+json";
const FILE = ["# Title", "", "```{sql}", "select 1 as one", "```", "", "```{sql}", "select nosuch", "```", ""].join(
  "\n",
);

const shown = (cell: vscode.NotebookCell): CellOutput => {
  const text = outputText(cell, MIME);
  assert.ok(text, `cell ${cell.index} shows nothing`);
  return JSON.parse(text) as CellOutput; // SAFETY: only the extension writes outputs of this type.
};
const edit = async (cell: vscode.NotebookCell, text: string): Promise<void> => {
  const change = new vscode.WorkspaceEdit();
  change.replace(cell.document.uri, new vscode.Range(0, 0, cell.document.lineCount, 0), text);
  assert.ok(await vscode.workspace.applyEdit(change));
};
const changes = (check: () => void) => vscode.workspace.onDidChangeNotebookDocument(check);

describe("running cells in the extension host", () => {
  let notebook: vscode.NotebookDocument;
  let file: vscode.Uri;

  before(async () => {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    assert.ok(folder);
    file = vscode.Uri.joinPath(folder, "runs.between-nb");
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(FILE));
    notebook = await vscode.workspace.openNotebookDocument(file);
    await vscode.window.showNotebookDocument(notebook);
  });
  after(async () => {
    await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
    await vscode.workspace.fs.delete(file);
  });

  it("shows one output a cell, as a document and as plain text, and never makes the notebook dirty", async () => {
    const [one, failed] = await runCells(notebook);
    assert.ok(one && failed);
    assert.equal(one.outputs.length, 1);
    assert.deepEqual(
      one.outputs[0]?.items.map(({ mime }) => mime),
      [MIME, "text/plain"],
    );
    assert.equal(shown(one).state, "done");
    assert.equal(shown(one).results[0]?.page?.rows, 1);
    assert.match(outputText(one, "text/plain") ?? "", /1 row: one/);
    assert.equal(shown(failed).error?.code, "engine.column-not-found");
    assert.equal(notebook.isDirty, false);
  });

  it("underlines where a cell failed, for as long as it is that code", async () => {
    const cell = notebook.cellAt(2);
    const problems = () =>
      vscode.languages.getDiagnostics(cell.document.uri).filter(({ code }) => code === "engine.column-not-found");
    await until(
      () => problems().length > 0,
      (check) => vscode.languages.onDidChangeDiagnostics(check),
    );
    assert.equal(cell.document.getText(problems()[0]?.range), "nosuch");
    await edit(cell, "select 2 as two");
    await until(
      () => problems().length === 0,
      (check) => vscode.languages.onDidChangeDiagnostics(check),
    );
  });

  it("shows the times of the run, not those of showing it", async () => {
    const [one] = await runCells(notebook, [1]);
    const { startTime, endTime } = one?.executionSummary?.timing ?? {};
    assert.ok(one && startTime !== undefined && endTime !== undefined);
    assert.equal(endTime - startTime, Math.round(shown(one).ms ?? -1));
  });

  it("keeps the output in its place when the cell runs again", async () => {
    const cell = notebook.cellAt(1);
    const counts: number[] = [];
    const watching = changes(() => counts.push(cell.outputs.length));
    const before = shown(cell);
    await runCells(notebook, [1]);
    watching.dispose();
    assert.equal(shown(cell).output, before.output);
    assert.notEqual(shown(cell).run, before.run);
    assert.ok(counts.every((count) => count === 1));
  });
});
