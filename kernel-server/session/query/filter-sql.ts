import { BetweenError } from "../../../protocol/errors.ts";
import type { Field, Filter } from "../../../protocol/messages.ts";
import { canonicalValue } from "../../../notebook/parameter-value.ts";
import type { ParameterType, ParameterValue } from "../../../notebook/notebook.ts";
import { columnKind } from "./column-kind.ts";
import type { ColumnKind } from "./column-kind.ts";

/** A piece of SQL and the values that it names. */
export type Sql = { text: string; args: readonly ParameterValue[] };

/** What values are read with: relative dates and times of day mean the notebook's zone. */
export type Clock = { timezone: string; now: Date };

/**
 * A filter as a condition over `column`, its value a typed argument named `arg`. `contains` looks at the text that people
 * see, whatever its case. Throws `query.bad-value`, `query.no-comparison`.
 */
export function filterSql(filter: Filter, field: Field, column: string, arg: string, clock: Clock): Sql {
  const { is, value = "" } = filter;
  if (is === "null") return { text: `${column} is null`, args: [] };
  if (is === "not-null") return { text: `${column} is not null`, args: [] };
  const kind = columnKind(field.type);
  if (is === "contains") {
    return {
      text: `contains(lower(${shownText(column, kind)}), lower(:${arg}))`,
      args: [{ name: arg, type: "text", value }],
    };
  }
  const bound = boundValue(value, field, kind, arg, clock);
  return { text: `${column} ${is} ${bound.text}`, args: bound.args };
}

/** About as `valueText` of the wire's values writes it; only white space inside of nested values may differ. */
function shownText(column: string, kind: ColumnKind): string {
  if (kind === "text") return column;
  if (kind === "nested") return `to_json(${column})`;
  return kind === "binary" ? `concat('0x', hex(${column}))` : `cast(${column} as string)`;
}

/** A value to compare a column with, read as the column's type and losing nothing: 0.5 beside a bigint stays 0.5. */
function boundValue(value: string, field: Field, kind: ColumnKind, arg: string, clock: Clock): Sql {
  const typed = (type: ParameterType, zone = clock.timezone): string => {
    const read = canonicalValue({ type }, value, zone, clock.now);
    if ("problem" in read) throw new BetweenError("query.bad-value", { value, column: field.name, type: field.type });
    return read.value;
  };
  const bind = (type: ParameterType, text: string, as?: string): Sql => ({
    text: as === undefined ? `:${arg}` : `cast(:${arg} as ${as})`,
    args: [{ name: arg, type, value: text }],
  });
  switch (kind) {
    case "integer":
    case "decimal": {
      const digits = /^\s*([+-]?0*(\d*)(?:\.(\d*))?)\s*$/.exec(value);
      const scale = digits?.[3]?.length ?? 0;
      const precision = Math.max(1, (digits?.[2]?.length ?? 0) + scale);
      if (digits?.[1] !== undefined && /\d/.test(digits[1]) && precision <= 38)
        return bind("text", digits[1], `decimal(${precision},${scale})`);
      return bind("number", typed("number"));
    }
    case "float": {
      // What is shown of a float is the shortest text that means it, and as a double that text means another number.
      const as = field.type === "float" ? "float" : undefined;
      const special = /^\s*([+-]?)(nan|inf(?:inity)?)\s*$/i.exec(value);
      if (!special) return bind("number", typed("number"), as);
      const [, sign = "", word = ""] = special;
      return bind("text", /^nan$/i.test(word) ? "NaN" : `${sign === "-" ? "-" : ""}Infinity`, field.type);
    }
    case "text":
      return bind("text", value);
    case "boolean":
      return bind("boolean", typed("boolean"));
    case "date":
      return bind("date", typed("date"));
    case "timestamp":
      return bind("timestamp", typed("timestamp"));
    case "clock":
      return bind("text", typed("timestamp", "UTC").replace("Z", ""), "timestamp_ntz");
    case "binary":
    case "nested":
    case "other":
      throw new BetweenError("query.no-comparison", { column: field.name, type: field.type });
  }
}
