import type { Edited } from "../../notebook/edit.ts";
import { FRONT_LANGUAGE } from "./document.ts";
import { readDocument } from "./read-document.ts";

/**
 * What an edit of a file's front matter is to a document: the new text of its front matter cell, which is its first (to be
 * inserted where there is none). `edited` is what `notebook/edit.ts` made of the document's text.
 */
export function frontEdit(
  edited: Edited,
): { front: string } | { problems: Extract<Edited, { problems: unknown }>["problems"] } {
  if ("problems" in edited) return edited;
  const front = readDocument(edited.text).cells.find(({ language }) => language === FRONT_LANGUAGE);
  return { front: front?.value ?? "" };
}
