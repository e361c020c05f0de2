import type { CellView } from "./messages.ts";

type Piece = CellView["text_out"][number];

/** Of what a cell prints its beginning and its end are kept, in UTF-16 units. */
export const HEAD_UNITS = 64 * 1024;
export const TAIL_UNITS = 192 * 1024;
/** The tail is cut in steps of this many units, so that most appends copy nothing. */
const STEP_UNITS = 64 * 1024;

/**
 * Appends what a cell printed: joins neighbours of one stream, and beyond head and tail leaves out the middle, saying how
 * much. The result depends on the whole text alone, not on how it was cut into events, and no character is cut in two.
 */
export function appendText(pieces: readonly Piece[], more: Pick<Piece, "stream" | "text">): Piece[] {
  if (more.text === "") return [...pieces];
  const all = [...pieces];
  const last = all.at(-1);
  if (last?.stream === more.stream) all[all.length - 1] = { ...last, text: last.text + more.text };
  else all.push({ stream: more.stream, text: more.text });

  let total = 0;
  let tailStart = 0;
  for (const { text, cut = 0 } of all) {
    total += cut;
    if (cut > 0) tailStart = total;
    total += text.length;
  }
  const steps = Math.floor((total - HEAD_UNITS - TAIL_UNITS) / STEP_UNITS);
  const resume = HEAD_UNITS + steps * STEP_UNITS;
  return steps > 0 && resume > tailStart ? cutMiddle(all, resume) : all;
}

/** Keeps what lies before HEAD_UNITS and from `resume` on, both counted in the whole text. */
function cutMiddle(pieces: readonly Piece[], resume: number): Piece[] {
  const head: Piece[] = [];
  const tail: Piece[] = [];
  let at = 0;
  let headEnd = 0;
  let tailStart: number | undefined;
  for (const { stream, text, cut = 0 } of pieces) {
    at += cut;
    const isHead = at < HEAD_UNITS && cut === 0 && tail.length === 0;
    if (isHead) {
      const kept = text.slice(0, wholeUnits(text, HEAD_UNITS - at));
      if (kept !== "") head.push({ stream, text: kept });
      headEnd = at + kept.length;
    }
    if (at + text.length > resume) {
      const from = wholeUnits(text, Math.max(0, resume - at));
      tailStart ??= at + from;
      if (from < text.length) tail.push({ stream, text: text.slice(from) });
    }
    at += text.length;
  }
  const [first, ...rest] = tail;
  if (!first) return head;
  return [...head, { ...first, cut: (tailStart ?? at) - headEnd }, ...rest];
}

/** `at`, or one unit more where it would part a surrogate pair. */
function wholeUnits(text: string, at: number): number {
  if (at <= 0 || at >= text.length) return Math.min(Math.max(at, 0), text.length);
  const isLow = (text.charCodeAt(at) & 0xfc00) === 0xdc00;
  const isHigh = (text.charCodeAt(at - 1) & 0xfc00) === 0xd800;
  return isLow && isHigh ? at + 1 : at;
}
