/**
 * Width in pixels of text in the sans-serif fonts that reports use, for layout where there is no canvas. Latin widths
 * are those of Helvetica (Adobe's AFM tables, in thousandths of the font size), close to Arial, Segoe UI and Roboto;
 * Hangul, kana and Chinese characters are as wide as the font is high in every common font.
 */
export function textWidth(text: string, fontSize: number, bold = false): number {
  let thousandths = 0;
  for (const character of text) thousandths += characterWidth(character);
  return (thousandths * fontSize * (bold ? 1.06 : 1)) / 1000;
}

function characterWidth(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  if (code >= 0x20 && code < 0x7f) return ascii[code - 0x20] ?? 556;
  if (code < 0x300) return 556;
  if (code < 0x370) return 0; // combining marks
  if (code < 0x1100) return 600;
  return 1000;
}

// From the space to the tilde.
const ascii = [
  278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556,
  556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833,
  722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556,
  556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334,
  260, 334, 584,
];
