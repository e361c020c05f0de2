import type { ParameterSpec, ParameterType } from "../../notebook.ts";
import { canonicalValue } from "../../parameter-value.ts";

/**
 * The plain assignments of a cell that is tagged `parameters`, as papermill has it: `day = "2026-03-01"`, `n: int = 10`.
 * Anything else in the cell is in `rest`, by line.
 */
export function readParameters(source: string): { params: ParameterSpec[]; rest: string[] } {
  const params = new Map<string, ParameterSpec>();
  const rest: string[] = [];
  for (const line of source.split("\n")) {
    if (/^\s*(?:#.*)?$/.test(line)) continue;
    const [, name, value = ""] = /^([A-Za-z_]\w*)\s*(?::\s*[\w.[\], ]+)?=\s*(.+?)\s*$/.exec(line) ?? [];
    const spec = name === undefined ? undefined : literal(value);
    if (name !== undefined && spec) params.set(name, { name, ...spec });
    else rest.push(line.trim());
  }
  return { params: [...params.values()], rest };
}

function literal(written: string): { type: ParameterType; default: string } | undefined {
  const text = /^(?:"((?:[^"\\])*)"|'((?:[^'\\])*)')\s*(?:#.*)?$/.exec(written);
  if (text) {
    const value = text[1] ?? text[2] ?? "";
    return { type: isDate(value) ? "date" : "text", default: value };
  }
  const word = written.replace(/\s*#.*$/, "");
  if (word === "True" || word === "False") return { type: "boolean", default: word.toLowerCase() };
  const digits = word.replaceAll("_", "");
  if (/^-?\d+$/.test(digits) && "value" in canonicalValue({ type: "integer" }, digits, "UTC", new Date(0)))
    return { type: "integer", default: digits };
  if (/^-?(?:\d+\.\d*|\.\d+|\d+)(?:e[+-]?\d+)?$/i.test(digits) && Number.isFinite(Number(digits)))
    return { type: "number", default: digits };
  return undefined;
}

const isDate = (value: string) =>
  /^\d{4}-\d\d-\d\d$/.test(value) && "value" in canonicalValue({ type: "date" }, value, "UTC", new Date(0));
