import type { BetweenError } from "../../protocol/errors.ts";

/** The machines of the cluster, as many as are asked for: an auto-scaling group. */
export interface WorkerGroup {
  look(signal: AbortSignal): Promise<{ desired: number; min: number; max: number; inService: number }>;
  /** Asks for so many machines. */
  set(desired: number, signal: AbortSignal): Promise<void>;
  /** Why the last machine did not come, of what was tried after `since`. */
  failure(since: Date, signal: AbortSignal): Promise<BetweenError | undefined>;
}
