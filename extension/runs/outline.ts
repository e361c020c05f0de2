import { createHash } from "node:crypto";
import { hashedText } from "../../notebook/cell-hash.ts";
import type { CellKey } from "../../notebook/cell-hash.ts";
import { foldCase } from "../../notebook/names.ts";
import type { CellOptions, Meta } from "../../notebook/notebook.ts";
import { parse } from "../../notebook/parse.ts";
import { namedParameters } from "../../notebook/sql-text.ts";
import { namesRead } from "./names-read.ts";

/** A code cell of the document as running and staleness see it. */
export type OutlineCell = CellKey & {
  /** In the file, from 0. */
  ordinal: number;
  language: string;
  /** Without option lines. */
  code: string;
  options: CellOptions;
  /** Names of the notebook's other cells that it reads from, as those are written. */
  reads: readonly string[];
  /** Names of the parameters that stand in it. */
  params: readonly string[];
};

/** What a document says of itself. `cells` has a place for each cell of the document, empty for front matter and Markdown. */
export type Outline = { meta: Meta; cells: readonly (OutlineCell | undefined)[] };

/** Reads a document's text. `ordinals`: for each cell of the document its place in the file. */
export function readOutline(text: string, ordinals: readonly (number | undefined)[]): Outline {
  const { notebook } = parse(text);
  const named = new Map(
    notebook.cells.flatMap(({ kind, options: { name } }) =>
      kind === "code" && name !== undefined ? [[foldCase(name), name] as const] : [],
    ),
  );
  const cells = ordinals.map((ordinal): OutlineCell | undefined => {
    const cell = ordinal === undefined ? undefined : notebook.cells[ordinal];
    if (ordinal === undefined || cell?.kind !== "code") return undefined;
    const { language, code, options } = cell;
    const { name } = options;
    const others = new Map(named);
    if (name !== undefined) others.delete(foldCase(name));
    return {
      ordinal,
      language,
      code,
      options,
      ...(name !== undefined && { name }),
      hash: hashOf(language, code),
      reads: namesRead(language, code, others),
      params: [...new Set(namedParameters(code).map((each) => each.name))],
    };
  });
  return { meta: notebook.meta, cells };
}

/** As `hashCell` of the notebook room, which is for browsers too and so not synchronous. */
const hashOf = (language: string, code: string): string =>
  createHash("sha256").update(hashedText(language, code)).digest("hex");

/** The cells above that a cell reads from, over as many steps as it takes, in document order; as places in the document. */
export function cellsAbove(outline: Outline, at: number): number[] {
  const found = new Set<number>();
  const visit = (from: number) => {
    for (const name of outline.cells[from]?.reads ?? []) {
      const above = outline.cells.findIndex((cell, i) => i < at && cell?.name === name);
      if (above === -1 || found.has(above)) continue;
      found.add(above);
      visit(above);
    }
  };
  visit(at);
  return [...found].sort((a, b) => a - b);
}
