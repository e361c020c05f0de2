import { defaultOptions } from "../../notebook/options.ts";
import { print } from "../../notebook/print.ts";
import type { Cell } from "../../notebook/notebook.ts";
import { scan } from "../../notebook/scan.ts";
import { cellText, fenceLanguage, frontText, frontValue, inEditor, stillMeans } from "./cell-text.ts";
import { FRONT_LANGUAGE } from "./document.ts";
import type { DocumentCell, DocumentData } from "./document.ts";

export type Written = {
  text: string;
  /** For each cell of the document its ordinal in the file; none for the front matter, which is no cell there. */
  ordinals: readonly (number | undefined)[];
};

/** The text of a document's file. Cells that were not edited keep their bytes. */
export function writeDocument({ layout, cells }: DocumentData): Written {
  const eol = layout.crlf ? "\r\n" : "\n";
  const front = cells.find(({ language, kind }) => kind === "code" && language === FRONT_LANGUAGE);
  const rest = cells.filter((cell) => cell !== front);
  const written = rest.map((cell, i) => fileCell(cell, rest[i - 1], i === rest.length - 1, eol));
  const text = print({
    cells: written,
    source: {
      bom: layout.bom ?? false,
      eol,
      head: front ? headText(front, rest.length > 0, eol) : "",
      tail: layout.tail ?? "",
    },
  });
  let ordinal = 0;
  return { text, ordinals: cells.map((cell) => (cell === front ? undefined : ordinal++)) };
}

function fileCell(cell: DocumentCell, before: DocumentCell | undefined, last: boolean, eol: string): Cell {
  const kept = cell.layout?.raw;
  const apart = cell.kind === "markdown" && before?.kind === "markdown";
  const raw = kept !== undefined && stillMeans(kept, cell) ? kept : cellText(cell, { apart, last }, eol);
  const shared = { options: defaultOptions, line: 0, raw };
  return cell.kind === "markdown"
    ? { kind: "markdown", text: cell.value, ...shared }
    : { kind: "code", language: fenceLanguage(cell), code: cell.value, ...shared };
}

/** The front matter with its fences, and what stood between it and the first cell. */
function headText({ value, layout }: DocumentCell, followed: boolean, eol: string): string {
  const plain = frontText(value, eol);
  if (layout?.raw === undefined) return plain;
  const { front, body } = scan(layout.raw);
  if (!front) return plain;
  const same = frontValue(front.yaml.text) === inEditor(value);
  return same ? layout.raw : `${plain}${followed ? body.slice(front.end) : ""}`;
}
