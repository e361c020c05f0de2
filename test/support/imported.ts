import { readFileSync } from "node:fs";
import type { Imported } from "../../notebook/importers/imported.ts";
import { importNotebook } from "../../notebook/importers/import-notebook.ts";

/** The bytes of a file of the importers' test data. */
export const testFile = (name: string): Uint8Array =>
  readFileSync(new URL(`../../notebook/importers/test-data/${name}`, import.meta.url));

/** Imports what must be a notebook: bytes, text, or the JSON of one. */
export function imported(input: string | Uint8Array | object, timezone?: string): Imported {
  const json = typeof input === "string" || input instanceof Uint8Array ? input : JSON.stringify(input);
  const found = importNotebook(json, { name: "given", ...(timezone !== undefined && { timezone }) });
  if ("problem" in found) throw new Error(JSON.stringify(found.problem));
  return found;
}

/** The codes of what is said of a piece of the original, by its place there from 1; of the whole with 0. */
export const codesOf = ({ report }: Imported, index: number): string[] =>
  (index === 0 ? report.notes : (report.paragraphs[index - 1]?.remarks ?? [])).map(({ code }) => code);
