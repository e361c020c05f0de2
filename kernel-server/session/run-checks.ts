import { BetweenError } from "../../protocol/errors.ts";
import type { Args, Code } from "../../protocol/errors.ts";
import type { Expectation } from "../../notebook/notebook.ts";
import type { CellContext } from "./cell-context.ts";
import { planChecks } from "./check-plan.ts";
import { queryRows } from "./query-rows.ts";
import type { MainResult } from "./main-result.ts";
import { quoteName } from "./sql-names.ts";

/** Holds a result to `expect`, over all its rows. Throws `expect.failed` when a check of level error does not hold. */
export async function runChecks(cx: CellContext, main: MainResult): Promise<void> {
  const plan = planChecks(cx.code.options.expect, main.schema);
  let broken = 0;
  const tell = (level: Expectation["level"], code: Code, args: Args) => {
    cx.tell({ t: "check", cell: cx.cell, level, code, args: { ...args } });
    if (level === "error") broken++;
  };

  if (plan.rows.length > 0) {
    const found = await main.countRows();
    for (const { level, min, max } of plan.rows) {
      if (min !== undefined && found < BigInt(min)) tell(level, "expect.rows-min", { found: String(found), min });
      if (max !== undefined && found > BigInt(max)) tell(level, "expect.rows-max", { found: String(found), max });
    }
  }
  if (plan.columns.length > 0) {
    const counts = plan.columns.map(({ sql }, i) => `${sql} as c${i}`).join(", ");
    const text = `select ${counts} from ${quoteName(await main.view())}`;
    const [row] = await queryRows(cx, "checks", text, plan.args, 1);
    plan.columns.forEach(({ level, code, args }, i) => {
      const found = row?.[i] ?? "0";
      if (found !== "0") tell(level, code, { ...args, found });
    });
  }
  if (broken > 0) throw new BetweenError("expect.failed", { checks: broken });
}
