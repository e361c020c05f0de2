/**
 * JSON with a line for each part, every number and text exactly as it was written; `undefined` when the text is no JSON
 * object or list.
 */
export function indentJson(text: string): string | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    JSON.parse(text);
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return undefined;
    throw thrown;
  }
  let depth = 0;
  const line = () => `\n${"  ".repeat(depth)}`;
  return text.replaceAll(/"(?:[^"\\]|\\.)*"|[[{]\s*[\]}]|[[\]{},:]|\s+/g, (token) => {
    const first = token.charAt(0);
    if (first === '"') return token;
    if (/\s/.test(first)) return "";
    if (token.length > 1) return first === "[" ? "[]" : "{}";
    if (token === ":") return ": ";
    if (token === ",") return `,${line()}`;
    depth += first === "[" || first === "{" ? 1 : -1;
    return first === "[" || first === "{" ? token + line() : line() + token;
  });
}
