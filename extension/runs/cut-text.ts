import type { CellView } from "../../protocol/messages.ts";

type Piece = CellView["text_out"][number];

/** A character as JSON writes it in UTF-8: control characters take six bytes. */
function bytesOf(code: number): number {
  if (code < 0x20) return code === 9 || code === 10 || code === 13 ? 2 : 6;
  if (code === 0x22 || code === 0x5c) return 2;
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
}

/**
 * Keeps the beginning and the end of what a cell printed within `most` bytes of JSON, a quarter for the beginning, and
 * says on the piece behind the gap how many UTF-16 units are left out, those that were left out before included.
 */
export function cutText(pieces: readonly Piece[], most: number): Piece[] {
  if (pieces.reduce((sum, { text }) => sum + textBytes(text), 0) <= most) return [...pieces];
  const head: Piece[] = [];
  let room = Math.floor(most / 4);
  let first = 0;
  let used = 0;
  for (; first < pieces.length; first++) {
    const piece = pieces[first];
    if (!piece || piece.cut !== undefined) break;
    used = unitsWithin(piece.text, room);
    if (used > 0) head.push({ stream: piece.stream, text: piece.text.slice(0, used) });
    if (used < piece.text.length) break;
    room -= textBytes(piece.text);
    used = 0;
  }
  const tail: Piece[] = [];
  let left = most - Math.floor(most / 4);
  let dropped = 0;
  let full = false;
  for (let i = pieces.length - 1; i >= first; i--) {
    const piece = pieces[i];
    if (!piece) continue;
    const { stream, text, cut = 0 } = piece;
    const from = i === first ? used : 0;
    const kept: string = full ? "" : lastWithin(text.slice(from), left);
    left -= textBytes(kept);
    full ||= kept.length < text.length - from;
    if (kept !== "") tail.unshift({ stream, text: kept });
    dropped += cut + (text.length - from - kept.length);
  }
  const [behind, ...rest] = tail;
  const stream = pieces.at(-1)?.stream ?? "stdout";
  return [...head, { ...(behind ?? { stream, text: "" }), cut: dropped }, ...rest];
}

function textBytes(text: string): number {
  let bytes = 0;
  for (const character of text) bytes += bytesOf(character.codePointAt(0) ?? 0);
  return bytes;
}

function unitsWithin(text: string, most: number): number {
  let bytes = 0;
  let units = 0;
  for (const character of text) {
    bytes += bytesOf(character.codePointAt(0) ?? 0);
    if (bytes > most) break;
    units += character.length;
  }
  return units;
}

/** No text that is kept is longer than its bytes, so that only its end needs a look. */
function lastWithin(text: string, most: number): string {
  let bytes = 0;
  let from = text.length;
  while (from > 0) {
    const low = text.charCodeAt(from - 1);
    const pair = (low & 0xfc00) === 0xdc00 && from > 1 && (text.charCodeAt(from - 2) & 0xfc00) === 0xd800;
    const step = pair ? 2 : 1;
    bytes += bytesOf(text.codePointAt(from - step) ?? 0);
    if (bytes > most) break;
    from -= step;
  }
  return text.slice(from);
}
