import { escapeHtml, Html } from "../html.ts";

/**
 * Terminal output as markup: the sixteen colours and bold, faint, italic and underlined text become classes; every
 * other escape sequence (cursor, title, links) is left out, and a line that was written over shows what was last on it.
 */
export function ansiHtml(text: string): Html {
  let look: Look = plain;
  let markup = "";
  const lines = text.replaceAll("\r\n", "\n").replaceAll(/^[^\n]*\r(?=[^\n])/gm, "");
  for (const piece of lines.split(sequence)) {
    const codes = /^\x1b\[([\d;:]*)m$/.exec(piece);
    if (codes) look = (codes[1] ?? "").split(/[;:]/).map(Number).reduce(applied, look);
    else if (!piece.startsWith("\x1b") && !piece.startsWith("\x9b") && piece !== "") markup += dressed(piece, look);
  }
  return new Html(markup);
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

function dressed(text: string, { colour, bold, faint, italic, underline }: Look): string {
  const classes = [
    colour,
    bold && "ansi-bold",
    faint && "ansi-faint",
    italic && "ansi-italic",
    underline && "ansi-underline",
  ];
  const named = classes.filter(Boolean).join(" ");
  return named === "" ? escapeHtml(text) : `<span class="${named}">${escapeHtml(text)}</span>`;
}
