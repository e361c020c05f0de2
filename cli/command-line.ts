import { parseArgs } from "node:util";
import { BetweenError, type Code } from "../protocol/errors.ts";
import { nearest } from "../notebook/nearest.ts";

/** One option of a verb. `value` names what it takes in the help (`OUT.html`); without it the option is a flag. */
export type OptionSpec = { about: Code; short?: string } & (
  { kind: "flag" } | { kind: "one"; value: string } | { kind: "many"; value: string }
);
export type OptionSpecs = Readonly<Record<string, OptionSpec>>;

/** What was given, typed by the specification: flags are booleans, repeated options lists. */
export type Values<S extends OptionSpecs> = {
  [K in keyof S]: S[K]["kind"] extends "flag" ? boolean : S[K]["kind"] extends "many" ? string[] : string | undefined;
};

/** How a verb is called: `FILE`, `FILE…` (one or more), `[FILE]` (none or one). */
export type Usage = { verb: string; operands: readonly string[]; options: OptionSpecs };

/** Reads the words behind a verb. What does not fit throws with the option's name and, where there is one, the nearest that exists. */
export function readCommandLine<S extends OptionSpecs>(
  words: readonly string[],
  usage: { verb: string; operands: readonly string[]; options: S },
): { values: Values<S>; operands: string[] } {
  const { verb, options } = usage;
  const { tokens } = parseArgs({
    args: [...words],
    options: Object.fromEntries(Object.entries(options).map(([name, spec]) => [name, parserOption(spec)])),
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const values: Record<string, boolean | string | string[] | undefined> = Object.fromEntries(
    Object.entries(options).map(([name, { kind }]) => [name, { flag: false, many: [], one: undefined }[kind]]),
  );
  const operands: string[] = [];
  for (const token of tokens) {
    if (token.kind === "positional") operands.push(token.value);
    if (token.kind !== "option") continue;
    const spec = Object.hasOwn(options, token.name) ? options[token.name] : undefined;
    if (!spec) throw unknownOption(token.rawName, verb, options);
    const option = token.rawName;
    if (spec.kind === "flag") {
      if (token.value !== undefined) throw new BetweenError("cli.option-takes-no-value", { option, verb });
      values[token.name] = true;
      continue;
    }
    // `--report --json` forgot the file; a value that really begins with a dash is written `--report=--json`.
    const forgotten = token.value === undefined || (!token.inlineValue && /^--?[a-z]/i.test(token.value));
    if (token.value === undefined || forgotten)
      throw new BetweenError("cli.option-needs-value", { option, value: spec.value, verb });
    const before = values[token.name];
    if (spec.kind === "many") values[token.name] = [...(Array.isArray(before) ? before : []), token.value];
    else if (before !== undefined) throw new BetweenError("cli.option-twice", { option, verb });
    else values[token.name] = token.value;
  }
  checkOperands(operands, usage);
  // SAFETY: every key of the specification was set above, to a value of its kind.
  return { values: values as Values<S>, operands };
}

function parserOption(spec: OptionSpec) {
  return {
    type: spec.kind === "flag" ? ("boolean" as const) : ("string" as const),
    multiple: spec.kind === "many",
    ...(spec.short !== undefined && { short: spec.short }),
  };
}

function unknownOption(option: string, verb: string, options: OptionSpecs): BetweenError {
  const near = nearest(option.replace(/^-+/, ""), Object.keys(options));
  return near
    ? new BetweenError("cli.option-unknown-near", { option, verb, near: `--${near}` })
    : new BetweenError("cli.option-unknown", { option, verb });
}

function checkOperands(
  given: readonly string[],
  { verb, operands }: { verb: string; operands: readonly string[] },
): void {
  const missing = operands.slice(given.length).find((operand) => !operand.startsWith("["));
  if (missing !== undefined) throw new BetweenError("cli.operand-missing", { verb, operand: missing.replace("…", "") });
  const extra = given[operands.length];
  if (extra !== undefined && !operands.some((operand) => operand.includes("…"))) {
    throw new BetweenError("cli.operand-extra", { verb, operand: extra });
  }
}
