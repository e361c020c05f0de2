import { BufferType, DataType } from "apache-arrow";
import type { Data } from "apache-arrow";
import { offsetsOf, rowBytes } from "./row-bytes.ts";

/**
 * The beginning of a value, as a column of one row: about `budget` bytes of it. Text ends at a whole character, lists
 * and maps lose items from their end, the fields of a struct share the budget. `row` is one row of a column.
 */
export function cutValue(row: Data, budget: number): Data {
  const { type } = row;
  if (rowBytes(row, 0, 1) <= budget) return row;
  if (DataType.isStruct(type)) {
    const share = Math.max(64, Math.floor(budget / Math.max(1, row.children.length)));
    const children = row.children.map((child) => cutValue(child, share));
    return row.clone(type, row.offset, 1, undefined, row.buffers, children);
  }
  const offsets = offsetsOf(row);
  const start = Number(offsets?.[0] ?? 0);
  const end = Number(offsets?.[1] ?? 0);
  if (DataType.isUtf8(type) || DataType.isLargeUtf8(type)) {
    const bytes: unknown = row.values;
    if (!(bytes instanceof Uint8Array)) return row;
    return withRange(row, start, wholeCharacters(bytes, start, Math.min(end, start + budget)));
  }
  if (DataType.isBinary(type) || DataType.isLargeBinary(type))
    return withRange(row, start, Math.min(end, start + budget));
  const [items] = row.children;
  if (!items || !(DataType.isList(type) || DataType.isLargeList(type) || DataType.isMap(type))) return row;
  let kept = start;
  for (let left = budget; kept < end; kept++) {
    left -= rowBytes(items, kept, kept + 1);
    if (left < 0) break;
  }
  if (kept > start) return withRange(row, start, kept);
  // The first item alone is too long, so it is cut in its turn.
  return withRange(row, 0, 1, [cutValue(items.slice(start, 1), budget)]);
}

function withRange(row: Data, start: number, end: number, children: Data[] = row.children): Data {
  const range =
    offsetsOf(row) instanceof BigInt64Array ? BigInt64Array.of(BigInt(start), BigInt(end)) : Int32Array.of(start, end);
  return row.clone(row.type, row.offset, 1, undefined, { ...row.buffers, [BufferType.OFFSET]: range }, children);
}

/** The end at or before `end` that does not split a UTF-8 character. */
function wholeCharacters(bytes: Uint8Array, start: number, end: number): number {
  let at = end;
  // Bytes 10xxxxxx go on a character that began before them.
  while (at > start && ((bytes[at] ?? 0) & 0xc0) === 0x80) at--;
  return at;
}
