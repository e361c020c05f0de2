import type { Author } from "./inline-yaml.ts";
import { parameterName } from "./names.ts";
import { nearest } from "./nearest.ts";
import type { Meta, ParameterSpec, ParameterType, ParameterValue } from "./notebook.ts";
import { canonicalValue } from "./parameter-value.ts";
import type { ValueProblem } from "./parameter-value.ts";
import type { ProblemCode } from "./problem.ts";
import { entries, optional, record, required } from "./record.ts";
import type { Entry } from "./record.ts";
import { flag, list, oneOf, refine, text, textOrTexts } from "./shape.ts";
import type { Fail } from "./shape.ts";

const fields = record({
  type: required(
    oneOf("text", "integer", "number", "boolean", "date", "timestamp", "choice"),
    "text, integer, number, boolean, date, timestamp or choice.",
  ),
  default: optional(textOrTexts, "Value when none is given. Dates also take today, yesterday and today-7d."),
  label: optional(text, "What people see in place of the name."),
  description: optional(text, "What the parameter is for."),
  options: optional(list(text), "The values of a choice."),
  multiple: optional(flag, "A choice of several values, bound as an array."),
});

type Unnamed = Omit<ParameterSpec, "name">;

/** `params:` in front matter. */
export const parameters = entries(refine(fields, checkParameter), parameterName);

export const toParameter = ({ name, value }: Entry<Unnamed>): ParameterSpec => ({ name, ...value });

function checkParameter(spec: Unnamed, fail: Fail): Unnamed | undefined {
  if (spec.type === "choice") {
    if (!spec.options || spec.options.length === 0) return fail("notebook.choice-needs-options");
  } else if (spec.options || spec.multiple !== undefined) {
    return fail("notebook.only-for-choice", {}, spec.options ? "options" : "multiple");
  }
  if (spec.default === undefined) return spec;
  const checked = valueOf({ name: "", ...spec }, spec.default, "UTC", new Date(0));
  return "problem" in checked
    ? fail("notebook.wrong-default", { ...checked.problem.args, type: spec.type }, "default")
    : spec;
}

/** The author's form of a parameter. */
export function authorParameter({ name: _, ...spec }: ParameterSpec): Author {
  return { ...spec };
}

/** A parameter that the command line adds to those of the notebook: `--param n:integer=5`. */
export type Declaration = { name: string; type: ParameterType };

export type Resolved = { values: ParameterValue[] } | { problems: ValueProblem[] };

/**
 * A value for every parameter: what was given, else its default; or everything that is wrong with them. Dates relative
 * to today are taken at `now` in the notebook's time zone. Every problem's `args` hold the parameter's `name`.
 */
export function resolveParameters(
  meta: Pick<Meta, "params" | "timezone">,
  given: Readonly<Record<string, string | readonly string[]>>,
  declare: readonly Declaration[],
  now: Date,
): Resolved {
  const problems: ValueProblem[] = [];
  const values: ParameterValue[] = [];
  const say = (code: ProblemCode, args: Record<string, string | number>) => problems.push({ code, args });
  const specs = new Map(meta.params.map((spec) => [spec.name, spec]));
  for (const { name, type } of declare) {
    const known = specs.get(name);
    if (known && known.type !== type) say("notebook.declared-otherwise", { name, type: known.type, given: type });
    else if (!known && type === "choice") say("notebook.choice-needs-options", { key: name, name });
    else if (!known) specs.set(name, { name, type });
  }
  for (const name of Object.keys(given).filter((each) => !specs.has(each))) {
    const near = nearest(name, specs.keys());
    if (near === undefined) say("notebook.unknown-parameter", { name });
    else say("notebook.unknown-parameter-nearest", { name, nearest: near });
  }
  for (const spec of specs.values()) {
    const written = Object.hasOwn(given, spec.name) ? given[spec.name] : spec.default;
    if (written === undefined) {
      say("notebook.missing-parameter", { name: spec.name, type: spec.type });
      continue;
    }
    const checked = valueOf(spec, written, meta.timezone, now);
    if ("problem" in checked) problems.push(checked.problem);
    else values.push({ name: spec.name, type: spec.type, value: checked.value });
  }
  return problems.length > 0 ? { problems } : { values };
}

function valueOf(
  spec: ParameterSpec,
  written: string | readonly string[],
  zone: string,
  now: Date,
): { value: string | readonly string[] } | { problem: ValueProblem } {
  const all = typeof written === "string" ? [written] : written;
  const several = spec.type === "choice" && spec.multiple === true;
  if (!several && all.length !== 1) {
    return { problem: { code: "notebook.takes-one-value", args: { name: spec.name, count: all.length } } };
  }
  const values: string[] = [];
  for (const each of all) {
    const one = canonicalValue(spec, each, zone, now);
    if ("problem" in one) {
      return { problem: { code: one.problem.code, args: { name: spec.name, value: each, ...one.problem.args } } };
    }
    if (!values.includes(one.value)) values.push(one.value);
  }
  return { value: several ? values : (values[0] ?? "") };
}
