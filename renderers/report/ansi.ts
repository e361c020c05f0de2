import { escapeHtml, Html } from "../html.ts";

/** Text of one look; `look` holds the names of its classes, and is "" where it is plain. */
export type AnsiPiece = { text: string; look: string };

/**
 * Terminal output as text with looks: the sixteen colours and bold, faint, italic and underlined text become classes;
 * every other escape sequence (cursor, title, links) is left out, and a line that was written over shows what was last on it.
 */
export function ansiPieces(text: string): AnsiPiece[] {
  let look: Look = plain;
  const pieces: AnsiPiece[] = [];
  const lines = text.replaceAll("\r\n", "\n").replaceAll(/^[^\n]*\r(?=[^\n])/gm, "");
  for (const piece of lines.split(sequence)) {
    const codes = /^\x1b\[([\d;:]*)m$/.exec(piece);
    if (codes) look = withoutPalettes(codes[1] ?? "").reduce(applied, look);
    else if (!piece.startsWith("\x1b") && !piece.startsWith("\x9b") && piece !== "")
      pieces.push({ text: piece, look: classesOf(look) });
  }
  return pieces;
}

/** The same as markup. */
export function ansiHtml(text: string): Html {
  const markup = ansiPieces(text).map(({ text, look }) =>
    look === "" ? escapeHtml(text) : `<span class="${look}">${escapeHtml(text)}</span>`,
  );
  return new Html(markup.join(""));
}

/** Without 38 and 48 and the numbers behind them, which name one of 256 or of 16 million colours. */
function withoutPalettes(codes: string): number[] {
  const numbers = codes.split(/[;:]/).map(Number);
  const kept: number[] = [];
  for (let i = 0; i < numbers.length; i++) {
    const code = numbers[i] ?? 0;
    if (code === 38 || code === 48) i += numbers[i + 1] === 5 ? 2 : numbers[i + 1] === 2 ? 4 : 0;
    else kept.push(code);
  }
  return kept;
}

/** CSI, OSC (ended by BEL or ST) and other string sequences, and escapes of one more character. */
const sequence =
  /(\x1b\[[0-?]*[ -/]*[@-~]|\x9b[0-?]*[ -/]*[@-~]|\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b[ -/]*[0-~]?)/;

type Look = { colour: string; bold: boolean; faint: boolean; italic: boolean; underline: boolean };
const plain: Look = { colour: "", bold: false, faint: false, italic: false, underline: false };

function applied(look: Look, code: number): Look {
  if (code === 0) return plain;
  if (code === 1) return { ...look, bold: true };
  if (code === 2) return { ...look, faint: true };
  if (code === 3) return { ...look, italic: true };
  if (code === 4) return { ...look, underline: true };
  if (code === 22) return { ...look, bold: false, faint: false };
  if (code === 23) return { ...look, italic: false };
  if (code === 24) return { ...look, underline: false };
  if (code === 39) return { ...look, colour: "" };
  if (code >= 30 && code <= 37) return { ...look, colour: `ansi-${code - 30}` };
  if (code >= 90 && code <= 97) return { ...look, colour: `ansi-${code - 90} ansi-bright` };
  return look;
}

function classesOf({ colour, bold, faint, italic, underline }: Look): string {
  const classes = [
    colour,
    bold && "ansi-bold",
    faint && "ansi-faint",
    italic && "ansi-italic",
    underline && "ansi-underline",
  ];
  return classes.filter(Boolean).join(" ");
}
