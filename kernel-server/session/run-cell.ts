import { BetweenError } from "../../protocol/errors.ts";
import type { CellContext } from "./cell-context.ts";
import { runSqlCell } from "./sql-cell.ts";
import { runWorkerCell } from "./worker-cell.ts";

/** Whether cells of the language run in a process beside the engine. */
export const isWorkerLanguage = (language: string): boolean => language === "python" || language === "scala";

/** Runs one cell to its end. Throws why it failed or was interrupted. */
export async function runCell(cx: CellContext): Promise<void> {
  const { language } = cx.code;
  if (language === "sql") return runSqlCell(cx);
  if (isWorkerLanguage(language)) return runWorkerCell(cx);
  // The editor draws it over what its rows' cell shows; there is nothing to compute.
  if (language === "vega-lite") return cx.tell({ t: "note", cell: cx.cell, code: "cell.drawn-in-editor", args: {} });
  throw new BetweenError("cell.language-unknown", { language });
}
