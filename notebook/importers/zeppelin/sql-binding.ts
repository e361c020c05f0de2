import type { ParameterType } from "../../notebook.ts";
import type { FormText } from "./form-text.ts";
import type { SqlBinding } from "./sql-forms.ts";

/** Of the texts that stood outside of quotes: what they are in SQL. */
export type Bare = "integer" | "number" | "boolean" | "quoted" | "name" | "other";

export function bareKind(values: readonly string[]): Bare {
  const all = (pattern: RegExp) => values.length > 0 && values.every((value) => pattern.test(value.trim()));
  if (all(/^-?\d{1,18}$/)) return "integer";
  if (all(/^-?(?:\d+\.\d*|\.\d+|\d+)(?:e[+-]?\d+)?$/i)) return "number";
  if (all(/^(?:true|false)$/i)) return "boolean";
  if (all(/^'(?:[^'\\]|'')*'$/)) return "quoted";
  if (all(/^[\p{L}_][\p{L}\p{N}_]*(?:\.[\p{L}_][\p{L}\p{N}_]*)*$/u) && !values.some((value) => keyword.test(value)))
    return "name";
  return values.length === 0 ? "quoted" : "other";
}

const keyword =
  /^(?:asc|desc|and|or|not|null|all|distinct|inner|left|right|full|outer|cross|join|union|is|like|in|between|day|week|month|quarter|year|hour|minute|second)$/i;

export const unquote = (value: string): string => value.trim().replace(/^'|'$/g, "").replaceAll("''", "'");

const castTypes: Partial<Record<Bare, string>> = { integer: "bigint", number: "double", boolean: "boolean" };

/** What takes the place of a form, wherever in SQL it stands; `parameter` is `:name`. */
export function sqlBinding(
  parameter: string,
  form: FormText,
  fixed: string,
  bare: Bare | undefined,
  type: ParameterType,
): SqlBinding {
  const joined = `array_join(${parameter}, ${sqlText(form.delimiter)})`;
  const cast = bare && castTypes[bare];
  const outside =
    bare === "other" || form.kind === "checkbox"
      ? fixed
      : bare === "name"
        ? `identifier(${parameter})`
        : cast !== undefined && type === "choice"
          ? `cast(${parameter} as ${cast})`
          : parameter;
  const text =
    form.kind === "checkbox"
      ? joined
      : type === "integer" || type === "number" || type === "boolean"
        ? `cast(${parameter} as string)`
        : parameter;
  return {
    bound: parameter,
    asText: text,
    fixed,
    bare: outside,
    list: (operand) => listed(operand, { parameter, form, fixed, bare, outside }),
  };
}

type List = { parameter: string; form: FormText; fixed: string; bare: Bare | undefined; outside: string };

function listed(operand: string, { parameter, form, fixed, bare, outside }: List): string {
  if (form.kind !== "checkbox") return `${operand} in (${bare === undefined ? parameter : outside})`;
  if (bare === "other" || bare === "name") return `${operand} in (${fixed})`;
  const compared = bare === undefined || bare === "quoted" ? operand : `cast(${operand} as string)`;
  return `array_contains(${parameter}, ${compared})`;
}

const sqlText = (text: string): string => `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
