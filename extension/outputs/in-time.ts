import { BetweenError } from "../../protocol/errors.ts";

/** Works with a signal that is aborted after so many milliseconds too. Throws `output.no-answer` then. */
export async function inTime<T>(
  ms: number,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const late = AbortSignal.timeout(ms);
  try {
    return await work(AbortSignal.any([signal, late]));
  } catch (thrown) {
    if (late.aborted && !signal.aborted) throw new BetweenError("output.no-answer", { seconds: Math.round(ms / 1000) });
    throw thrown;
  }
}
