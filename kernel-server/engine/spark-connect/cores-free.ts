import type { Link } from "./link.ts";
import { executeTelling } from "./operation.ts";
import { root } from "./plan.ts";

/**
 * Returns when a task finds a core. Spark answers an interrupt at once, but the tasks of what was cancelled go on until
 * they look up from their work, and on a machine that they fill nothing else runs for so long (half a minute was seen). An
 * engine that does not answer is not waited for.
 */
export async function coresFree(link: Link, signal: AbortSignal): Promise<void> {
  const one = { relType: { case: "range", value: { start: 0n, end: 1n, step: 1n, numPartitions: 1 } } } as const;
  try {
    const operation = { id: crypto.randomUUID(), plan: root(one), repeatable: true };
    for await (const response of executeTelling(link, operation, signal)) if (response === "waiting") return;
  } catch {
    // The time is over, or the engine is gone: who comes next is told.
  }
}
