import { decimalText, floatText } from "./number-text.ts";
import { calendarText, dateText, durationText, monthsText, timeText, timestampText } from "./time-text.ts";
import type { Value, ValueType } from "./value-type.ts";

export type TextOptions = {
  /** IANA name of the notebook's time zone, for timestamps that are moments. */
  timezone: string;
};

/**
 * A value as people read it, exact to its last digit: `null`, `9223372036854775807`, `12.30`, `-0.0`, `NaN`,
 * `2026-11-21 09:00:00+09:00`, `0x00ff`, `[1, null]`, `{"a": 1, "b": "x"}`. Strings are as they are; inside of
 * lists, maps and structs they are quoted as in JSON.
 */
export function valueText(value: Value, type: ValueType, options: TextOptions): string {
  return value !== null && type.kind === "text" && typeof value === "string" ? value : written(value, type, options);
}

function written(value: Value, type: ValueType, options: TextOptions): string {
  if (value === null) return "null";
  switch (type.kind) {
    case "null":
      return "null";
    case "boolean":
    case "integer":
      return typeof value === "object" ? mismatch(value) : String(value);
    case "float":
      return floatText(Number(value), type.bits);
    case "decimal":
      return decimalText(big(value), type.scale);
    case "text":
      return JSON.stringify(value);
    case "binary":
      return hexText(value);
    case "date":
      return dateText(Number(value));
    case "time":
      return timeText(big(value), type.unit);
    case "timestamp":
      return timestampText(big(value), type.unit, type.zoned ? options.timezone : undefined);
    case "duration":
      return durationText(big(value), type.unit);
    case "months":
      return monthsText(Number(value));
    case "calendar":
      return typeof value === "object" && "months" in value ? calendarText(value) : mismatch(value);
    case "list":
      return `[${items(value)
        .map((item) => inside(item, type.of, options))
        .join(", ")}]`;
    case "struct":
      return `{${type.fields
        .map((field, i) => `${JSON.stringify(field.name)}: ${inside(items(value)[i] ?? null, field.type, options)}`)
        .join(", ")}}`;
    case "map":
      return `{${items(value)
        .map((pair) => {
          const [key = null, of = null] = items(pair);
          return `${inside(key, type.key, options)}: ${inside(of, type.value, options)}`;
        })
        .join(", ")}}`;
  }
}

/** As in JSON: what is no number, boolean, null or nest stands in quotes. */
function inside(value: Value, type: ValueType, options: TextOptions): string {
  const text = written(value, type, options);
  return value !== null && quoted.has(type.kind) ? `"${text}"` : text;
}

const quoted = new Set<ValueType["kind"]>(["binary", "date", "time", "timestamp", "duration", "months", "calendar"]);

function hexText(bytes: Value): string {
  if (!(bytes instanceof Uint8Array)) return mismatch(bytes);
  let text = "0x";
  for (const byte of bytes) text += byte.toString(16).padStart(2, "0");
  return text;
}

const big = (value: Value) => (typeof value === "bigint" ? value : mismatch(value));
const items = (value: Value): readonly Value[] => (isList(value) ? value : mismatch(value));
const isList = (value: Value): value is readonly Value[] => Array.isArray(value);

function mismatch(value: Value): never {
  throw new TypeError(`a ${typeof value} is no value of this type`);
}
