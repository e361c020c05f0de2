import type { ParameterSpec, ParameterType } from "../../notebook.ts";
import { canonicalValue } from "../../parameter-value.ts";
import type { Remark } from "../imported.ts";
import { cleanLine, cleanText } from "../loose.ts";
import { parameterNameFor } from "../parameter-names.ts";
import type { FormText } from "./form-text.ts";
import { bareKind, sqlBinding, unquote } from "./sql-binding.ts";
import type { Bare } from "./sql-binding.ts";
import type { SqlBinding, SqlPlace } from "./sql-forms.ts";

/** One form where it stands. `markdown`: in text. */
export type FormUse = {
  paragraph: number;
  form: FormText;
  /** As last given in Zeppelin. */
  value: readonly string[] | undefined;
  place: SqlPlace | "markdown";
};

/** What a form of the notebook became. */
export type BoundForm = { parameter?: ParameterSpec; sql: SqlBinding; markdown: string; remarks: readonly Remark[] };

/**
 * Parameters for all forms of a note, in the order of their first use; `bound` is in the order of `uses`. Forms of one
 * name with the same kind and options are one parameter: Zeppelin kept a value of it for each paragraph, we keep one.
 */
export function bindUses(
  uses: readonly FormUse[],
  taken: Set<string>,
): { params: ParameterSpec[]; bound: BoundForm[] } {
  const groups = new Map<string, FormUse[]>();
  for (const use of uses) {
    const key = keyOf(use.form);
    groups.set(key, [...(groups.get(key) ?? []), use]);
  }
  const byKey = new Map<string, BoundForm>();
  for (const [key, group] of groups) {
    const bound = bindGroup(group, taken);
    if (bound.parameter) taken.add(bound.parameter.name);
    byKey.set(key, bound);
  }
  const first = new Map([...groups].map(([key, [use]]) => [key, use]));
  const bound = uses.map((use): BoundForm => {
    const key = keyOf(use.form);
    const shared = byKey.get(key);
    if (!shared) throw new TypeError("every use is in a group");
    const before = first.get(key);
    if (before === use) return shared;
    const differs = JSON.stringify(valuesOf(use)) !== JSON.stringify(before && valuesOf(before));
    const secret = use.form.kind === "password";
    const remarks: Remark[] = secret
      ? [{ outcome: "dropped", code: "import.password-dropped", args: { form: use.form.name } }]
      : differs && shared.parameter
        ? [
            {
              outcome: "approximated",
              code: "import.form-values-differ",
              args: { form: use.form.name, value: valuesOf(use).join(", "), parameter: shared.parameter.name },
            },
          ]
        : [];
    return { ...shared, remarks };
  });
  return { params: [...byKey.values()].flatMap(({ parameter }) => (parameter ? [parameter] : [])), bound };
}

const keyOf = ({ kind, name, options, ofNote }: FormText): string =>
  JSON.stringify([ofNote, name, kind, options.map(({ value }) => value)]);

const valuesOf = ({ value, form }: FormUse): readonly string[] => (value ?? form.defaults).map(cleanText);

function bindGroup(group: readonly FormUse[], taken: ReadonlySet<string>): BoundForm {
  const [use] = group;
  if (!use) throw new TypeError("a group has a use");
  const { form } = use;
  const secret = form.kind === "password";
  const several = form.kind === "checkbox";
  const chosen = form.kind === "select" || several;
  const given = secret ? [] : valuesOf(use);
  const options = [...new Set(form.options.map(({ value }) => cleanText(value)))];
  const places = new Set(group.map(({ place }) => place));
  const outside = places.has("bare") || (places.has("list") && !quotedList(form));
  const bare = outside ? bareKind(chosen ? options : given) : undefined;
  const fixed = given.join(several ? form.delimiter : "");
  const remarks: Remark[] = [];
  const say = (outcome: Remark["outcome"], code: Remark["code"], more: Record<string, string | number> = {}) =>
    remarks.push({ outcome, code, args: { form: form.name, ...more } });

  const unfit = (place: FormUse["place"]) =>
    place === "part" ||
    place === "comment" ||
    (place === "bare" && (several || bare === "other")) ||
    (place === "list" && several && (bare === "name" || bare === "other"));
  const unbound = [...places].filter(unfit).some((place) => place !== "comment");
  const nothing = { sql: sqlBinding("", form, fixed, "other", "text"), markdown: cleanLine(fixed), remarks };
  if (!unbound && [...places].every((place) => place === "comment")) {
    if (secret) say("dropped", "import.password-dropped");
    return nothing;
  }
  if ([...places].every(unfit)) {
    say(secret ? "dropped" : "approximated", secret ? "import.password-dropped" : "import.form-fixed", {
      value: fixed,
    });
    return nothing;
  }

  const strip = (value: string) => (bare === "quoted" ? unquote(value) : value);
  const type = typeFor(form, places, bare, given);
  const name = parameterNameFor(form.name, taken);
  const values = given.map(strip);
  const known = [...new Set(options.map(strip))];
  const fits = chosen
    ? values.every((value) => known.includes(value)) && (several || values.length === 1)
    : values.length === 1 && "value" in canonicalValue({ type }, values[0] ?? "", "UTC", new Date(0));
  const preset = several ? values : (values[0] ?? (form.kind === "text" && type === "text" ? "" : undefined));
  const label = form.label ?? (name === form.name ? undefined : form.name);
  const parameter: ParameterSpec = {
    name,
    type,
    ...(!secret && preset !== undefined && (fits || values.length === 0) && { default: preset }),
    ...(label !== undefined && cleanLine(label) !== "" && { label: cleanLine(label) }),
    ...(type === "choice" && { options: known }),
    ...(several && { multiple: true }),
  };

  say("converted", "import.form", { parameter: name, type });
  if (secret) say("dropped", "import.password-dropped");
  if (form.hidden) say("approximated", "import.form-hidden");
  if (form.options.some((option) => option.label !== undefined)) say("approximated", "import.form-labels");
  if (bare === "name") say("approximated", "import.form-name", { parameter: name });
  if (outside && given.length === 0 && !chosen) say("approximated", "import.form-bare-unknown", { parameter: name });
  if (values.length > 0 && !fits) say("dropped", "import.form-default", { value: values.join(", ") });
  if (unbound) say("approximated", "import.form-fixed", { value: fixed });
  return {
    parameter,
    sql: sqlBinding(`:${name}`, form, fixed, bare, type),
    markdown: secret ? "" : `{{${name}}}`,
    remarks,
  };
}

/** `in ('${checkbox(','):…}')`: the quotes around and the delimiter make strings of the values. */
const quotedList = ({ delimiter }: FormText): boolean => /^'\s*,\s*'$/.test(delimiter);

function typeFor(
  form: FormText,
  places: ReadonlySet<FormUse["place"]>,
  bare: Bare | undefined,
  given: readonly string[],
): ParameterType {
  if (form.kind === "select" || form.kind === "checkbox") return form.options.length > 0 ? "choice" : "text";
  if (form.kind === "password") return "text";
  if (bare === "integer" || bare === "number" || bare === "boolean") return bare;
  const [value = ""] = given;
  const whole = [...places].every((place) => place === "literal" || place === "typed" || place === "markdown");
  const isDate =
    /^\d{4}-\d\d-\d\d$/.test(value) && "value" in canonicalValue({ type: "date" }, value, "UTC", new Date(0));
  return whole && isDate && bare === undefined ? "date" : "text";
}
