import stringWidth from "string-width";

const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });
const plainAscii = /^[\x20-\x7e]*$/;

/** Columns that a terminal needs for the text: Hangul and other wide letters take two, colour codes none. */
export function widthOf(text: string): number {
  return plainAscii.test(text) ? text.length : stringWidth(text);
}

/** Filled up with spaces to `columns`; longer text stays as it is. */
export function pad(text: string, columns: number, side: "left" | "right" = "left"): string {
  const fill = " ".repeat(Math.max(0, columns - widthOf(text)));
  return side === "left" ? text + fill : fill + text;
}

/** At most `columns` wide, with `…` where something was left out. The text must hold no colour codes. */
export function cut(text: string, columns: number): string {
  if (plainAscii.test(text)) return text.length <= columns ? text : `${text.slice(0, Math.max(0, columns - 1))}…`;
  // Only as much is looked at as can fit: a cell may hold megabytes.
  let kept = "";
  let keptWidth = 0;
  let fitting = "";
  for (const { segment } of graphemes.segment(text)) {
    const next = keptWidth + stringWidth(segment);
    if (next > columns) return `${fitting}…`;
    kept += segment;
    keptWidth = next;
    if (next < columns) fitting = kept;
  }
  return kept;
}

/** At most `columns` wide, with `…` in the place of what was left out; of a path the last part stays while it fits. */
export function cutMiddle(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text;
  const last = text.slice(text.lastIndexOf("/") + 1);
  const tail = last === text ? Math.floor((columns - 1) / 2) : Math.min(widthOf(last) + 1, columns - 1);
  let end = "";
  let width = 0;
  for (const { segment } of [...graphemes.segment(text)].reverse()) {
    const next = width + widthOf(segment);
    if (next > tail) break;
    end = segment + end;
    width = next;
  }
  return cut(text, columns - width) + end;
}

/** Lines of at most `columns`, broken at spaces; a longer word keeps a line of its own. */
export function wrap(text: string, columns: number): string[] {
  return text.split("\n").flatMap((paragraph) => {
    const lines: string[] = [];
    let line = "";
    for (const word of paragraph.split(" ")) {
      const longer = line === "" ? word : `${line} ${word}`;
      if (line !== "" && widthOf(longer) > columns) {
        lines.push(line);
        line = word;
      } else line = longer;
    }
    return [...lines, line];
  });
}
