import type { Place } from "../../../protocol/errors.ts";
import { identifiers, namedParameters } from "../../../notebook/sql-text.ts";

/** The place of the UTF-16 units [start, end) of a statement. */
export function placeOfUnits(text: string, start: number, end: number): Place {
  const from = lineAndColumn(text, start);
  if (end <= start) return from;
  const to = lineAndColumn(text, end);
  return { ...from, endLine: to.line, endColumn: to.column };
}

function lineAndColumn(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  const lastBreak = before.lastIndexOf("\n");
  return { line: before.split("\n").length, column: before.length - lastBreak };
}

/** The place of the UTF-8 bytes [start, end) of a statement, which is how Sail counts. */
export function placeOfBytes(text: string, start: number, end: number): Place {
  const bytes = Buffer.from(text, "utf8");
  const units = (count: number) => bytes.subarray(0, count).toString("utf8").length;
  return placeOfUnits(text, units(start), units(end));
}

/** Just behind the last character that says something: where a statement ended too early. */
export function placeOfEnd(text: string): Place {
  return lineAndColumn(text, text.trimEnd().length);
}

/**
 * Where a name that the engine does not know stands in the statement: `nope`, `t.nope`, in any case. The parts must
 * follow each other; where the engine added parts of its own (catalog, schema), the last ones decide.
 */
export function placeOfName(text: string, name: readonly string[]): Place | undefined {
  const words = identifiers(text);
  const wanted = name.map((part) => part.toLowerCase());
  for (let parts = wanted.slice(); parts.length > 0; parts = parts.slice(1)) {
    const at = words.findIndex((_, i) =>
      parts.every((part, k) => {
        const word = words[i + k];
        const before = words[i + k - 1];
        const joined =
          k === 0 || (before !== undefined && word !== undefined && text.slice(before.end, word.start).trim() === ".");
        return joined && word?.name.toLowerCase() === part;
      }),
    );
    const first = words[at];
    const last = words[at + parts.length - 1];
    if (first && last) return placeOfUnits(text, first.start, last.end);
  }
  return undefined;
}

export function placeOfParameter(text: string, name: string): Place | undefined {
  const use = namedParameters(text).find((each) => each.name === name);
  return use && placeOfUnits(text, use.start, use.end);
}
