/*
 * Values come from logs, and logs hold what strangers sent: an escape sequence in a user agent could rewrite the
 * terminal's title or hide lines, a bidirectional control could show text in another order than it has.
 */
const harmful = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029\ufeff]/gu;
const named: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** One line of text that a terminal shows as it is: control characters become `\n`, `\x1b`, `\u202e`. */
export function printable(text: string): string {
  return text.replace(harmful, escaped);
}

/** The same for text of several lines: line ends and tabs stay. */
export function printableLines(text: string): string {
  return text.replaceAll("\r\n", "\n").replace(harmful, (c) => (c === "\n" || c === "\t" ? c : escaped(c)));
}

function escaped(character: string): string {
  const code = character.charCodeAt(0);
  return (
    named[character] ??
    (code < 0x100 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u${code.toString(16).padStart(4, "0")}`)
  );
}
