import { resolveParameters } from "../../notebook/parameters.ts";
import type { Meta, ParameterSpec } from "../../notebook/notebook.ts";
import { say } from "../../protocol/wording/say.ts";
import type { Lang } from "../../protocol/wording/say.ts";

/** One parameter as the form shows it. */
export type FormField = {
  name: string;
  label: string;
  description?: string;
  type: ParameterSpec["type"];
  multiple: boolean;
  options: readonly string[];
  /** What the user gave, else the file's default, else nothing. */
  value: readonly string[];
  /** The user gave it. */
  changed: boolean;
  default?: string;
  /** What the value means today, where it is written relatively: `yesterday`. */
  meaning?: string;
  /** Why it cannot be used. */
  problem?: string;
};

type Given = Readonly<Record<string, string | readonly string[]>>;

/** The form of a notebook's parameters with the user's values in it. `now` in milliseconds since 1970. */
export function parameterForm(
  meta: Pick<Meta, "params" | "timezone">,
  given: Given,
  now: number,
  lang: Lang,
): FormField[] {
  return meta.params.map((spec): FormField => {
    const { name, type, options = [], multiple = false } = spec;
    const changed = Object.hasOwn(given, name);
    const written = changed ? given[name] : spec.default;
    const value = written === undefined ? [] : typeof written === "string" ? [written] : written;
    const checked = resolveParameters(
      { params: [spec], timezone: meta.timezone },
      changed ? { [name]: value.length === 1 && !multiple ? (value[0] ?? "") : [...value] } : {},
      [],
      new Date(now),
    );
    const resolved = "values" in checked ? checked.values[0]?.value : undefined;
    const problem = "problems" in checked ? checked.problems[0] : undefined;
    return {
      name,
      label: spec.label ?? name,
      ...(spec.description !== undefined && { description: spec.description }),
      type,
      multiple,
      options,
      value,
      changed,
      ...(spec.default !== undefined && { default: [spec.default].flat().join(", ") }),
      ...(typeof resolved === "string" && resolved !== value[0] && { meaning: resolved }),
      ...(problem && { problem: say(lang, problem.code, problem.args) }),
    };
  });
}

/** Whether what a person chose is the file's own default: then nothing is kept of it. */
export const isDefault = ({ default: own }: ParameterSpec, value: readonly string[]): boolean =>
  own !== undefined && JSON.stringify([own].flat()) === JSON.stringify(value);
