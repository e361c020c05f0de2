/** A text with parts of it replaced, and how places in it are places in the text as it was. Offsets in UTF-16 units. */
export type Edited = { text: string; original: string; edits: readonly Edit[] };
/** `start` and `end` in the original. */
export type Edit = { start: number; end: number; put: string };

/** `edits` in their order, none over another. */
export function edited(original: string, edits: readonly Edit[]): Edited {
  let text = "";
  let at = 0;
  for (const { start, end, put } of edits) {
    text += original.slice(at, start) + put;
    at = end;
  }
  return { text: text + original.slice(at), original, edits };
}

/** Where an offset of the edited text lies in the original; inside of what was put there, where that begins. */
export function originalOffset({ edits }: Edited, offset: number): number {
  let moved = 0;
  for (const { start, end, put } of edits) {
    const from = start + moved;
    if (offset < from) break;
    if (offset < from + put.length) return start;
    moved += put.length - (end - start);
  }
  return offset - moved;
}
