import * as vscode from "vscode";
import type { WireError } from "../../protocol/errors.ts";
import { explainPlainly } from "../../protocol/wording/say.ts";
import type { Lang } from "../../protocol/wording/say.ts";
import type { NotebookRuns } from "../runs/notebook-runs.ts";

/** A squiggle where a cell's run failed, for as long as it is the code that failed. */
export class CellProblems implements vscode.Disposable {
  readonly #lang: Lang;
  readonly #shown = new Map<vscode.NotebookCell, string>();
  readonly #collection = vscode.languages.createDiagnosticCollection("between-runs");

  constructor(lang: Lang) {
    this.#lang = lang;
  }

  /** Brings the squiggles of a notebook up to date. */
  show(notebook: vscode.NotebookDocument, runs: NotebookRuns<vscode.NotebookCell>): void {
    for (const cell of notebook.getCells()) {
      const { output } = runs.shown(cell) ?? {};
      const error = runs.running(cell) || output?.stale?.why === "code" ? undefined : output?.error;
      if (!error?.at || !output) this.clear([cell]);
      else this.#set(cell, error, output.codeLine ?? 1);
    }
  }

  #set(cell: vscode.NotebookCell, error: WireError, codeLine: number): void {
    // Each call goes to the window and is drawn there.
    const text = JSON.stringify([error, codeLine]);
    if (this.#shown.get(cell) === text) return;
    this.#shown.set(cell, text);
    this.#collection.set(cell.document.uri, [this.#diagnostic(cell.document, error, codeLine)]);
  }

  clear(cells: readonly vscode.NotebookCell[]): void {
    for (const cell of cells) if (this.#shown.delete(cell)) this.#collection.delete(cell.document.uri);
  }

  #diagnostic(document: vscode.TextDocument, error: WireError, codeLine: number): vscode.Diagnostic {
    const { message, engineText } = explainPlainly(this.#lang, error);
    const text = engineText === undefined ? message : `${message}\n${engineText}`;
    const diagnostic = new vscode.Diagnostic(rangeOf(document, error, codeLine), text);
    diagnostic.source = "Between Notebooks";
    diagnostic.code = error.code;
    return diagnostic;
  }

  dispose(): void {
    this.#collection.dispose();
  }
}

/** Where there is no end the word at the place, else its line from there on. */
function rangeOf(document: vscode.TextDocument, { at }: WireError, codeLine: number): vscode.Range {
  const place = (line = 1, column = 1) =>
    document.validatePosition(new vscode.Position(Math.max(0, line + codeLine - 2), Math.max(0, column - 1)));
  const start = place(at?.line, at?.column);
  if (at?.endColumn !== undefined) return new vscode.Range(start, place(at.endLine ?? at.line, at.endColumn));
  return document.getWordRangeAtPosition(start) ?? new vscode.Range(start, document.lineAt(start.line).range.end);
}
