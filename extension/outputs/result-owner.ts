import { BetweenError } from "../../protocol/errors.ts";
import type { Code } from "../../protocol/errors.ts";
import type { Client } from "../../protocol/client.ts";
import type { RunId } from "../../protocol/ids.ts";
import type { ServerInfo, ServerKey, Servers } from "../parts.ts";

export type ResultOwners = {
  /**
   * Works with the server that holds the run: the one that is known to, else whichever of those that are connected knows
   * it, `first` before the others. The signal is aborted too when that server goes away. Throws `output.no-server`, and
   * what `work` throws.
   */
  withOwner<T>(
    run: RunId,
    first: ServerKey | undefined,
    signal: AbortSignal,
    work: (client: Client, signal: AbortSignal) => Promise<T>,
  ): Promise<T>;
  /** A query's run is on the server of the run that it asks about. */
  sameOwner(run: RunId, as: RunId): void;
  /** A server's state has changed. */
  changed(server: Pick<ServerInfo, "key" | "state">): void;
};

/** What a server says that has never heard of the run, or no longer has it. */
const strange = new Set<Code>(["run.unknown", "result.unknown"]);

export function resultOwners(servers: Pick<Servers, "list" | "clientNow" | "clientIfRunning">): ResultOwners {
  const owners = new Map<RunId, ServerKey>();
  const lost = new Map<ServerKey, AbortController>();

  const lossOf = (key: ServerKey): AbortSignal => {
    const controller = lost.get(key) ?? new AbortController();
    lost.set(key, controller);
    return controller.signal;
  };

  return {
    async withOwner(run, first, signal, work) {
      const known = owners.get(run);
      const others = servers.list().map(({ key }) => key);
      const keys = known === undefined ? new Set([...(first === undefined ? [] : [first]), ...others]) : [known];
      let unknown: unknown = new BetweenError("output.no-server");
      for (const key of keys) {
        const client = servers.clientNow(key) ?? (await servers.clientIfRunning(key));
        signal.throwIfAborted();
        if (!client) continue;
        const loss = lossOf(key);
        try {
          const done = await work(client, AbortSignal.any([signal, loss]));
          owners.set(run, key);
          return done;
        } catch (thrown) {
          signal.throwIfAborted();
          if (loss.aborted) throw loss.reason;
          if (!(thrown instanceof BetweenError) || !strange.has(thrown.code)) throw thrown;
          unknown = thrown;
        }
      }
      throw unknown;
    },
    sameOwner(run, as) {
      const owner = owners.get(as);
      if (owner !== undefined) owners.set(run, owner);
    },
    changed({ key, state }) {
      if (state !== "away") return;
      lost.get(key)?.abort(new BetweenError("wire.unreachable", { reason: key }));
      lost.delete(key);
    },
  };
}
