import { z } from "zod";
import { BetweenError } from "../../protocol/errors.ts";

/** Of the page in JSON that a Spark standalone master serves (JsonProtocol.writeMasterState; the same in 3.5 to 4.2). */
const masterState = z.object({ aliveworkers: z.number().int().nonnegative() });

/** How many workers are registered at the Spark master whose page in JSON this is. Throws `cluster.master-silent`. */
export async function aliveWorkers(url: string, signal: AbortSignal): Promise<number> {
  try {
    const response = await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(5_000)]) });
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    return masterState.parse(await response.json()).aliveworkers;
  } catch (cause) {
    signal.throwIfAborted();
    const reason = cause instanceof z.ZodError ? "it is no page of a Spark master" : innermost(cause);
    throw new BetweenError("cluster.master-silent", { url, reason }, { cause });
  }
}

/** `fetch failed` says nothing; its cause does. */
function innermost(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  return thrown.cause instanceof Error ? innermost(thrown.cause) : thrown.message;
}
