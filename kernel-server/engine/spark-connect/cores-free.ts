import type { Link } from "./link.ts";
import { execute } from "./operation.ts";
import { root } from "./plan.ts";

/**
 * Returns when a task finds a core. Spark answers an interrupt at once, but the tasks of what was cancelled go on until
 * they look up from their work, and on a machine that they fill nothing else runs for so long (half a minute was seen).
 */
export async function coresFree(link: Link, signal: AbortSignal): Promise<void> {
  const one = { relType: { case: "range", value: { start: 0n, end: 1n, step: 1n, numPartitions: 1 } } } as const;
  try {
    for await (const _ of execute(link, { id: crypto.randomUUID(), plan: root(one), repeatable: true }, signal));
  } catch {
    // The time is over, or the engine is gone: who comes next is told.
  }
}
