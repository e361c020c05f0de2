import { BetweenError } from "../../protocol/errors.ts";

/**
 * What may stand in a log of what was thrown: code and arguments of an error of ours, the message of another. What the
 * engine said is left out, because engines quote values of rows.
 */
export function reasonOf(thrown: unknown): string {
  if (thrown instanceof BetweenError) return `${thrown.code} ${JSON.stringify(thrown.args)}`;
  return thrown instanceof Error ? thrown.message : String(thrown);
}
