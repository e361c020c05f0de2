/**
 * Paths with wildcards as Hadoop writes them, which is what engines read: `*`, `?`, `[a-c]`, `[^a]`, `{a,b}`, and `\` before a
 * character that means itself. Pure.
 */

/** Whether a path segment, or a path, has a wildcard. */
export const hasWildcard = (text: string) => /(?<!\\)[*?[{]/.test(text);

/** `a/{b,c/d}` is `a/b` and `a/c/d`. Braces may stand in each other and hold separators. */
export function expandBraces(pattern: string): string[] {
  const open = indexOutsideEscape(pattern, "{", 0);
  if (open < 0) return [pattern];
  const parts: string[] = [];
  let depth = 0;
  let from = open + 1;
  for (let i = open; i < pattern.length; i++) {
    const char = pattern[i];
    if (char === "\\") i++;
    else if (char === "{") depth++;
    else if (char === "," && depth === 1) {
      parts.push(pattern.slice(from, i));
      from = i + 1;
    } else if (char === "}" && --depth === 0) {
      parts.push(pattern.slice(from, i));
      const head = pattern.slice(0, open);
      return parts.flatMap((part) => expandBraces(head + part + pattern.slice(i + 1)));
    }
  }
  return [pattern];
}

function indexOutsideEscape(text: string, char: string, from: number): number {
  for (let i = from; i < text.length; i++) {
    if (text[i] === "\\") i++;
    else if (text[i] === char) return i;
  }
  return -1;
}

/** One segment without braces as a regular expression over a name. */
export function segmentPattern(segment: string): RegExp {
  let source = "";
  for (let i = 0; i < segment.length; i++) {
    const char = segment[i] ?? "";
    if (char === "\\") source += escape(segment[++i] ?? "\\");
    else if (char === "*") source += ".*";
    else if (char === "?") source += ".";
    else if (char === "[") {
      const close = segment.indexOf("]", i + 2);
      if (close < 0) source += "\\[";
      else {
        const inside = segment.slice(i + 1, close).replace(/^[!^]/, "");
        const negated = /^[!^]/.test(segment.slice(i + 1, close)) ? "^" : "";
        source += `[${negated}${inside.replace(/[\\\]^]/g, "\\$&")}]`;
        i = close;
      }
    } else source += escape(char);
  }
  return new RegExp(`^${source}$`, "su");
}

const escape = (char: string) => char.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");

/** A segment without wildcards as the name that it means. */
export const unescaped = (segment: string) => segment.replace(/\\(.)/gs, "$1");
