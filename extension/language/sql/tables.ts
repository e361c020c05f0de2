import type { Field } from "../../../protocol/messages.ts";
import { foldCase } from "../../../notebook/names.ts";
import { partsOf } from "../knowledge.ts";
import type { Knowledge, KnownTable } from "../knowledge.ts";
import { isQuery, statementTrees } from "./groups.ts";
import { outputColumns } from "./output-columns.ts";
import type { Tables } from "./output-columns.ts";

/** The tables of a notebook as a cell sees them. */
export type NotebookTables = {
  /** Sources and named results; the cell's own name is none of them. */
  list: readonly KnownTable[];
  named(name: string): KnownTable | undefined;
  /** As the server or a run told them, else as the text of the cell tells. */
  columns(table: KnownTable): readonly Field[];
  /** Columns by name, for `scopeAt`. */
  lookup: Tables;
};

export function notebookTables(know: Knowledge, cell: number | undefined): NotebookTables {
  const list = know.tables.filter((table) => table.of === "source" || table.cell !== cell);
  const byName = new Map(list.map((table) => [foldCase(table.name), table]));
  const read = new Map<KnownTable, readonly Field[]>();
  const tables: NotebookTables = {
    list,
    named: (name) => byName.get(foldCase(name)),
    columns(table) {
      if (table.columns.length > 0) return table.columns;
      const known = read.get(table);
      if (known) return known;
      // Cells that read each other in a circle end here.
      read.set(table, []);
      const columns = table.cell === undefined ? [] : columnsOfCode(know, table.cell, tables.lookup);
      read.set(table, columns);
      return columns;
    },
    lookup(name) {
      const table = tables.named(name);
      return table && tables.columns(table);
    },
  };
  return tables;
}

/** The columns of the last result that a cell will have: shown ones first, else as its SQL tells. */
export function ownColumns(know: Knowledge, cell: number): readonly Field[] {
  const shown = know.results[cell]?.columns;
  return shown && shown.length > 0 ? shown : columnsOfCode(know, cell, notebookTables(know, cell).lookup);
}

function columnsOfCode(know: Knowledge, cell: number, lookup: Tables): Field[] {
  const text = know.cells[cell];
  if (text?.language !== "sql") return [];
  const { code } = partsOf(text);
  const last = statementTrees(code).findLast(({ root }) => isQuery(root));
  return last ? outputColumns(code, last.root, lookup).filter(({ name }) => name !== "") : [];
}
