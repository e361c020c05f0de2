import type { NotebookDocument, TextDocument } from "vscode";
import type { CellText } from "./knowledge.ts";

const read = new WeakMap<TextDocument, { version: number; text: CellText }>();

/** The cells of a document; a cell that was not edited is the same object as before. */
export const cellTexts = (notebook: Pick<NotebookDocument, "getCells">): CellText[] =>
  notebook.getCells().map(({ document }) => cellText(document));

export function cellText(document: TextDocument): CellText {
  const known = read.get(document);
  if (known && known.version === document.version && known.text.language === document.languageId) return known.text;
  const text = { language: document.languageId, value: document.getText().replaceAll("\r\n", "\n") };
  read.set(document, { version: document.version, text });
  return text;
}

/** Lines and characters from 0, as VS Code counts them. */
export type At = { line: number; character: number };

/** The offset of a place in a text whose lines end with "\n"; of a place outside the text the nearest inside. */
export function offsetOf(text: string, { line, character }: At): number {
  let start = 0;
  for (let i = 0; i < line; i++) {
    const feed = text.indexOf("\n", start);
    if (feed === -1) return text.length;
    start = feed + 1;
  }
  const feed = text.indexOf("\n", start);
  return Math.min(start + character, feed === -1 ? text.length : feed);
}

export function placeOf(text: string, offset: number): At {
  const before = text.slice(0, offset);
  const start = before.lastIndexOf("\n") + 1;
  return { line: before.split("\n").length - 1, character: offset - start };
}
