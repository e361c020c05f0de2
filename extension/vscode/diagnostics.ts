import * as vscode from "vscode";
import { documentText } from "../documents/document-text.ts";
import type { Finding } from "../language/findings.ts";
import type { Ground, Part } from "../parts.ts";
import type { NotebookCatalog } from "./catalog.ts";
import { NOTEBOOK_TYPE } from "./document.ts";
import { features } from "./language-ground.ts";

/** From the last key until what is wrong with the text is shown. */
const TYPING_MS = 150;
const SOURCE = "Between";

export type Diagnostics = Part<{ actions: vscode.CodeActionProvider }>;

/**
 * What is wrong in cells, while they are written: with the text, without any server, and what the last analysis of the
 * session found. Problems of runs lie in a collection of their own, which this one never touches.
 */
export function makeDiagnostics(ground: Ground, catalog: NotebookCatalog): Diagnostics {
  const collection = vscode.languages.createDiagnosticCollection("between-check");
  const timers = new Map<vscode.NotebookDocument, NodeJS.Timeout>();
  /** What lies in each cell, for the quick fixes. */
  const shown = new Map<string, readonly Finding[]>();

  const update = async (notebook: vscode.NotebookDocument) => {
    const { textFindings, analysisFindings } = await features();
    if (notebook.isClosed) return;
    const know = catalog.knowledge(notebook);
    const all = [
      ...textFindings(ground.lang, documentText(notebook), know.cells),
      ...analysisFindings(know, catalog.problems(notebook)),
    ];
    notebook.getCells().forEach(({ document }, cell) => {
      const own = all.filter((each) => each.cell === cell);
      const uri = document.uri.toString();
      if (own.length === 0 && !shown.has(uri)) return;
      if (own.length === 0) shown.delete(uri);
      else shown.set(uri, own);
      collection.set(document.uri, own.map(diagnostic));
    });
  };
  const soon = (notebook: vscode.NotebookDocument, wait = TYPING_MS) => {
    if (notebook.notebookType !== NOTEBOOK_TYPE) return;
    clearTimeout(timers.get(notebook));
    const run = () => {
      timers.delete(notebook);
      update(notebook).catch(ground.fail);
    };
    timers.set(notebook, setTimeout(run, wait));
  };
  const forget = (cells: readonly vscode.NotebookCell[]) => {
    for (const { document } of cells) {
      shown.delete(document.uri.toString());
      collection.delete(document.uri);
    }
  };

  const listeners = [
    vscode.workspace.onDidOpenNotebookDocument((notebook) => soon(notebook, 0)),
    vscode.workspace.onDidChangeNotebookDocument(({ notebook, contentChanges, cellChanges }) => {
      if (notebook.notebookType !== NOTEBOOK_TYPE) return;
      for (const { removedCells } of contentChanges) forget(removedCells);
      const edited = contentChanges.length > 0 || cellChanges.some(({ document }) => document !== undefined);
      if (edited) soon(notebook);
    }),
    vscode.workspace.onDidCloseNotebookDocument((notebook) => {
      clearTimeout(timers.get(notebook));
      timers.delete(notebook);
      forget(notebook.getCells());
    }),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration("between.checkWhileTyping"))
        for (const notebook of vscode.workspace.notebookDocuments) soon(notebook);
    }),
    catalog.onChanged((notebook) => soon(notebook, 0)),
  ];
  for (const notebook of vscode.workspace.notebookDocuments) soon(notebook, 0);

  return {
    actions: {
      provideCodeActions(document, range) {
        const found = shown.get(document.uri.toString()) ?? [];
        return found.flatMap((finding): vscode.CodeAction[] => {
          const { fix } = finding;
          const at = rangeOfFinding(finding);
          if (!fix || !at.intersection(range)) return [];
          const action = new vscode.CodeAction(fix.title, vscode.CodeActionKind.QuickFix);
          action.edit = new vscode.WorkspaceEdit();
          action.edit.replace(document.uri, at, fix.text);
          action.diagnostics = [diagnostic(finding)];
          action.isPreferred = true;
          return [action];
        });
      },
    },
    dispose: () => {
      for (const timer of timers.values()) clearTimeout(timer);
      vscode.Disposable.from(collection, ...listeners).dispose();
    },
  };
}

const rangeOfFinding = ({ start, end }: Finding): vscode.Range =>
  new vscode.Range(start.line, start.column, end.line, end.column);

function diagnostic(finding: Finding): vscode.Diagnostic {
  const severity = finding.severity === "error" ? vscode.DiagnosticSeverity.Error : vscode.DiagnosticSeverity.Warning;
  const made = new vscode.Diagnostic(rangeOfFinding(finding), finding.message, severity);
  made.source = SOURCE;
  made.code = finding.code;
  return made;
}
