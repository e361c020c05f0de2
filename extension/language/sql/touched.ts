import { sqlTokens } from "../../../notebook/sql-text.ts";
import type { Span } from "../span.ts";

/** `inside`: of a string, a comment or a number, where no name is written. */
export type Touched = { kind: "inside" } | { kind: "word"; range: Span; text: string; parameter: boolean };

/** The word that the place is in or at the end of. `text` is the code with a quote that was not closed taken away. */
export function touchedAt(code: string, offset: number): Touched {
  const empty: Touched = { kind: "word", range: { start: offset, end: offset }, text: code, parameter: false };
  for (const { kind, start, end } of sqlTokens(code)) {
    if (start >= offset) break;
    if (end < offset) continue;
    switch (kind) {
      case "comment":
        if (offset < end || code.startsWith("--", start) || !code.slice(start, end).endsWith("*/"))
          return { kind: "inside" };
        break;
      case "string":
      case "number":
        return { kind: "inside" };
      case "word":
        return { ...empty, range: { start, end } };
      case "parameter":
        return { ...empty, range: { start: start + 1, end }, parameter: true };
      case "quoted-name": {
        const quoted = code.slice(start, end);
        if (isClosed(quoted) && !quoted.includes("\n"))
          return offset < end ? { ...empty, range: { start, end } } : { kind: "inside" };
        const text = `${code.slice(0, start)}_${code.slice(start + 1)}`;
        const behind = /^[\p{L}\p{N}_]*/u.exec(code.slice(offset))?.[0].length ?? 0;
        return { ...empty, range: { start, end: offset + behind }, text };
      }
      case "punctuation":
        if (end === offset && code.slice(start, end) === ":" && !/[\p{L}\p{N}_`\])]/u.test(code[start - 1] ?? ""))
          return { ...empty, parameter: true };
        break;
      case "space":
        break;
    }
  }
  return empty;
}

const isClosed = (quoted: string): boolean => quoted.length > 1 && quoted.endsWith("`");
