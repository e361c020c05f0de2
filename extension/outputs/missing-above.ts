import { foldCase } from "../../notebook/names.ts";
import type { WireError } from "../../protocol/errors.ts";
import { cellsAbove } from "../runs/outline.ts";
import type { Outline } from "../runs/outline.ts";

/**
 * What the cell at a place in the document lacks that cells above it make: a session that ended took their names with it.
 * `cells`: those that make it, over as many steps as it takes, in document order. None where the error is about something else.
 */
export function missingAbove(
  outline: Outline,
  at: number,
  error: WireError | undefined,
): { name: string; cells: number[] } | undefined {
  if (error?.code !== "engine.table-not-found") return undefined;
  const missing = foldCase(String(error.args["name"]));
  const cells = cellsAbove(outline, at);
  const name = cells.flatMap((i) => outline.cells[i]?.name ?? []).find((each) => foldCase(each) === missing);
  return name === undefined ? undefined : { name, cells };
}
