import { BetweenError } from "../protocol/errors.ts";
import type { ParameterType } from "../notebook/notebook.ts";
import { nearest } from "../notebook/nearest.ts";

const types: readonly ParameterType[] = ["text", "integer", "number", "boolean", "date", "timestamp", "choice"];

/** As the `run` message takes them: values as written, and the types of those that the notebook does not declare. */
export type GivenParams = {
  params: Record<string, string | string[]>;
  declare: { name: string; type: ParameterType }[];
};

/** `--param name=value`, `--param name:integer=5`, and one option repeated for a choice of several. */
export function readParams(options: readonly string[]): GivenParams {
  const values = new Map<string, string | string[]>();
  const declared = new Map<string, ParameterType>();
  for (const option of options) {
    const { name, type, value } = readParam(option);
    const before = values.get(name);
    values.set(name, before === undefined ? value : [before, value].flat());
    if (type) declared.set(name, type);
  }
  return { params: Object.fromEntries(values), declare: [...declared].map(([name, type]) => ({ name, type })) };
}

function readParam(option: string): { name: string; type: ParameterType | undefined; value: string } {
  const at = option.indexOf("=");
  const [name = "", type, ...rest] = (at < 0 ? "" : option.slice(0, at)).split(":").map((part) => part.trim());
  if (name === "" || rest.length > 0) throw new BetweenError("cli.param-shape", { option });
  return { name, type: type === undefined ? undefined : readType(type), value: option.slice(at + 1) };
}

function readType(text: string): ParameterType {
  const type = types.find((one) => one === text);
  if (type) return type;
  const near = nearest(text, types);
  const args = { type: text, types: types.join(", ") };
  throw near ? new BetweenError("cli.param-type-near", { ...args, near }) : new BetweenError("cli.param-type", args);
}
