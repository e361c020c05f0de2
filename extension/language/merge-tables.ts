import { foldCase } from "../../notebook/names.ts";
import type { SourceSpec } from "../../notebook/notebook.ts";
import type { Field, NamedTable } from "../../protocol/messages.ts";
import { parseColumns } from "./ddl.ts";
import type { KnownTable } from "./knowledge.ts";

/** What a cell shows. `stale`: of other code than it has now. `rows`: set when the whole result is known to have so many. */
export type ShownColumns = { columns: readonly Field[]; stale: boolean; rows?: number };

/** A cell with a name. `cell`: its place in the document. */
export type NamedCell = { name: string; cell: number; shown?: ShownColumns };

/**
 * What a notebook names now, with the best that is known of the columns: of sources the written schema, else the last
 * analysis; of cells a result that still holds, else the analysis, else a result of other code. What is named no more is gone.
 */
export function mergeTables(
  sources: readonly SourceSpec[],
  cells: readonly NamedCell[],
  analysed: readonly NamedTable[],
): KnownTable[] {
  const told = new Map(analysed.map((table) => [`${table.of} ${foldCase(table.name)}`, table.columns]));
  return [
    ...sources.map((source): KnownTable => {
      const columns = writtenColumns(source) ?? told.get(`source ${foldCase(source.name)}`) ?? textColumns(source);
      return { name: source.name, of: "source", columns };
    }),
    ...cells.map(({ name, cell, shown }): KnownTable => {
      const fresh = shown && !shown.stale ? shown.columns : undefined;
      const columns = fresh ?? told.get(`cell ${foldCase(name)}`) ?? shown?.columns ?? [];
      return { name, of: "cell", cell, columns, ...(shown?.rows !== undefined && { rows: shown.rows }) };
    }),
  ];
}

const text = (name: string): Field => ({ name, type: "string", nullable: true });

function writtenColumns({ schema, onMalformed }: SourceSpec): Field[] | undefined {
  const columns = schema === undefined ? undefined : parseColumns(schema);
  return columns && (onMalformed === "keep" ? [...columns, text("_malformed")] : columns);
}

/** Of plain text the columns are known without looking: its line, and what the folders are divided by. */
function textColumns({ format, from }: SourceSpec): Field[] {
  if (format !== "text" || !("path" in from)) return [];
  return [
    text("value"),
    ...[...from.path.matchAll(/(?:^|\/)([\p{L}\p{N}_]+)=/gu)].map((match) => text(match[1] ?? "")),
  ];
}
