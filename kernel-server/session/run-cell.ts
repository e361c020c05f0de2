import { BetweenError } from "../../protocol/errors.ts";
import type { CellContext } from "./cell-context.ts";
import { runSqlCell } from "./sql-cell.ts";

const later = new Set(["python", "scala", "vega-lite"]);

/** Runs one cell to its end. Throws why it failed or was interrupted. */
export async function runCell(cx: CellContext): Promise<void> {
  const { language } = cx.code;
  if (language === "sql") return runSqlCell(cx);
  throw new BetweenError(later.has(language) ? "cell.language-later" : "cell.language-unknown", { language });
}
