import * as vscode from "vscode";
import { BetweenError } from "../../protocol/errors.ts";
import type { Place } from "../../protocol/errors.ts";
import type { RendererAsk } from "../../protocol/renderer-messages.ts";
import { fenceLanguage, optionLines } from "../documents/cell-text.ts";
import { FRONT_LANGUAGE } from "../documents/document.ts";
import type { DocumentCell } from "../documents/document.ts";
import { editorRange } from "../outputs/editor-place.ts";
import type { Runs } from "../parts.ts";

/** The cell that an output belongs to. Throws `output.no-cell`. */
export function mustCell(runs: Pick<Runs, "cellOf">, output: string): vscode.NotebookCell {
  const cell = runs.cellOf(output);
  if (!cell) throw new BetweenError("output.no-cell");
  return cell;
}

/** Puts the cursor at a place in the code of the output's cell, or of the other cell of its run that the place names. */
export async function revealPlace(runs: Runs, output: string, place: Place): Promise<void> {
  const cell = placeCell(runs, mustCell(runs, output), place);
  const { line, character, endLine, endCharacter } = editorRange(place, optionLines(documentCell(cell)));
  const selection = cell.document.validateRange(new vscode.Range(line, character, endLine, endCharacter));
  await vscode.commands.executeCommand("vscode.open", cell.document.uri, { selection });
  // The click left the keyboard in the output; a cell that is being edited already does not take it a second time.
  await vscode.commands.executeCommand("notebook.cell.quitEdit");
  await vscode.commands.executeCommand("notebook.cell.edit");
}

function placeCell(runs: Runs, own: vscode.NotebookCell, { cell: at }: Place): vscode.NotebookCell {
  const shown = runs.shown(own.notebook);
  const mine = shown.find(({ cell }) => cell === own);
  if (at === undefined || mine?.at === at) return own;
  const other = shown.find((one) => one.at === at && one.view.run === mine?.view.run);
  // A run counts the cells of the file, where the front matter is none.
  const cells = own.notebook.getCells().filter(({ document }) => document.languageId !== FRONT_LANGUAGE);
  return other?.cell ?? cells[at] ?? own;
}

/** Writes a chart into the cell's option lines, or takes it out, in one step that one "undo" takes back. */
export async function setChart(cell: vscode.NotebookCell, chart: object | undefined): Promise<void> {
  // YAML is loaded when somebody keeps a chart, not when a notebook opens.
  const { withChart, difference, chartOf } = await import("../outputs/chart-option.ts");
  const author = chart && chartOf(chart);
  if (chart && !author) throw new BetweenError("wire.bad-message", { reason: "chart" });
  const own = documentCell(cell);
  const { start, end, text } = difference(own.value, withChart(own.value, fenceLanguage(own), author));
  if (start === end && text === "") return;
  const edit = new vscode.WorkspaceEdit();
  // Offsets are of the text with line feeds; the document's own line ends may be longer.
  edit.replace(cell.document.uri, new vscode.Range(positionAt(own.value, start), positionAt(own.value, end)), text);
  await vscode.workspace.applyEdit(edit);
}

function positionAt(text: string, offset: number): vscode.Position {
  const before = text.slice(0, offset).split("\n");
  return new vscode.Position(before.length - 1, (before.at(-1) ?? "").length);
}

function documentCell({ document }: vscode.NotebookCell): DocumentCell {
  return { kind: "code", value: document.getText().replaceAll("\r\n", "\n"), language: document.languageId };
}

/** The few commands that an output may ask for, about its own cell. */
export async function doAsked(
  runs: Runs,
  cell: vscode.NotebookCell,
  what: Extract<RendererAsk, { t: "do" }>["what"],
): Promise<void> {
  switch (what) {
    case "run": {
      const ranges = [{ start: cell.index, end: cell.index + 1 }];
      await vscode.commands.executeCommand("notebook.cell.execute", { ranges, document: cell.notebook.uri });
      return;
    }
    case "run-above": {
      const { cells = [] } = runs.above(cell) ?? {};
      return await runs.runCells([...cells, cell]);
    }
    case "run-dependents":
      return await runs.runStale(cell.notebook);
    case "cancel":
      return await runs.interrupt(cell.notebook);
    case "end-session":
      return await runs.endSession(cell.notebook);
    case "save-now":
      return await runs.saveNow(cell);
    default:
      throw new BetweenError("wire.bad-message", { reason: what satisfies never });
  }
}
