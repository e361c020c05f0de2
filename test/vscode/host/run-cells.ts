import * as vscode from "vscode";

const LIMIT_MS = 60_000;

/** Runs cells of a notebook (all code cells when none are named), and gives them when each has ended. */
export async function runCells(
  notebook: vscode.NotebookDocument,
  indexes: readonly number[] = codeCells(notebook),
): Promise<vscode.NotebookCell[]> {
  const cells = indexes.map((index) => notebook.cellAt(index));
  const before = new Map(cells.map((cell) => [cell, cell.executionSummary?.timing?.endTime]));
  const ended = until(
    () => cells.every((cell) => hasEnded(cell, before.get(cell))),
    (changed) => vscode.workspace.onDidChangeNotebookDocument(changed),
  );
  const ranges = indexes.map((index) => ({ start: index, end: index + 1 }));
  await vscode.commands.executeCommand("notebook.cell.execute", { ranges, document: notebook.uri });
  await ended;
  return cells;
}

const codeCells = (notebook: vscode.NotebookDocument) =>
  notebook.getCells().flatMap(({ kind, index }) => (kind === vscode.NotebookCellKind.Code ? [index] : []));

function hasEnded({ executionSummary }: vscode.NotebookCell, before: number | undefined): boolean {
  const end = executionSummary?.timing?.endTime;
  return executionSummary?.success !== undefined && end !== undefined && end !== before;
}

/** Waits until something is true, asking again whenever `listen` calls back. */
export function until(
  isTrue: () => boolean,
  listen: (changed: () => void) => vscode.Disposable,
  limitMs = LIMIT_MS,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const check = () => {
      if (isTrue()) finish(resolve);
    };
    const listening = listen(check);
    const timer = setTimeout(() => finish(() => reject(new Error(`Not within ${limitMs / 1000} s`))), limitMs);
    const finish = (then: () => void) => {
      listening.dispose();
      clearTimeout(timer);
      then();
    };
    check();
  });
}

/** The text of a cell's first output item of a type. */
export function outputText(cell: vscode.NotebookCell, mime: string): string | undefined {
  const items = cell.outputs.flatMap((output) => output.items);
  const item = items.find((one) => one.mime === mime);
  return item && new TextDecoder().decode(item.data);
}
