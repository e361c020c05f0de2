import type { ExecutePlanResponse } from "./gen/spark/connect/base_pb.js";

/**
 * How long an interrupt waits for the first task, in milliseconds. Planning that takes longer looks for files or asks a
 * catalogue, which hear of an interrupt.
 */
const HOLD_MS = 10_000;

/** An interrupt that waits for a moment in which it is not lost. */
export type HeldBack = {
  /** Aborted with the reason of what was asked, when that is so and the moment has come. */
  signal: AbortSignal;
  /** A response of the operation, which tells whether its tasks run. */
  sees(response: ExecutePlanResponse): void;
  /** Nothing is heard of tasks for now, so that there is nothing to wait for. */
  letGo(): void;
  /** The operation is over. */
  end(): void;
};

/**
 * Spark (seen with 4.2) starts the jobs of a query from a thread of their own, after compiling code for them: a query that
 * is interrupted in that time ends, and its job begins after it, takes all cores, and belongs to nobody who could stop it.
 * Once tasks run, they are stopped with their query.
 */
export function heldBack(asked: AbortSignal): HeldBack {
  const controller = new AbortController();
  const { signal } = controller;
  let isSafe = false;
  let wait: NodeJS.Timeout | undefined;
  const fire = () => {
    clearTimeout(wait);
    controller.abort(asked.reason);
  };
  const onAsked = () => {
    if (isSafe) fire();
    else wait ??= setTimeout(fire, HOLD_MS);
  };
  const settle = (safe: boolean) => {
    isSafe = safe;
    if (asked.aborted && isSafe) fire();
  };
  asked.addEventListener("abort", onAsked, { once: true });
  return {
    signal,
    sees: ({ responseType }) => {
      if (responseType.case === "arrowBatch") settle(true);
      if (responseType.case === "executionProgress") settle(responseType.value.numInflightTasks > 0n);
    },
    letGo: () => settle(true),
    end: () => {
      asked.removeEventListener("abort", onAsked);
      clearTimeout(wait);
    },
  };
}
