import type { CellContext } from "./cell-context.ts";
import type { Task } from "./steps.ts";
import { tellProgress } from "./tell-progress.ts";

/** Runs a piece of a cell's work that yields nothing. */
export async function runStep(cx: CellContext, key: string, task: Task): Promise<void> {
  await cx.steps.perform(key, task, async (events) => {
    const others = tellProgress(cx, events);
    while (!(await others.next()).done);
    return null;
  });
}
