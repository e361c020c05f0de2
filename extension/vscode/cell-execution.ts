import * as vscode from "vscode";
import { CELL_MIME } from "../../protocol/cell-output.ts";
import type { CellExecution } from "../runs/cell-run.ts";
import { plainOutput } from "../runs/plain-output.ts";

type Execution = Pick<
  vscode.NotebookCellExecution,
  "executionOrder" | "start" | "end" | "replaceOutput" | "replaceOutputItems"
>;

/** An execution of VS Code's whose one output holds our document and its plain text, replaced in place. */
export function cellExecution(execution: Execution, order: number): CellExecution {
  let shown: vscode.NotebookCellOutput | undefined;
  return {
    start: (at) => {
      // Not before: a cell that never starts has no number either.
      execution.executionOrder = order;
      execution.start(at);
    },
    show: async (output) => {
      const items = [
        vscode.NotebookCellOutputItem.text(JSON.stringify(output), CELL_MIME),
        vscode.NotebookCellOutputItem.text(plainOutput(output), "text/plain"),
      ];
      // Items of a first output take the place of whatever the cell showed, and the view stays where it is.
      if (shown) return await execution.replaceOutputItems(items, shown);
      shown = new vscode.NotebookCellOutput(items);
      await execution.replaceOutput([shown]);
    },
    end: (success, at) => execution.end(success, at),
  };
}
