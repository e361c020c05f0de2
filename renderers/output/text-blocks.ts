import { ansiPieces } from "../report/ansi.ts";
import type { AnsiPiece } from "../report/ansi.ts";

/** Some lines of what was printed. `text` tells blocks apart: equal blocks are equal to look at. */
export type TextBlock = { pieces: readonly AnsiPiece[]; text: string; lines: number };

/** Lines of a block: few enough that a browser lays out only what is seen, many enough that blocks are few. */
export const BLOCK_LINES = 200;

/** Printed text in blocks of whole lines, in which text has its look whatever stands in the blocks before. */
export function textBlocks(printed: string): TextBlock[] {
  const blocks: TextBlock[] = [];
  let pieces: AnsiPiece[] = [];
  let lines = 0;
  const close = () => {
    if (pieces.length > 0)
      blocks.push({ pieces, text: pieces.map(({ look, text }) => `${look}\0${text}`).join("\0"), lines });
    pieces = [];
    lines = 0;
  };
  for (const { text, look } of ansiPieces(printed)) {
    let start = 0;
    for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) {
      if (++lines < BLOCK_LINES) continue;
      pieces.push({ text: text.slice(start, at + 1), look });
      start = at + 1;
      close();
    }
    if (start < text.length) pieces.push({ text: text.slice(start), look });
  }
  lines++;
  close();
  return blocks;
}
