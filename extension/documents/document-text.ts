import type { NotebookCell, NotebookDocument } from "vscode";
import type { CellLayout, DocumentCell, DocumentLayout } from "./document.ts";
import { writeDocument } from "./write-document.ts";
import type { Written } from "./write-document.ts";

/** Where our part of VS Code's metadata lies. */
export const METADATA_KEY = "between";

/** `NotebookCellKind.Code`; the value is VS Code's for good, and this file must not need VS Code to run. */
const CODE = 2;

/** A cell as the file's rules see it. */
export function documentCell(cell: Pick<NotebookCell, "kind" | "document" | "metadata">): DocumentCell {
  const layout = ours<CellLayout>(cell.metadata);
  const { languageId } = cell.document;
  const kind: number = cell.kind;
  return {
    kind: kind === CODE ? "code" : "markdown",
    value: cell.document.getText().replaceAll("\r\n", "\n"),
    language: languageId,
    ...(layout && { layout }),
  };
}

/** The text that a document would be saved as, and which cell of that file each of its cells is. */
export function documentText(notebook: Pick<NotebookDocument, "metadata" | "getCells">): Written {
  const layout = ours<DocumentLayout>(notebook.metadata) ?? {};
  return writeDocument({ layout, cells: notebook.getCells().map(documentCell) });
}

function ours<T>(metadata: Readonly<Record<string, unknown>> | undefined): T | undefined {
  // SAFETY: only the serializer writes this key, and only with this shape.
  return metadata?.[METADATA_KEY] as T | undefined;
}
