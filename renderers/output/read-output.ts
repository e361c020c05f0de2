import type { CellOutput } from "../../protocol/cell-output.ts";
import { BetweenError } from "../../protocol/errors.ts";

/** The output in an item's text. Throws BetweenError: `output.newer`, `output.unreadable`. */
export function readOutput(text: string): CellOutput {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (thrown) {
    throw new BetweenError("output.unreadable", { reason: thrown instanceof Error ? thrown.message : String(thrown) });
  }
  if (typeof value !== "object" || value === null || !("v" in value) || !("results" in value))
    throw new BetweenError("output.unreadable", { reason: "no output of ours" });
  if (value.v !== 1) throw new BetweenError("output.newer");
  // SAFETY: our extension writes it, in this version of its shape; what it shows of data is text wherever it goes.
  return value as CellOutput;
}
