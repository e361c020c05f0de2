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
  let started = false;
  return {
    start: (at) => {
      started = true;
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
    end: (success, at) => {
      // A number that is there while the cell runs is drawn as a turning wheel, and drawn again only when it changes. A
      // cell that never started has none.
      if (started) execution.executionOrder = order;
      execution.end(success, at);
    },
  };
}
