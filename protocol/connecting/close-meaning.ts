import { BetweenError } from "../errors.ts";
import { closeCodes } from "../messages.ts";

/** WebSocket's own codes by which a peer says that we broke its rules (RFC 6455, 7.4.1): another try would break them again. */
const rulesBroken = new Set([1002, 1003, 1007, 1008, 1009, 1010]);

/** What a client does after a close: connect again, or stop with an error. */
export function closeMeaning(code: number, reason: string): { again: boolean; error: BetweenError } {
  const stop = (error: BetweenError) => ({ again: false, error });
  if (code === closeCodes.noCommonVersion) return stop(new BetweenError("wire.no-common-version", { reason }));
  if (code >= 4100 && code < 4200) return stop(new BetweenError("wire.unauthorized", { address: reason }));
  if ((code >= 4200 && code < 4300) || rulesBroken.has(code))
    return stop(new BetweenError("wire.refused", { code, reason }));
  return { again: true, error: new BetweenError("wire.unreachable", { reason: reason || `closed with ${code}` }) };
}
