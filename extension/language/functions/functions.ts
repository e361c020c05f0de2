import { aggregate } from "./aggregate.ts";
import { nested } from "./nested.ts";
import type { FunctionRow } from "./row.ts";
import { text } from "./text.ts";
import { time } from "./time.ts";
import { value } from "./value.ts";
import { windowed } from "./window.ts";

/** A function of Spark's SQL as completion, hover and signature help show it. */
export type SqlFunction = {
  name: string;
  /** `date_trunc(unit, timestamp)`. */
  signature: string;
  parameters: readonly string[];
  /** Spark's name of the type of its result; "" where it depends on more than the arguments. */
  returns: string;
  example: string;
  text: { en: string; ko: string };
  /** The embedded engine cannot run it. */
  sparkOnly: boolean;
};

const rows: readonly FunctionRow[] = [...aggregate, ...windowed, ...text, ...time, ...nested, ...value];

export const functions: readonly SqlFunction[] = rows.map(([signature, returns, example, en, ko, only]) => {
  const open = signature.indexOf("(");
  const inside = signature.slice(open + 1, -1);
  return {
    name: signature.slice(0, open),
    signature,
    parameters: inside === "" ? [] : inside.split(", "),
    returns,
    example,
    text: { en, ko },
    sparkOnly: only === "spark",
  };
});

const byName = new Map(functions.map((each) => [each.name, each]));

/** By its name in whatever case. */
export const functionNamed = (name: string): SqlFunction | undefined => byName.get(name.toLowerCase());

/** The type of a call's result, where the function and the types of its arguments tell it. */
export function resultType(name: string, argument: (index: number) => string | undefined): string | undefined {
  const returns = functionNamed(name)?.returns ?? "";
  let known = returns !== "";
  const type = returns.replace(/\$(\d)/g, (_, index: string) => {
    const of = argument(Number(index)) ?? "";
    known &&= of !== "";
    return of;
  });
  return known ? type : undefined;
}
