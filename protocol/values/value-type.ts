import { DateUnit, IntervalUnit, TimeUnit as ArrowTimeUnit, Type } from "@uwdata/flechette";
import type { DataType, Field, TimeUnit_ } from "@uwdata/flechette";
import { BetweenError } from "../errors.ts";

export type TimeUnit = "s" | "ms" | "us" | "ns";

/** What a column's values are, with the representation of each: see `Value`. */
export type ValueType =
  | { kind: "null" }
  | { kind: "boolean" }
  | { kind: "integer"; bits: number; signed: boolean }
  | { kind: "float"; bits: 16 | 32 | 64 }
  | { kind: "decimal"; precision: number; scale: number }
  | { kind: "text" }
  | { kind: "binary" }
  | { kind: "date" }
  | { kind: "time"; unit: TimeUnit }
  /** `zoned`: a moment, shown in the notebook's time zone. Otherwise a wall clock of no place, shown as it is. */
  | { kind: "timestamp"; unit: TimeUnit; zoned: boolean }
  | { kind: "duration"; unit: TimeUnit }
  /** Year-month interval. */
  | { kind: "months" }
  | { kind: "calendar" }
  | { kind: "list"; of: ValueType }
  | { kind: "map"; key: ValueType; value: ValueType }
  | { kind: "struct"; fields: readonly { name: string; type: ValueType }[] };

/**
 * A value exactly as the engine holds it. By the type's kind:
 * integer: number up to 32 bits, bigint at 64 · float: number · decimal: bigint, the value times 10^scale ·
 * date: days since 1970-01-01 (number) · time, timestamp, duration: bigint in the type's unit ·
 * months: number · calendar: `CalendarInterval` · binary: bytes ·
 * list: the values in order · struct: a value a field, in order · map: pairs [key, value] in order.
 */
export type Value = null | boolean | number | bigint | string | Uint8Array | CalendarInterval | readonly Value[];

export type CalendarInterval = { months: number; days: number; nanos: bigint };

/** The kind of values that an Arrow type holds, however it is encoded (dictionary, run ends, views). */
export function valueType(type: DataType): ValueType {
  switch (type.typeId) {
    case Type.Null:
      return { kind: "null" };
    case Type.Bool:
      return { kind: "boolean" };
    case Type.Int:
      return { kind: "integer", bits: type.bitWidth, signed: type.signed };
    case Type.Float:
      return { kind: "float", bits: type.precision === 0 ? 16 : type.precision === 1 ? 32 : 64 };
    case Type.Decimal:
      return { kind: "decimal", precision: type.precision, scale: type.scale };
    case Type.Utf8:
    case Type.LargeUtf8:
    case Type.Utf8View:
      return { kind: "text" };
    case Type.Binary:
    case Type.LargeBinary:
    case Type.BinaryView:
    case Type.FixedSizeBinary:
      return { kind: "binary" };
    case Type.Date:
      return { kind: "date" };
    case Type.Time:
      return { kind: "time", unit: timeUnit(type.unit) };
    case Type.Timestamp:
      return { kind: "timestamp", unit: timeUnit(type.unit), zoned: Boolean(type.timezone) };
    case Type.Duration:
      return { kind: "duration", unit: timeUnit(type.unit) };
    case Type.Interval:
      return { kind: type.unit === IntervalUnit.YEAR_MONTH ? "months" : "calendar" };
    case Type.List:
    case Type.LargeList:
    case Type.ListView:
    case Type.LargeListView:
    case Type.FixedSizeList:
      return { kind: "list", of: childType(type.children, 0) };
    case Type.Map: {
      const entries = type.children[0].type;
      const children = entries.typeId === Type.Struct ? entries.children : [];
      return { kind: "map", key: childType(children, 0), value: childType(children, 1) };
    }
    case Type.Struct:
      return { kind: "struct", fields: type.children.map((f) => ({ name: f.name, type: valueType(f.type) })) };
    case Type.Dictionary:
      return valueType(type.dictionary);
    case Type.RunEndEncoded:
      return childType(type.children, 1);
    default:
      throw new BetweenError("values.unknown-type", { type: `Arrow ${type.typeId}` });
  }
}

/** Whether a value of this type is written as a number and belongs on the right of its column. */
export function isNumeric(type: ValueType): boolean {
  return type.kind === "integer" || type.kind === "float" || type.kind === "decimal";
}

/** Arrow's two units of dates. */
export const datesAreMilliseconds = (type: DataType) => type.typeId === Type.Date && type.unit === DateUnit.MILLISECOND;

function childType(children: readonly Field[], index: number): ValueType {
  const child = children[index];
  return child === undefined ? { kind: "null" } : valueType(child.type);
}

function timeUnit(unit: TimeUnit_): TimeUnit {
  switch (unit) {
    case ArrowTimeUnit.SECOND:
      return "s";
    case ArrowTimeUnit.MILLISECOND:
      return "ms";
    case ArrowTimeUnit.MICROSECOND:
      return "us";
    case ArrowTimeUnit.NANOSECOND:
      return "ns";
  }
}
