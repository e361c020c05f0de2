import { assemble } from "./assemble.ts";
import type { Imported, ImportFormat, ImportProblem } from "./imported.ts";
import { draftOfIpynb } from "./jupyter/draft-of-ipynb.ts";
import { asText, isRecord } from "./loose.ts";
import type { Loose } from "./loose.ts";
import { readJson } from "./read-json.ts";
import { draftOfNote } from "./zeppelin/draft-of-note.ts";

export type ImportOptions = {
  /** What the notebook is called where it does not say so itself: its file's name without ending. */
  name: string;
  /** IANA name: of the notebook, of its schedule, and of times in it that have no offset. UTC where none is given. */
  timezone?: string;
};

/**
 * A notebook of Zeppelin or Jupyter as one of ours. The format is told by the content. Nothing is run, and the same
 * input gives the same output. Never throws: what is no notebook, or a damaged one, is a problem with a code.
 */
export function importNotebook(
  input: string | Uint8Array,
  options: ImportOptions,
): Imported | { problem: ImportProblem } {
  const read = readJson(input);
  if ("problem" in read) return read;
  const found = notebookIn(read.value);
  if (!found) return { problem: { code: "import.unknown-format", args: {} } };
  const { draft, cron } =
    found.format === "zeppelin"
      ? draftOfNote(found.json, options)
      : { draft: draftOfIpynb(found.json, options), cron: undefined };
  return assemble({ ...draft, notes: [...read.notes, ...draft.notes] }, cron);
}

/** Which of the formats a file is in; none where it is something else. */
export function formatOfNotebook(input: string | Uint8Array): ImportFormat | undefined {
  const read = readJson(input);
  return "value" in read ? notebookIn(read.value)?.format : undefined;
}

/** Zeppelin's REST API puts a note into `body`, its export of several versions writes it there as text. */
function notebookIn(value: unknown, depth = 0): { format: ImportFormat; json: Loose } | undefined {
  if (!isRecord(value)) return undefined;
  if (Array.isArray(value["paragraphs"])) return { format: "zeppelin", json: value };
  if (Array.isArray(value["cells"]) || Array.isArray(value["worksheets"])) {
    return "nbformat" in value || "metadata" in value ? { format: "jupyter", json: value } : undefined;
  }
  const { body } = value;
  if (depth > 0) return undefined;
  const text = asText(body);
  const inner = text === undefined ? { value: body } : readJson(text);
  return "value" in inner ? notebookIn(inner.value, 1) : undefined;
}
