import type { CellContext } from "./cell-context.ts";
import { Spool } from "./spool/spool.ts";
import type { Task } from "./steps.ts";
import { takeIn } from "./take-in.ts";
import type { Collected, Shown } from "./take-in.ts";

/** Runs a piece of a cell's work, its rows into a spool, at most `limit` of them. */
export function collect(cx: CellContext, key: string, task: Task, shown: Shown): Promise<Collected> {
  const { run, cell } = cx;
  let begun: { result: number; spool: Spool } | undefined;
  const resume = async () => {
    const before = run.journal.view.cells[cell]?.results.findLast((one) => one.extent === undefined);
    if (!before) return "";
    const { result, schema } = before;
    const { spool, cursor } = await Spool.resume(run.spoolPath(result));
    spool.begin(schema);
    run.keep(result, spool);
    begun = { result, spool };
    return cursor;
  };
  return cx.steps.perform(key, task, (events) => takeIn(cx, events, shown, begun), resume);
}
