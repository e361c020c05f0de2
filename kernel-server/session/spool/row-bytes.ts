import { DataType } from "apache-arrow";
import type { Data } from "apache-arrow";

/** The bytes that rows `from` to `to` of a column take, its nested values included; validity bits count as nothing. */
export function rowBytes(data: Data, from: number, to: number): number {
  const { type } = data;
  const offsets = offsetsOf(data);
  if (offsets) {
    const start = Number(offsets[from] ?? 0);
    const end = Number(offsets[to] ?? 0);
    const [items] = data.children;
    return (to - from) * offsets.BYTES_PER_ELEMENT + (items ? rowBytes(items, start, end) : end - start);
  }
  if (DataType.isStruct(type)) return data.children.reduce((sum, child) => sum + rowBytes(child, from, to), 0);
  if (DataType.isFixedSizeList(type)) {
    const [items] = data.children;
    return items ? rowBytes(items, from * type.listSize, to * type.listSize) : 0;
  }
  if (DataType.isBool(type)) return (to - from) / 8;
  const values: unknown = data.values;
  return ArrayBuffer.isView(values) && "BYTES_PER_ELEMENT" in values
    ? (to - from) * Number(values.BYTES_PER_ELEMENT) * data.stride
    : 0;
}

/** Where each row of a column of texts, bytes, lists or maps begins in what it is a range of. */
export function offsetsOf(data: Data): Int32Array | BigInt64Array | undefined {
  const offsets: unknown = data.valueOffsets;
  return offsets instanceof Int32Array || offsets instanceof BigInt64Array ? offsets : undefined;
}
