import type { Notebook } from "../../notebook/notebook.ts";
import type { NamedTable } from "../../protocol/messages.ts";
import { say } from "../../protocol/wording/say.ts";
import type { Lang } from "../../protocol/wording/say.ts";

/** A source or a named result, as the Data view lists it. */
export type TableEntry = {
  name: string;
  of: "source" | "cell";
  /** Ordinal of the cell in the file. */
  cell?: number;
  /** Format and place of a source, number of columns. */
  description: string;
  /** Not known before a cell ran or an engine was asked. */
  columns?: NamedTable["columns"];
};

/** Everything that the notebook's text names, in its order, with the columns as far as they are known. */
export function dataTree({ meta, cells }: Notebook, known: readonly NamedTable[], lang: Lang): TableEntry[] {
  const columnsOf = (name: string) => known.find((table) => table.name.toLowerCase() === name.toLowerCase())?.columns;
  const counted = (columns: NamedTable["columns"] | undefined) =>
    columns === undefined
      ? []
      : [say(lang, columns.length === 1 ? "data.column-one" : "data.columns", { count: columns.length })];
  const sources = meta.sources.map(({ name, format, from }): TableEntry => {
    const columns = columnsOf(name);
    const place = "path" in from ? from.path : from.result;
    return {
      name,
      of: "source",
      description: [format, place, ...counted(columns)].join(" · "),
      ...(columns && { columns }),
    };
  });
  const results = cells.flatMap(({ options: { name } }, cell): TableEntry[] => {
    if (name === undefined) return [];
    const columns = columnsOf(name);
    const where = say(lang, "data.of-cell", { cell: cell + 1 });
    return [
      { name, of: "cell", cell, description: [where, ...counted(columns)].join(" · "), ...(columns && { columns }) },
    ];
  });
  return [...sources, ...results];
}

/** A name as SQL takes it: in backticks where it is no plain word. */
export const sqlName = (name: string): string =>
  /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) ? name : `\`${name.replaceAll("`", "``")}\``;
