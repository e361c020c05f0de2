import { valueText } from "./value-text.ts";
import type { Value, ValueType } from "./value-type.ts";

/**
 * A value as JSON, exact: integers and decimals with all their digits, as numbers; NaN and infinities, which JSON does
 * not know, as text; nests as nests; everything else as the text that people see.
 */
export function jsonValue(value: Value, type: ValueType, timezone: string): string {
  if (value === null) return "null";
  switch (type.kind) {
    case "boolean":
    case "integer":
    case "decimal":
      return valueText(value, type, { timezone });
    case "float":
      return Number.isFinite(value)
        ? valueText(value, type, { timezone })
        : JSON.stringify(valueText(value, type, { timezone }));
    case "list":
      return `[${items(value)
        .map((item) => jsonValue(item, type.of, timezone))
        .join(",")}]`;
    case "struct":
      return object(
        type.fields.map(({ name, type: of }, i) => [name, jsonValue(items(value)[i] ?? null, of, timezone)]),
      );
    case "map":
      return object(
        items(value).map((pair) => {
          const [key = null, of = null] = items(pair);
          return [valueText(key, type.key, { timezone }), jsonValue(of, type.value, timezone)];
        }),
      );
    default:
      return JSON.stringify(valueText(value, type, { timezone }));
  }
}

/** An object of members whose values are JSON already. */
export function object(members: readonly (readonly [name: string, json: string])[]): string {
  return `{${members.map(([name, json]) => `${JSON.stringify(name)}:${json}`).join(",")}}`;
}

const items = (value: Value): readonly Value[] => (isList(value) ? value : []);
const isList = (value: Value): value is readonly Value[] => Array.isArray(value);
