import type { ImportProblem, Remark } from "./imported.ts";

// Both Node and browsers have it; the types of neither are used here, so that the room stays free of both.
declare const TextDecoder: new (label: string, options: { fatal: boolean }) => { decode(bytes: Uint8Array): string };

/**
 * The JSON of a file as it is found in real folders: a licence comment before it is left out, and so is what a bad write
 * left behind its end (`}}`). Both are said.
 */
export function readJson(input: string | Uint8Array): { value: unknown; notes: Remark[] } | { problem: ImportProblem } {
  const text = typeof input === "string" ? input : decode(input);
  if (text === undefined) return { problem: { code: "import.not-utf8", args: {} } };
  const notes: Remark[] = [];
  const start = jsonStart(text);
  if (
    start > 0 &&
    text
      .slice(0, start)
      .replace(/^\ufeff/, "")
      .trim() !== ""
  )
    notes.push({ outcome: "dropped", code: "import.leading-comment", args: {} });
  const body = text.slice(start);
  if (body.trim() === "") return { problem: { code: "import.empty-file", args: {} } };
  const whole = tryParse(body);
  if ("value" in whole) return { value: whole.value, notes };
  const end = balancedEnd(body);
  const first = end === undefined || !/^[\s}\]]*$/.test(body.slice(end)) ? undefined : tryParse(body.slice(0, end));
  if (!first || !("value" in first)) return { problem: { code: "import.not-json", args: { reason: whole.reason } } };
  notes.push({ outcome: "dropped", code: "import.trailing-text", args: {} });
  return { value: first.value, notes };
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined; // Not UTF-8: the only thing that a fatal decoder throws for.
  }
}

function tryParse(text: string): { value: unknown } | { reason: string } {
  try {
    return { value: JSON.parse(text) };
  } catch (thrown) {
    return { reason: thrown instanceof Error ? thrown.message : String(thrown) };
  }
}

/** Where the JSON begins, behind a byte order mark, white space and comments. */
function jsonStart(text: string): number {
  const skipped = /(?:[\ufeff\s]+|\/\*[^]*?\*\/|<!--[^]*?-->|(?:\/\/|#)[^\n]*(?:\n|$))/y;
  let at = 0;
  while (skipped.test(text)) at = skipped.lastIndex;
  return at;
}

/** Behind the bracket that closes the first one; none where it is never closed. */
function balancedEnd(text: string): number | undefined {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (c === '"') {
      for (i++; i < text.length && text[i] !== '"'; i++) if (text[i] === "\\") i++;
    } else if (c === "{" || c === "[") depth++;
    else if ((c === "}" || c === "]") && --depth === 0) return i + 1;
  }
  return undefined;
}
