import * as vscode from "vscode";
import type { Edited } from "../../notebook/edit.ts";
import { BetweenError } from "../../protocol/errors.ts";
import { FRONT_LANGUAGE } from "../documents/document.ts";
import { frontEdit } from "../documents/front-edit.ts";
import { documentText } from "../documents/document-text.ts";

/**
 * Changes a notebook's front matter by one of the edits of `notebook/edit.ts`, and adds cells at its end, in one step that
 * one "undo" takes back. Throws the first problem where the front matter cannot be changed safely.
 */
export async function editFront(
  notebook: vscode.NotebookDocument,
  change: (text: string) => Edited,
  append: readonly vscode.NotebookCellData[] = [],
): Promise<void> {
  const edited = frontEdit(change(documentText(notebook).text));
  if ("problems" in edited) {
    const [first] = edited.problems;
    throw first ? new BetweenError(first.code, first.args) : new BetweenError("notebook.cannot-edit", { key: "" });
  }
  const edit = new vscode.WorkspaceEdit();
  const front = notebook.getCells().find(({ document }) => document.languageId === FRONT_LANGUAGE);
  const cells: vscode.NotebookEdit[] = [];
  if (append.length > 0) cells.push(vscode.NotebookEdit.insertCells(notebook.cellCount, [...append]));
  if (front) {
    const whole = new vscode.Range(0, 0, front.document.lineCount, 0);
    edit.replace(front.document.uri, front.document.validateRange(whole), edited.front);
  } else {
    const made = new vscode.NotebookCellData(vscode.NotebookCellKind.Code, edited.front, FRONT_LANGUAGE);
    cells.push(vscode.NotebookEdit.insertCells(0, [made]));
  }
  if (cells.length > 0) edit.set(notebook.uri, cells);
  await vscode.workspace.applyEdit(edit);
}
