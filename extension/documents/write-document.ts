import { defaultOptions } from "../../notebook/options.ts";
import { print } from "../../notebook/print.ts";
import type { Cell } from "../../notebook/notebook.ts";
import { scan } from "../../notebook/scan.ts";
import { cellText, fenceLanguage, frontText, frontValue, inEditor, stillMeans } from "./cell-text.ts";
import { FRONT_LANGUAGE } from "./document.ts";
import type { DocumentCell, DocumentData } from "./document.ts";
import { splitFront } from "./split-front.ts";

export type Written = {
  text: string;
  /** For each cell of the document its ordinal in the file; none for the front matter, which is no cell there. */
  ordinals: readonly (number | undefined)[];
};

/** The text of a document's file. Cells that were not edited keep their bytes. */
export function writeDocument({ layout, cells }: DocumentData): Written {
  const eol = layout.crlf ? "\r\n" : "\n";
  const front = cells.find(({ language, kind }) => kind === "code" && language === FRONT_LANGUAGE);
  const { front: value, rest: below } =
    front && !isKept(front) ? splitFront(front.value) : { front: front?.value ?? "", rest: "" };
  const behind: DocumentCell[] = below.trim() === "" ? [] : [{ kind: "markdown", language: "markdown", value: below }];
  const rest = [...behind, ...cells.filter((cell) => cell !== front)];
  const written = rest.map((cell, i) => fileCell(cell, rest[i - 1], i === rest.length - 1, eol));
  const text = print({
    cells: written,
    source: {
      bom: layout.bom ?? false,
      eol,
      head: front ? headText({ ...front, value }, rest.length > 0, eol) : "",
      tail: layout.tail ?? "",
    },
  });
  let ordinal = behind.length;
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

/** Whether the front matter is still what the file has: a lone carriage return may stand in it, where the editor has a line's end. */
function isKept({ value, layout }: DocumentCell): boolean {
  const { front } = scan(layout?.raw ?? "");
  return front !== undefined && frontValue(front.yaml.text) === inEditor(value);
}

/** The front matter with its fences, and what stood between it and the first cell. */
function headText(cell: DocumentCell, followed: boolean, eol: string): string {
  const raw = cell.layout?.raw;
  if (raw !== undefined && isKept(cell)) return raw;
  const plain = frontText(cell.value, eol);
  const { front, body } = scan(raw ?? "");
  return front && followed ? `${plain}${body.slice(front.end)}` : plain;
}
