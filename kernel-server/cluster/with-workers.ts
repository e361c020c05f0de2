import { BetweenError } from "../../protocol/errors.ts";
import type { Engine, EngineEvent, EngineSession, Work } from "../engine/engine.ts";
import type { Cluster } from "./cluster.ts";
import { needsWorkers } from "./needs-workers.ts";

/**
 * An engine whose workers come when something is to be computed. Opening a session asks for none: the driver does that.
 * Cells wait in `hold`, and tell it; other work (sorting a result, exporting it) waits in `run`.
 */
export function withWorkers(engine: Engine, cluster: Cluster): Engine {
  const { name, label, can } = engine;
  const looking: Engine = {
    name,
    label,
    can,
    open: async (options, signal) => {
      const session = await engine.open(options, signal);
      const run: EngineSession["run"] = (work, stop) => {
        // Looking starts nothing.
        if (needsWorkers(work) && !cluster.awake) throw new BetweenError("cluster.away", { engine: name });
        return session.run(work, stop);
      };
      return { ...session, run };
    },
  };
  return {
    name,
    label,
    can,
    looking,
    open: async (options, signal) => {
      const session = await engine.open(options, signal);
      const run: EngineSession["run"] = (work, stop) =>
        needsWorkers(work) ? held(session, work, stop) : session.run(work, stop);
      return { ...session, run, hold: (tell, stop) => cluster.hold(tell, stop) };
    },
  };

  async function* held(session: EngineSession, work: Work, signal: AbortSignal): AsyncGenerator<EngineEvent> {
    const release = await cluster.hold(() => undefined, signal);
    try {
      yield* session.run(work, signal);
    } finally {
      release();
    }
  }
}
