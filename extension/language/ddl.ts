import type { Field } from "../../protocol/messages.ts";

/**
 * The columns of a schema as Spark's DDL has it, `ts timestamp, a struct<b:int,c:array<string>>`, with Spark's short
 * names of the types (`integer` becomes `int`); none where it cannot be read.
 */
export function parseColumns(ddl: string): Field[] | undefined {
  const parts = splitOutside(ddl, ",");
  if (parts.length === 1 && parts[0]?.trim() === "") return undefined;
  const columns = parts.map(parseColumn);
  return columns.every((column) => column !== undefined) ? columns : undefined;
}

/** The fields that `a.b` can name when `a` is of this type: those of a struct, of the structs in an array too. */
export function structFields(type: string): Field[] {
  const [, outer, inside] = /^\s*(array|struct)\s*<(.*)>\s*$/is.exec(type) ?? [];
  if (inside === undefined) return [];
  return outer?.toLowerCase() === "array" ? structFields(inside) : (parseColumns(inside) ?? []);
}

/** Of an element that is taken out, `items[0]` or `tags['a']`. */
export function elementType(type: string): string | undefined {
  const [, outer, inside = ""] = /^(array|map)<(.*)>$/i.exec(type) ?? [];
  return outer?.toLowerCase() === "map" ? splitOutside(inside, ",")[1]?.trim() : outer && inside;
}

function parseColumn(part: string): Field | undefined {
  const found = /^\s*(?:`((?:[^`]|``)+)`|([^\s:<>`]+(?: [^\s:<>`]+)*?(?=\s*:)|[^\s:<>`]+))\s*:?\s*([^]+)$/u.exec(part);
  const name = found?.[1]?.replaceAll("``", "`") ?? found?.[2];
  const written = found?.[3] ?? "";
  const rest = /\s+(?:comment\s+(?:'[^]*'|"[^]*")|not\s+null|default\s+[^]+)\s*$/i;
  let bare = written;
  while (rest.test(bare)) bare = bare.replace(rest, "");
  const type = typeName(bare);
  if (name === undefined || type === undefined) return undefined;
  return { name, type, nullable: !/\bnot\s+null\b/i.test(written.slice(bare.length)) };
}

const others: Readonly<Record<string, string>> = {
  integer: "int",
  long: "bigint",
  short: "smallint",
  byte: "tinyint",
  real: "float",
  dec: "decimal",
  numeric: "decimal",
  timestamp_ltz: "timestamp",
  null: "void",
};
const plain = new Set(
  "boolean tinyint smallint int bigint float double string binary date timestamp timestamp_ntz void variant interval decimal time".split(
    " ",
  ),
);

/** The types that can be written in a cast or a schema. */
export const typeNames = [...plain].filter((name) => !["void", "interval", "time"].includes(name));

/** Spark's short name of a type, or none where this is no type. */
function typeName(written: string): string | undefined {
  const text = written.trim().toLowerCase();
  const [, nested, inside] = /^(array|map|struct)\s*<([^]*)>$/i.exec(written.trim()) ?? [];
  if (nested !== undefined && inside !== undefined) return nestedName(nested.toLowerCase(), inside);
  const [, sized, size] =
    /^(decimal|dec|numeric|char|character|varchar|time)\s*\(\s*(\d+(?:\s*,\s*\d+)?)\s*\)$/.exec(text) ?? [];
  if (sized !== undefined && size !== undefined) {
    const name = others[sized] ?? (sized === "character" ? "char" : sized);
    return `${name}(${size.replaceAll(/\s/g, "")}${name === "decimal" && !size.includes(",") ? ",0" : ""})`;
  }
  if (/^interval (?:year|month|day|hour|minute|second)(?: to (?:month|hour|minute|second))?$/.test(text)) return text;
  const name = others[text] ?? text;
  if (name === "decimal") return "decimal(10,0)";
  return plain.has(name) ? name : undefined;
}

function nestedName(outer: string, inside: string): string | undefined {
  if (outer === "struct") {
    const fields = inside.trim() === "" ? [] : parseColumns(inside);
    return fields && `struct<${fields.map(({ name, type }) => `${name}:${type}`).join(",")}>`;
  }
  const parts = splitOutside(inside, ",").map(typeName);
  const whole = parts.length === (outer === "map" ? 2 : 1) && parts.every((part) => part !== undefined);
  return whole ? `${outer}<${parts.join(",")}>` : undefined;
}

/** Parts between separators that stand in no brackets and no quotes. */
function splitOutside(text: string, separator: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let quote = "";
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    const char = text[i] ?? "";
    if (quote !== "") quote = char === quote ? "" : quote;
    else if (char === "`" || char === "'" || char === '"') quote = char;
    else if (char === "<" || char === "(") depth++;
    else if (char === ">" || char === ")") depth--;
    else if (char === separator && depth === 0) {
      parts.push(text.slice(start, i));
      start = i + 1;
    }
  }
  return [...parts, text.slice(start)];
}
