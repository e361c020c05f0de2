import { identifiers, sqlTokens } from "../../notebook/sql-text.ts";
import type { CellContext } from "./cell-context.ts";
import { clockTime } from "./clock-time.ts";
import { GIVEN } from "./define-sources.ts";

/** Says of each name that a cell reads and whose rows are not kept that they are computed again, and when. */
export function tellComputedAgain(cx: CellContext): void {
  const again = [...namesRead(cx.code.code)].filter((name) => cx.defined.get(name.toLowerCase()) === GIVEN.computed);
  if (again.length === 0) return;
  const { timezone } = cx.run.plan;
  const startedAt = cx.run.journal.view.cells[cx.cell]?.startedAt;
  for (const name of again) {
    cx.tell({
      t: "note",
      cell: cx.cell,
      code: "cell.computed-again",
      args: { name, time: clockTime(startedAt, timezone) },
    });
  }
}

/** The names behind FROM and JOIN, but for those that the code itself gives with WITH. */
function namesRead(code: string): Set<string> {
  const names = new Map(identifiers(code).map(({ name, start }) => [start, name]));
  const tokens = [...sqlTokens(code)].filter(({ kind }) => kind !== "space" && kind !== "comment");
  const words = tokens.map(({ start, end }) => code.slice(start, end).toLowerCase());
  const read = new Set<string>();
  const given = new Set<string>();
  tokens.forEach(({ start }, i) => {
    const name = names.get(start);
    if (name === undefined) return;
    if (words[i + 1] === "as" && words[i + 2] === "(") given.add(name.toLowerCase());
    else if (words[i - 1] === "from" || words[i - 1] === "join") read.add(name);
  });
  return new Set([...read].filter((name) => !given.has(name.toLowerCase())));
}
