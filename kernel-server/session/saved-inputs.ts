import type { CodeCell, SourceSpec } from "../../notebook/notebook.ts";
import { foldCase } from "../../notebook/names.ts";
import { identifiers } from "../../notebook/sql-text.ts";

/** The paths that a cell's rows come from: those of the sources that its code names, or that the named cells name which it reads. */
export function savedInputs(cell: CodeCell, cells: Iterable<CodeCell>, sources: readonly SourceSpec[]): string[] {
  const named = new Map(
    [...cells].flatMap((one) => (one.options.name === undefined ? [] : [[foldCase(one.options.name), one]])),
  );
  const known = new Map(sources.map((source) => [foldCase(source.name), source]));
  const seen = new Set<CodeCell>();
  const inputs = new Set<string>();
  const visit = (one: CodeCell) => {
    if (seen.has(one)) return;
    seen.add(one);
    for (const { name } of identifiers(one.code)) {
      const source = known.get(foldCase(name));
      if (source) inputs.add("path" in source.from ? source.from.path : `result: ${source.from.result}`);
      const read = named.get(foldCase(name));
      if (read) visit(read);
    }
  };
  visit(cell);
  return [...inputs];
}
