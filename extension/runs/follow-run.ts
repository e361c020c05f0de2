import { setTimeout as sleep } from "node:timers/promises";
import type { Followed } from "../../protocol/client.ts";
import { BetweenError } from "../../protocol/errors.ts";
import type { Code } from "../../protocol/errors.ts";
import type { RunId } from "../../protocol/ids.ts";
import { hasEnded } from "../../protocol/run-view.ts";
import type { Servers } from "../parts.ts";

/** The client connects again by itself; these say that it has given up, and that another one may find the server. */
const lineLost: readonly Code[] = ["wire.closed", "wire.unreachable", "wire.body-lost", "wire.server-start"];

const WAITS = [0, 500, 1000, 2000, 5000];

/**
 * A run to its end, over reconnects, over clients that were closed, and over servers that were started again. `onLine` is
 * told of a line that is lost here. Throws what keeps the run from being followed at all; ends when the signal is aborted.
 */
export async function* followRun(
  servers: Pick<Servers, "client">,
  server: string,
  run: RunId,
  onLine: (away: boolean) => void,
  signal: AbortSignal,
): AsyncGenerator<Followed, void, void> {
  let place: Followed | undefined;
  for (let failures = 0; !signal.aborted;) {
    try {
      const client = await servers.client(server, signal);
      onLine(false);
      for await (const followed of client.follow(run, place, signal)) {
        place = followed;
        failures = 0;
        yield followed;
      }
      if (place && hasEnded(place.view.state)) return;
      throw new BetweenError("wire.closed");
    } catch (thrown) {
      if (signal.aborted) return;
      const error = BetweenError.from(thrown);
      if (!lineLost.includes(error.code)) throw error;
      onLine(true);
      await sleep(WAITS[Math.min(failures++, WAITS.length - 1)], undefined, { signal }).catch(() => undefined);
    }
  }
}
