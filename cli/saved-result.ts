import type { Client } from "../protocol/client.ts";
import { BetweenError } from "../protocol/errors.ts";
import type { SavedResult } from "../protocol/messages.ts";
import { nearest } from "../notebook/nearest.ts";

/** All writes to one place, the newest first; one at least. Throws `cli.saved.unknown`. */
export async function readSaved(
  client: Client,
  place: string,
  signal: AbortSignal,
): Promise<[SavedResult, ...SavedResult[]]> {
  const { results } = await client.ask({ t: "results", prefix: place, history: true }, signal);
  const [last, ...earlier] = results.filter(({ to }) => to === place);
  if (last) return [last, ...earlier];
  const { results: all } = await client.ask({ t: "results" }, signal);
  const near = nearest(
    place,
    all.map(({ to }) => to),
  );
  throw near === undefined
    ? new BetweenError("cli.saved.unknown", { place })
    : new BetweenError("cli.saved.unknown-near", { place, near });
}
