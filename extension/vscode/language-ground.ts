import * as vscode from "vscode";
import { cellText, offsetOf, placeOf } from "../language/cell-texts.ts";
import type { Knowledge } from "../language/knowledge.ts";
import type { Span } from "../language/span.ts";
import type { Ground } from "../parts.ts";
import type { NotebookCatalog } from "./catalog.ts";
import { NOTEBOOK_TYPE } from "./document.ts";

/** The pure part of completion, hovers and checks: loaded when a notebook first needs it. */
export const features = () => import("../language/features.ts");

/** A place in a cell, with what is known of its notebook. */
export type CellPlace = { notebook: vscode.NotebookDocument; know: Knowledge; cell: number; offset: number };

/** What the providers share. */
export type LanguageGround = Pick<Ground, "lang"> & {
  /** None for documents that are no cell of a notebook of ours. */
  placeAt(document: vscode.TextDocument, position: vscode.Position): CellPlace | undefined;
};

export const languageGround = ({ lang }: Ground, catalog: NotebookCatalog): LanguageGround => ({
  lang,
  placeAt(document, position) {
    for (const notebook of vscode.workspace.notebookDocuments) {
      if (notebook.notebookType !== NOTEBOOK_TYPE) continue;
      const cell = notebook.getCells().findIndex((each) => each.document === document);
      const offset = cell === -1 ? 0 : offsetOf(cellText(document).value, position);
      if (cell !== -1) return { notebook, know: catalog.knowledge(notebook), cell, offset };
    }
    return undefined;
  },
});

/** The range of a part of a cell's text. */
export function rangeOf(text: string, { start, end }: Span): vscode.Range {
  const [from, to] = [placeOf(text, start), placeOf(text, end)];
  return new vscode.Range(from.line, from.character, to.line, to.character);
}

/** The same where the cell is another one of the notebook. */
export function rangeIn({ know }: CellPlace, place: Span & { cell: number }): vscode.Range {
  return rangeOf(know.cells[place.cell]?.value ?? "", place);
}
