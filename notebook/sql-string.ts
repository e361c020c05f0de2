const escapes: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", b: "\b", "0": "\0", Z: "\u001a" };

/** The value of a string literal, as Spark unescapes it. */
export function stringValue(literal: string): string {
  if (/^r/i.test(literal)) return literal.slice(2, -1);
  const quote = literal[0] ?? "'";
  const inside = literal.slice(1, -1);
  const pattern = /\\U([0-9a-fA-F]{8})|\\u([0-9a-fA-F]{4})|\\([0-3][0-7][0-7])|\\([\s\S])|(''|"")/g;
  return inside.replace(
    pattern,
    (whole, long?: string, short?: string, octal?: string, char?: string, two?: string) => {
      const hex = long ?? short;
      if (hex !== undefined) return ofCode(hex, 16);
      if (octal !== undefined) return ofCode(octal, 8);
      // LIKE patterns keep these two escaped.
      if (char !== undefined) return char === "%" || char === "_" ? whole : (escapes[char] ?? char);
      return two?.[0] === quote ? quote : whole;
    },
  );
}

/** The value of `U&'…'`, which Sail knows: `\0061` and `\+000061`. `literal`: without the prefix. */
export const unicodeValue = (literal: string): string =>
  literal
    .slice(1, -1)
    .replace(/\\\+([0-9a-f]{6})|\\([0-9a-f]{4})|\\\\/gi, (_, long?: string, short?: string) =>
      long === undefined && short === undefined ? "\\" : ofCode(long ?? short ?? "", 16),
    );

function ofCode(digits: string, radix: number): string {
  const code = Number.parseInt(digits, radix);
  return code > 0x10ffff ? "\ufffd" : String.fromCodePoint(code);
}
