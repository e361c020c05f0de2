import { functionNamed } from "./functions/functions.ts";
import type { SqlFunction } from "./functions/functions.ts";
import { isInOptions, partsOf } from "./knowledge.ts";
import type { Knowledge } from "./knowledge.ts";
import { groupsAround, statementAt, wordOf } from "./sql/groups.ts";
import { functionDocumentation } from "./sql/function-items.ts";

/** The call that a place is in. `parameter`: index of the one that is being written. */
export type Signature = { call: SqlFunction; parameter: number; documentation: string };

export function signature(know: Knowledge, cell: number, offset: number): Signature | undefined {
  const text = know.cells[cell];
  if (text?.language !== "sql" || isInOptions(text, offset)) return undefined;
  const { code, codeStart } = partsOf(text);
  const at = offset - codeStart;
  for (const group of groupsAround(statementAt(code, at).root, at).reverse()) {
    const call = functionNamed(group.head);
    if (!call) continue;
    const commas = group.items.filter((item) => item.end <= at && wordOf(item) === ",").length;
    const last = call.parameters.length - 1;
    // `concat(value, …)` takes as many as are written.
    const repeats = call.parameters[last] === "…";
    const parameter = repeats && commas >= last ? last : commas;
    return { call, parameter, documentation: functionDocumentation(know, call) };
  }
  return undefined;
}
