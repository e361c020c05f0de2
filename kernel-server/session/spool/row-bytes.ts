import { DataType } from "apache-arrow";
import type { Data } from "apache-arrow";

/** The bytes that rows `from` to `to` of a column take, its nested values included; validity bits count as nothing. */
export function rowBytes(data: Data, from: number, to: number): number {
  const { type, valueOffsets } = data;
  if (hasOffsets(type)) {
    const start = Number(valueOffsets[from] ?? 0);
    const end = Number(valueOffsets[to] ?? 0);
    const [items] = data.children;
    const own = (to - from) * valueOffsets.BYTES_PER_ELEMENT;
    return own + (items ? rowBytes(items, start, end) : end - start);
  }
  if (DataType.isStruct(type)) return data.children.reduce((sum, child) => sum + rowBytes(child, from, to), 0);
  if (DataType.isFixedSizeList(type)) {
    const [items] = data.children;
    return items ? rowBytes(items, from * type.listSize, to * type.listSize) : 0;
  }
  if (DataType.isBool(type)) return (to - from) / 8;
  if (DataType.isNull(type) || data.length === 0) return 0;
  return (to - from) * (data.values?.BYTES_PER_ELEMENT ?? 0) * data.stride;
}

/** True for types whose rows are ranges of something longer. */
export function hasOffsets(type: DataType): boolean {
  return (
    DataType.isUtf8(type) ||
    DataType.isLargeUtf8(type) ||
    DataType.isBinary(type) ||
    DataType.isLargeBinary(type) ||
    DataType.isList(type) ||
    DataType.isLargeList(type) ||
    DataType.isMap(type)
  );
}
