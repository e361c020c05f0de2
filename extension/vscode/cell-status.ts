import * as vscode from "vscode";
import type { Lang } from "../../protocol/wording/say.ts";
import { doingOf } from "../runs/output-of.ts";
import type { NotebookRuns } from "../runs/notebook-runs.ts";
import { codeStatus, markdownStatus } from "../runs/status-text.ts";
import type { StatusText } from "../runs/status-text.ts";
import { NOTEBOOK_TYPE } from "./document.ts";

type RunsOf = (notebook: vscode.NotebookDocument) => NotebookRuns<vscode.NotebookCell> | undefined;

/** The line under each cell. Asked for often, so that it is made of what is known. */
export function registerCellStatus(lang: Lang, runsOf: RunsOf, onChanged: vscode.Event<void>): vscode.Disposable {
  return vscode.notebooks.registerNotebookCellStatusBarItemProvider(NOTEBOOK_TYPE, {
    onDidChangeCellStatusBarItems: onChanged,
    provideCellStatusBarItems: (cell) => {
      const runs = runsOf(cell.notebook);
      return runs && textsOf(cell, runs, lang).map((text, i) => itemOf(cell, text, 100 - i));
    },
  });
}

function textsOf(cell: vscode.NotebookCell, runs: NotebookRuns<vscode.NotebookCell>, lang: Lang): StatusText[] {
  if (cell.kind === vscode.NotebookCellKind.Markup) return markdownStatus(cell.document.getText(), runs.values(), lang);
  const running = runs.running(cell)?.state;
  const { output } = runs.shown(cell) ?? {};
  const save = runs.outline().cells[cell.index]?.options.save;
  return codeStatus(output, running && doingOf(running), runs.stale.get(cell), output?.saveable ?? save, lang);
}

function itemOf(cell: vscode.NotebookCell, { text, tooltip, does }: StatusText, priority: number) {
  const item = new vscode.NotebookCellStatusBarItem(text, vscode.NotebookCellStatusBarAlignment.Left);
  item.priority = priority;
  if (tooltip !== undefined) item.tooltip = tooltip;
  item.accessibilityInformation = { label: text.replace(/\$\([a-z-]+\) /, ""), ...(does && { role: "button" }) };
  const range = { start: cell.index, end: cell.index + 1 };
  const run = { ranges: [range], document: cell.notebook.uri };
  if (does === "run") item.command = { title: text, command: "notebook.cell.execute", arguments: [run] };
  if (does === "save") item.command = { title: text, command: "between.saveNow", arguments: [cell] };
  return item;
}
