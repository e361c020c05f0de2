import { BetweenError } from "../../protocol/errors.ts";
import type { Args, Code } from "../../protocol/errors.ts";
import type { Field } from "../../protocol/messages.ts";
import type { Expectation, ParameterValue } from "../../notebook/notebook.ts";
import { quoteName } from "./sql-names.ts";

/** One count that has to be zero: `sql` counts the rows that break the check. */
export type ColumnCheck = { level: Expectation["level"]; code: Code; args: Args; sql: string };
export type CheckPlan = {
  rows: readonly Extract<Expectation, { check: "rows" }>[];
  columns: readonly ColumnCheck[];
  /** The bounds, by the names that `sql` has for them. */
  args: readonly ParameterValue[];
};

/** What `expect` asks of a result with these columns. Throws `expect.no-column`, `expect.bad-bound`. */
export function planChecks(expect: readonly Expectation[], schema: readonly Field[]): CheckPlan {
  const args: ParameterValue[] = [];
  const columns: ColumnCheck[] = [];
  for (const one of expect) {
    if (one.check === "rows") continue;
    const { column, level } = one;
    const field =
      schema.find((f) => f.name === column) ?? schema.find((f) => f.name.toLowerCase() === column.toLowerCase());
    if (!field) throw new BetweenError("expect.no-column", { column });
    const name = quoteName(field.name);
    const outside = (bound: string, sign: "<" | ">") => {
      const arg = `between_bound_${args.length}`;
      const typed = boundType(bound, field);
      args.push({ name: arg, type: "text", value: bound });
      return `count(case when ${name} ${sign} cast(:${arg} as ${typed}) then 1 end)`;
    };
    if (one.notNull)
      columns.push({ level, code: "expect.not-null", args: { column }, sql: `count(*) - count(${name})` });
    if (one.unique)
      columns.push({ level, code: "expect.unique", args: { column }, sql: `count(${name}) - count(distinct ${name})` });
    if (one.min !== undefined) {
      columns.push({ level, code: "expect.min", args: { column, min: one.min }, sql: outside(one.min, "<") });
    }
    if (one.max !== undefined) {
      columns.push({ level, code: "expect.max", args: { column, max: one.max }, sql: outside(one.max, ">") });
    }
  }
  return { rows: expect.filter((one) => one.check === "rows"), columns, args };
}

/** The SQL type that a bound is compared as, so that nothing of it is lost: 0.5 against a bigint stays 0.5. */
function boundType(bound: string, { name, type }: Field): string {
  const bad = () => new BetweenError("expect.bad-bound", { bound, column: name, type });
  if (/^(tinyint|smallint|int|bigint|decimal)/.test(type)) {
    const digits = /^[+-]?(\d+)(?:\.(\d*))?$/.exec(bound.trim());
    const scale = digits?.[2]?.length ?? 0;
    const precision = Math.max(1, (digits?.[1]?.length ?? 0) + scale);
    if (digits && precision <= 38) return `decimal(${precision},${scale})`;
    if (Number.isNaN(Number(bound)) || bound.trim() === "") throw bad();
    return "double";
  }
  if (type === "float" || type === "double") {
    if (Number.isNaN(Number(bound)) || bound.trim() === "") throw bad();
    return "double";
  }
  if (type === "date") {
    if (!/^\d{4}-\d{2}-\d{2}$/.test(bound.trim())) throw bad();
    return "date";
  }
  if (type === "timestamp" || type === "timestamp_ntz") {
    if (!/^\d{4}-\d{2}-\d{2}/.test(bound.trim())) throw bad();
    return type;
  }
  if (type === "string" || /^(var)?char/.test(type)) return "string";
  throw bad();
}
