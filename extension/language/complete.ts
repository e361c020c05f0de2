import { placeOf } from "../../notebook/yaml-text.ts";
import { completeMarkdown } from "./complete-references.ts";
import { isFront, isInOptions, partsOf } from "./knowledge.ts";
import type { Knowledge } from "./knowledge.ts";
import { completeSql } from "./sql/complete-sql.ts";
import type { Suggestions } from "./suggestion.ts";
import { completeYaml } from "./yaml/complete-yaml.ts";

/** What can be written at a place in a cell's text; nothing where the language is another's, as in Python's code. */
export function complete(know: Knowledge, cell: number, offset: number): Suggestions | undefined {
  const text = know.cells[cell];
  if (!text) return undefined;
  if (isFront(text)) return completeYaml(know, { of: "front" }, text.value, offset);
  if (text.language === "markdown") return completeMarkdown(know, text.value, offset);
  if (isInOptions(text, offset)) return completeOption(know, cell, offset);
  if (text.language !== "sql") return undefined;
  const { code, codeStart } = partsOf(text);
  const { range, items } = completeSql(know, cell, code, offset - codeStart);
  return { range: { start: range.start + codeStart, end: range.end + codeStart }, items };
}

function completeOption(know: Knowledge, cell: number, offset: number): Suggestions | undefined {
  const text = know.cells[cell];
  if (!text) return undefined;
  const { options, prefix } = partsOf(text);
  const lineStart = text.value.lastIndexOf("\n", offset - 1) + 1;
  const line = options.lines.findLast((each) => each.offset <= lineStart + prefix.length + 1);
  if (!line || offset < lineStart + prefix.length) return undefined;
  const found = completeYaml(
    know,
    { of: "options", cell },
    options.text,
    line.start + Math.max(0, offset - line.offset),
  );
  if (!found) return undefined;
  const start = Math.max(placeOf(options, found.range.start).offset, lineStart + prefix.length);
  const range = { start: Math.min(start, offset), end: Math.max(offset, placeOf(options, found.range.end).offset) };
  // `--|` is followed by a space.
  const isAttached = start === lineStart + prefix.length && text.value[start] !== " ";
  if (!isAttached) return { range, items: found.items };
  return {
    range,
    items: found.items.map((item) => ({ ...item, insert: ` ${item.insert}`, filter: item.filter ?? item.label })),
  };
}
