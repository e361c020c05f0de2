import { Column, IntervalUnit, Type } from "@uwdata/flechette";
import type { Batch, DataType } from "@uwdata/flechette";
import { BetweenError } from "../errors.ts";
import { datesAreMilliseconds } from "./value-type.ts";
import type { Value } from "./value-type.ts";

export type Reader = (index: number) => Value;

/**
 * Reads values from a batch's own buffers. The library's accessors are exact only in part: struct fields of the same
 * name fall together, a leading byte order mark is dropped from strings, and intervals above 2^53 ns throw.
 */
export function readBatch(batch: Batch<unknown>): Reader {
  const read = readValid(batch);
  // A batch without nulls may carry no bitmap at all.
  if (batch.nullCount === 0 || !batch.validity || batch.validity.length === 0) return read;
  return (index) => (batch.isValid(index) ? read(index) : null);
}

function readValid(batch: Batch<unknown>): Reader {
  const { type } = batch;
  switch (type.typeId) {
    case Type.Null:
      return () => null;
    case Type.Bool:
      return (i) => batch.value(i) === true;
    case Type.Int:
      return type.bitWidth === 64 ? (i) => big(batch, i) : (i) => Number(batch.values[i]);
    case Type.Float:
      return (i) => Number(batch.value(i));
    case Type.Decimal:
      // Scaled integers, because the page is decoded with `useDecimalInt`: numbers at 32 bits, else bigints.
      return (i) => toBig(batch.value(i));
    case Type.Utf8:
    case Type.LargeUtf8:
    case Type.Utf8View: {
      const bytes = readBytes(batch, type);
      return (i) => utf8.decode(bytes(i));
    }
    case Type.Binary:
    case Type.LargeBinary:
    case Type.BinaryView:
    case Type.FixedSizeBinary:
      return readBytes(batch, type);
    case Type.Date:
      return datesAreMilliseconds(type)
        ? (i) => Math.floor(Number(batch.values[i]) / 86_400_000)
        : (i) => Number(batch.values[i]);
    case Type.Time:
    case Type.Timestamp:
    case Type.Duration:
      return (i) => big(batch, i);
    case Type.Interval:
      return readInterval(batch, type.unit);
    case Type.List:
    case Type.LargeList:
    case Type.ListView:
    case Type.LargeListView:
    case Type.FixedSizeList: {
      const child = readBatch(childOf(batch, 0));
      const range = readRange(batch, type);
      return (i) => {
        const [start, end] = range(i);
        return Array.from({ length: end - start }, (_, k) => child(start + k));
      };
    }
    case Type.Map: {
      const entries = childOf(batch, 0);
      const key = readBatch(childOf(entries, 0));
      const value = readBatch(childOf(entries, 1));
      const range = readRange(batch, type);
      return (i) => {
        const [start, end] = range(i);
        return Array.from({ length: end - start }, (_, k) => [key(start + k), value(start + k)]);
      };
    }
    case Type.Struct: {
      const fields = batch.children.map(readBatch);
      return (i) => fields.map((read) => read(i));
    }
    case Type.Dictionary: {
      const dictionary = "dictionary" in batch ? batch.dictionary : undefined;
      if (!(dictionary instanceof Column)) throw new BetweenError("values.unreadable", { reason: "no dictionary" });
      const read = readColumn(dictionary);
      return (i) => read(Number(batch.values[i]));
    }
    case Type.RunEndEncoded: {
      const ends = childOf(batch, 0);
      const read = readBatch(childOf(batch, 1));
      return (i) => read(runOf(ends, i));
    }
    default:
      throw new BetweenError("values.unknown-type", { type: `Arrow ${type.typeId}` });
  }
}

/** Reads a column that consists of several batches, by row. */
export function readColumn(column: Column<unknown>): Reader {
  const readers = column.data.map(readBatch);
  const [only] = readers;
  if (only !== undefined && readers.length === 1) return only;
  const { offsets } = column;
  return (index) => {
    const batch = lastAtMost(offsets, index);
    const read = readers[batch];
    return read === undefined ? null : read(index - (offsets[batch] ?? 0));
  };
}

/** Index of the last of the rising numbers that is not above `value`. */
export function lastAtMost(rising: ArrayLike<number>, value: number): number {
  let low = 0;
  let high = rising.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((rising[middle] ?? Infinity) <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

// A byte order mark at a string's start is part of the value.
const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });

function childOf(batch: Batch<unknown>, index: number): Batch<unknown> {
  const child: Batch<unknown> | undefined = batch.children[index];
  if (child === undefined) throw new BetweenError("values.unreadable", { reason: `no child ${index}` });
  return child;
}

const big = (batch: Batch<unknown>, index: number) => BigInt(batch.values[index] ?? 0);

function toBig(value: unknown): bigint {
  if (typeof value === "bigint" || typeof value === "number") return BigInt(value);
  throw new BetweenError("values.unreadable", { reason: `a decimal read as ${typeof value}` });
}

function readBytes(batch: Batch<unknown>, type: DataType): (index: number) => Uint8Array {
  if (type.typeId === Type.FixedSizeBinary || type.typeId === Type.BinaryView) {
    return (i) => asBytes(batch.value(i));
  }
  if (type.typeId === Type.Utf8View) {
    const view = "view" in batch ? batch.view : undefined;
    if (typeof view !== "function") throw new BetweenError("values.unreadable", { reason: "no views" });
    return (i) => asBytes(view.call(batch, i));
  }
  const { values, offsets } = batch;
  const bytes = asBytes(values);
  return (i) => bytes.subarray(Number(offsets[i]), Number(offsets[i + 1]));
}

function asBytes(value: unknown): Uint8Array {
  if (value instanceof Uint8Array) return value;
  throw new BetweenError("values.unreadable", { reason: "no bytes" });
}

function readRange(batch: Batch<unknown>, type: DataType): (index: number) => [start: number, end: number] {
  if (type.typeId === Type.FixedSizeList) {
    const { stride } = type;
    return (i) => [i * stride, (i + 1) * stride];
  }
  const { offsets, sizes } = batch;
  if (type.typeId === Type.ListView || type.typeId === Type.LargeListView) {
    return (i) => [Number(offsets[i]), Number(offsets[i]) + Number(sizes[i])];
  }
  return (i) => [Number(offsets[i]), Number(offsets[i + 1])];
}

function readInterval(batch: Batch<unknown>, unit: number): Reader {
  const { values } = batch;
  if (unit === IntervalUnit.YEAR_MONTH) return (i) => Number(values[i]);
  if (unit === IntervalUnit.DAY_TIME) {
    return (i) => ({ months: 0, days: Number(values[2 * i]), nanos: BigInt(values[2 * i + 1] ?? 0) * 1_000_000n });
  }
  const view = new DataView(values.buffer, values.byteOffset, values.byteLength);
  return (i) => ({
    months: view.getInt32(16 * i, true),
    days: view.getInt32(16 * i + 4, true),
    nanos: view.getBigInt64(16 * i + 8, true),
  });
}

function runOf(ends: Batch<unknown>, index: number): number {
  let low = 0;
  let high = ends.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (Number(ends.values[middle]) <= index) low = middle + 1;
    else high = middle;
  }
  return low;
}
