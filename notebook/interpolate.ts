/** A piece of Markdown or of a title: text as it is, or a reference to a value. The pieces join to the whole. */
export type Piece =
  | { kind: "text"; text: string; start: number; end: number }
  /** `{{day}}` or `{{dau.users}}`; `text` is what the author wrote, braces included. */
  | { kind: "reference"; name: string; text: string; start: number; end: number };

export type Reference = Extract<Piece, { kind: "reference" }>;

/** A parameter, or a cell and a column of its one row. Column names may hold anything but braces. */
const reference = /\{\{[ \t]*([\p{L}_][\p{L}\p{N}_]*(?:\.[^{}\n]*[^{}\s])?)[ \t]*\}\}/gu;

/** Offsets are in UTF-16 units. */
export function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  let at = 0;
  const plain = (end: number) => {
    if (end > at) found.push({ kind: "text", text: text.slice(at, end), start: at, end });
  };
  for (const match of text.matchAll(reference)) {
    const end = match.index + match[0].length;
    plain(match.index);
    found.push({ kind: "reference", name: match[1] ?? "", text: match[0], start: match.index, end });
    at = end;
  }
  plain(text.length);
  return found;
}

export const references = (text: string): Reference[] => pieces(text).filter((piece) => piece.kind === "reference");

/** Puts values in place of their references. A reference to what is not among them stays as written; only values are escaped. */
export function interpolate(
  text: string,
  values: Readonly<Record<string, string>>,
  escape: (value: string) => string,
): string {
  return pieces(text)
    .map((piece) => {
      const value = piece.kind === "reference" && Object.hasOwn(values, piece.name) ? values[piece.name] : undefined;
      return value === undefined ? piece.text : escape(value);
    })
    .join("");
}
