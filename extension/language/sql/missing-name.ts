import { nearest } from "../../../notebook/nearest.ts";
import type { WireError } from "../../../protocol/errors.ts";
import { functions } from "../functions/functions.ts";
import { partsOf } from "../knowledge.ts";
import type { Knowledge } from "../knowledge.ts";
import { statementAt } from "./groups.ts";
import { quoted } from "./keywords.ts";
import { scopeAt } from "./scope.ts";
import { notebookTables } from "./tables.ts";

/** The name that was probably meant where an engine knows none; written as it can stand there. `at` counts from 0 in the cell's text. */
export function missingNameFix(
  know: Knowledge,
  cell: number,
  { code, args }: WireError,
  at: { line: number; column: number },
): string | undefined {
  const text = know.cells[cell];
  const name = args["name"];
  if (text?.language !== "sql" || typeof name !== "string") return undefined;
  const parts = name.split(".");
  const last = parts[parts.length - 1] ?? "";
  const tables = notebookTables(know, cell);
  switch (code) {
    case "engine.function-not-found": {
      return nearest(
        last,
        functions.map((each) => each.name),
      );
    }
    case "engine.table-not-found": {
      const near = nearest(
        name,
        tables.list.map((table) => table.name),
      );
      return near === undefined ? undefined : quoted(near);
    }
    case "engine.column-not-found":
    case "engine.column-not-found-near": {
      const { code: sql, codeStart } = partsOf(text);
      const lines = text.value.split("\n").slice(0, at.line);
      const offset = lines.reduce((sum, line) => sum + line.length + 1, 0) + at.column - codeStart;
      const { relations } = scopeAt(sql, statementAt(sql, offset), offset, tables.lookup);
      const owner = parts.length > 1 ? parts.slice(0, -1).join(".") : undefined;
      const near = nearest(
        last,
        relations.flatMap(({ columns }) => columns.map((column) => column.name)),
      );
      if (near === undefined) return undefined;
      return owner === undefined || sql.slice(offset).startsWith(last) ? quoted(near) : `${owner}.${quoted(near)}`;
    }
    default:
      return undefined;
  }
}
