import { languagesThatRun } from "../../notebook/lines.ts";
import { parse } from "../../notebook/parse.ts";

/** Ordinals of the cells that run, and are not among those that show a result of their present code. */
export function missingResults(text: string, fresh: ReadonlySet<number>): { missing: number; of: number } {
  const cells = parse(text).notebook.cells.flatMap((cell, i) =>
    cell.kind === "code" && languagesThatRun.includes(cell.language) && cell.code.trim() !== "" ? [i] : [],
  );
  return { missing: cells.filter((i) => !fresh.has(i)).length, of: cells.length };
}
