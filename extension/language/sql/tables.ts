import type { Field } from "../../../protocol/messages.ts";
import { foldCase } from "../../../notebook/names.ts";
import { partsOf } from "../knowledge.ts";
import type { CellText, Knowledge, KnownTable } from "../knowledge.ts";
import { isQuery, statementTrees } from "./groups.ts";
import { outputColumns } from "./output-columns.ts";
import type { Tables } from "./output-columns.ts";

/** Cells that read from cells are followed so far; the stack ends somewhere behind. */
const DEEPEST = 300;

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
  let depth = 0;
  const tables: NotebookTables = {
    list,
    named: (name) => byName.get(foldCase(name)),
    columns(table) {
      if (table.columns.length > 0) return table.columns;
      const known = read.get(table);
      if (known) return known;
      // Cells that read each other in a circle end here.
      read.set(table, []);
      if (table.cell === undefined || depth === DEEPEST) return [];
      depth++;
      const columns = columnsOfCode(know, table.cell, tables.lookup);
      depth--;
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

type Read = { columns: Field[]; from: ReadonlyMap<string, readonly Field[] | undefined> };

/** What a cell's text was last found to yield, and the tables that this came from: a long notebook is not read anew with each key. */
const lastRead = new WeakMap<CellText, Read>();

function columnsOfCode(know: Knowledge, cell: number, lookup: Tables): Field[] {
  const text = know.cells[cell];
  if (text?.language !== "sql") return [];
  const known = lastRead.get(text);
  if (known && [...known.from].every(([name, columns]) => sameColumns(lookup(name), columns))) return known.columns;
  const { code } = partsOf(text);
  const last = statementTrees(code).findLast(({ root }) => isQuery(root));
  const from = new Map<string, readonly Field[] | undefined>();
  const noted: Tables = (name) => {
    const columns = lookup(name);
    from.set(name, columns);
    return columns;
  };
  const columns = last ? outputColumns(code, last.root, noted).filter(({ name }) => name !== "") : [];
  lastRead.set(text, { columns, from });
  return columns;
}

function sameColumns(a: readonly Field[] | undefined, b: readonly Field[] | undefined): boolean {
  if (a === b || !a || !b) return a === b;
  return a.length === b.length && a.every(({ name, type }, i) => name === b[i]?.name && type === b[i]?.type);
}
