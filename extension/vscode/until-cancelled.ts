import type { CancellationToken } from "vscode";
import { BetweenError } from "../../protocol/errors.ts";

/** Does something that a person may cancel: then its signal is aborted with `wire.cancelled`. */
export async function untilCancelled<T>(
  token: CancellationToken,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const listener = token.onCancellationRequested(() => controller.abort(new BetweenError("wire.cancelled")));
  try {
    return await work(controller.signal);
  } finally {
    listener.dispose();
  }
}
