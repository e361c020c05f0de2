import { languagesThatRun, lineAt } from "../../notebook/lines.ts";
import { parse } from "../../notebook/parse.ts";
import { scan } from "../../notebook/scan.ts";
import type { Piece } from "../../notebook/scan.ts";
import { PLAIN, cellText, editorText, frontText, frontValue } from "./cell-text.ts";
import { FRONT_LANGUAGE } from "./document.ts";
import type { CellLayout, DocumentCell, DocumentData } from "./document.ts";

/** The text of a file as an editor holds it. `writeDocument` gives the text back byte for byte. Never throws. */
export function readDocument(text: string): DocumentData {
  const { front, pieces, body, eol } = scan(text);
  const { notebook } = parse(text);
  const { bom, head, tail } = notebook.source;
  const cells = pieces.map((piece, i) => {
    const cell = bareCell(piece, body);
    const around = { apart: isApart(pieces, i), last: i === pieces.length - 1 };
    const raw = notebook.cells[i]?.raw;
    if (raw === undefined || cellText(cell, around, eol) === raw) return cell;
    return { ...cell, layout: { ...cell.layout, raw } };
  });
  return {
    layout: { ...(bom && { bom }), ...(eol === "\r\n" && { crlf: true as const }), ...(tail !== "" && { tail }) },
    cells: front ? [frontCell(front.yaml.text, head, eol), ...cells] : cells,
  };
}

function frontCell(yaml: string, head: string, eol: string): DocumentCell {
  const value = frontValue(yaml);
  const cell = { kind: "code" as const, language: FRONT_LANGUAGE, value };
  return frontText(value, eol) === head ? cell : { ...cell, layout: { raw: head } };
}

function bareCell(piece: Piece, body: string): DocumentCell {
  const value = editorText(piece, body);
  if (piece.kind === "markdown") {
    const separator = piece.separator && separatorLine(piece, body);
    const needed = separator !== undefined && separator !== "<!-- cell -->";
    return { kind: "markdown", language: "markdown", value, ...(needed && { layout: { separator } }) };
  }
  const { language, ticks } = piece;
  const layout: CellLayout = {
    ...(ticks > 3 && { ticks }),
    ...(!languagesThatRun.includes(language) && { language }),
  };
  // A fence of this name is a cell like others: front matter is what stands between `---`.
  const shown = language === FRONT_LANGUAGE ? PLAIN : language;
  return { kind: "code", language: shown, value, ...(Object.keys(layout).length > 0 && { layout }) };
}

function separatorLine(piece: Piece, body: string): string {
  const { start, end } = lineAt(body, piece.start);
  return body.slice(start, end);
}

const isApart = (pieces: readonly Piece[], i: number): boolean =>
  pieces[i]?.kind === "markdown" && pieces[i - 1]?.kind === "markdown";
