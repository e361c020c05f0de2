import { sqlTokens } from "../../sql-text.ts";
import type { SqlToken } from "../../sql-text.ts";
import type { FormText } from "./form-text.ts";

/**
 * How a form stands in SQL, which decides what can take its place. `literal`: a whole string, `'${day}'` · `typed`: the
 * same behind `date` or `timestamp` · `inside`: a part of a string · `bare`: outside of quotes · `list`: alone in the
 * parentheses of `in (…)` · `part`: of a name, a path in backticks, an interval or a command, where SQL takes no
 * parameters · `comment`.
 */
export type SqlPlace = "literal" | "typed" | "inside" | "bare" | "list" | "part" | "comment";

/** What the forms of a paragraph are replaced by, by their order in it. */
export type SqlBinding = {
  /** In place of a whole expression, such as `:day`; of a list: the array. */
  bound: string;
  /** The same as a string, for the inside of one. */
  asText: string;
  /** In place of what SQL takes no parameters for: the value as Zeppelin spliced it in. */
  fixed: string;
  bare: string;
  list: (operand: string) => string;
};

type Piece = { kind: SqlToken["kind"]; text: string; forms: number[]; place?: SqlPlace };

/** Other statements are commands, which take no parameters on any engine. */
const queries = new Set(["select", "with", "from", "values", "table", "("]);

const mark = (i: number, salt: string) => `z${salt}form${i}z`;

/** The text in pieces, each form a word of its own or a part of a piece. */
function piecesOf(code: string, forms: readonly FormText[]): { pieces: Piece[]; marks: RegExp } {
  let salt = "";
  while (code.includes(mark(0, salt).slice(0, -2))) salt += "q";
  let marked = "";
  let at = 0;
  forms.forEach(({ start, end }, i) => {
    marked += code.slice(at, start) + mark(i, salt);
    at = end;
  });
  marked += code.slice(at);
  const marks = new RegExp(`z${salt}form(\\d+)z`, "g");
  const pieces = [...sqlTokens(marked)].map(({ kind, start, end }): Piece => {
    const text = marked.slice(start, end);
    return { kind, text, forms: [...text.matchAll(marks)].map((match) => Number(match[1])) };
  });
  let command: boolean | undefined;
  pieces.forEach((piece, i) => {
    if (piece.text === ";") command = undefined;
    else if (piece.kind !== "space" && piece.kind !== "comment") command ??= !queries.has(piece.text.toLowerCase());
    if (piece.forms.length === 0) return;
    const place = placeOf(pieces, i, marks);
    piece.place = command && place !== "comment" ? "part" : place;
  });
  return { pieces, marks };
}

function placeOf(pieces: readonly Piece[], at: number, marks: RegExp): SqlPlace {
  const piece = pieces[at];
  if (!piece || piece.kind === "comment") return "comment";
  const alone = piece.text.replace(/^['"](.*)['"]$/s, "$1").replace(marks, "") === "" && piece.forms.length === 1;
  const before = neighbour(pieces, at, -1);
  if (piece.kind === "string") {
    const word = before?.text.toLowerCase();
    if (word === "interval") return "part";
    if (alone && inList(pieces, at)) return "list";
    if (alone) return word === "date" || word === "timestamp" ? "typed" : "literal";
    return "inside";
  }
  if (piece.kind !== "word" || !alone) return "part";
  const [left, right] = [pieces[at - 1]?.text, pieces[at + 1]?.text];
  if (left === "." || right === "." || before?.text.toLowerCase() === "as") return "part";
  return inList(pieces, at) ? "list" : "bare";
}

function inList(pieces: readonly Piece[], at: number): boolean {
  const open = indexOf(pieces, at, -1);
  return (
    pieces[open]?.text === "(" &&
    neighbour(pieces, open, -1)?.text.toLowerCase() === "in" &&
    neighbour(pieces, at, 1)?.text === ")"
  );
}

function indexOf(pieces: readonly Piece[], at: number, step: 1 | -1): number {
  let i = at + step;
  while (pieces[i]?.kind === "space" || pieces[i]?.kind === "comment") i += step;
  return i;
}

const neighbour = (pieces: readonly Piece[], at: number, step: 1 | -1) => pieces[indexOf(pieces, at, step)];

/** Where each form stands, in their order. */
export function placesOf(code: string, forms: readonly FormText[]): SqlPlace[] {
  const places = forms.map((): SqlPlace => "part");
  for (const { forms: held, place } of piecesOf(code, forms).pieces)
    for (const form of held) if (place) places[form] = place;
  return places;
}

/** The code with parameters in place of its forms. Comments keep theirs: nothing reads them. */
export function bindForms(code: string, forms: readonly FormText[], bindings: readonly SqlBinding[]): string {
  const { pieces, marks } = piecesOf(code, forms);
  const out = pieces.map(({ text }) => text);
  const replace = (from: number, to: number, text: string) => {
    for (let i = from; i <= to; i++) out[i] = i === from ? text : "";
  };
  pieces.forEach(({ text, place, forms: held }, i) => {
    const binding = bindings[held[0] ?? -1];
    if (!place || !binding) return;
    const fixed = text.replace(marks, (_, form: string) => bindings[Number(form)]?.fixed ?? "");
    switch (place) {
      case "literal":
        out[i] = binding.asText;
        break;
      case "bare":
        out[i] = binding.bare;
        break;
      case "inside":
        out[i] = concat(text, marks, bindings);
        break;
      case "part":
        out[i] = fixed;
        break;
      case "typed": {
        const word = indexOf(pieces, i, -1);
        replace(word, i, `cast(${binding.bound} as ${(pieces[word]?.text ?? "").toLowerCase()})`);
        break;
      }
      case "list": {
        const inWord = indexOf(pieces, indexOf(pieces, i, -1), -1);
        const operand = operandOf(pieces, inWord);
        if (!operand) out[i] = fixed;
        else replace(operand.start, indexOf(pieces, i, 1), `${operand.not ? "not " : ""}${binding.list(operand.name)}`);
        break;
      }
      case "comment":
        out[i] = text.replace(marks, (_, form: string) => sourceOf(code, forms[Number(form)]));
        break;
    }
  });
  return out.join("");
}

const sourceOf = (code: string, form: FormText | undefined) => (form ? code.slice(form.start, form.end) : "");

/** `'a-${x}'` as `concat('a-', :x)`. */
function concat(text: string, marks: RegExp, bindings: readonly SqlBinding[]): string {
  const [, prefix = "", quote = "'", inside = ""] = /^(r?)(['"])(.*?)\2?$/is.exec(text) ?? [];
  const parts: string[] = [];
  let at = 0;
  const literal = (end: number) => {
    if (end > at) parts.push(`${prefix}${quote}${inside.slice(at, end)}${quote}`);
  };
  for (const match of inside.matchAll(marks)) {
    literal(match.index);
    parts.push(bindings[Number(match[1])]?.asText ?? "''");
    at = match.index + match[0].length;
  }
  literal(inside.length);
  return `concat(${parts.join(", ")})`;
}

/** The column before `in` or `not in`: a name with its dots. None where something else stands there. */
function operandOf(
  pieces: readonly Piece[],
  inWord: number,
): { start: number; name: string; not: boolean } | undefined {
  let at = indexOf(pieces, inWord, -1);
  const not = pieces[at]?.text.toLowerCase() === "not";
  if (not) at = indexOf(pieces, at, -1);
  const isName = (piece: Piece | undefined) =>
    piece !== undefined && (piece.kind === "word" || piece.kind === "quoted-name") && piece.forms.length === 0;
  if (!isName(pieces[at])) return undefined;
  let start = at;
  while (pieces[start - 1]?.text === "." && isName(pieces[start - 2])) start -= 2;
  const name = pieces
    .slice(start, at + 1)
    .map(({ text }) => text)
    .join("");
  return { start, name, not };
}
