import type { Meta, ParameterSpec, ParameterValue } from "../../../notebook/notebook.ts";
import { resolveParameters } from "../../../notebook/parameters.ts";

/**
 * A value for every parameter, to find out the types of queries with: the one that a run would have, else one that its
 * type allows. (Not null: `limit :n` and functions that take constants only refuse it.)
 */
export function sampleParameters(
  { params, timezone }: Pick<Meta, "params" | "timezone">,
  given: Readonly<Record<string, string | readonly string[]>>,
  now: Date,
): ParameterValue[] {
  return params.map((spec) => {
    const own = given[spec.name];
    const resolved = resolveParameters(
      { params: [spec], timezone },
      own === undefined ? {} : { [spec.name]: own },
      [],
      now,
    );
    const [value] = "values" in resolved ? resolved.values : [];
    return value ?? { name: spec.name, type: spec.type, value: sample(spec) };
  });
}

function sample({ type, options, multiple }: ParameterSpec): string | readonly string[] {
  switch (type) {
    case "text":
      return "";
    case "integer":
    case "number":
      return "1";
    case "boolean":
      return "true";
    case "date":
      return "2000-01-01";
    case "timestamp":
      return "2000-01-01T00:00:00Z";
    case "choice":
      return multiple ? (options ?? []).slice(0, 1) : (options?.[0] ?? "");
  }
}
