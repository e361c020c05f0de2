import { randomUUID } from "node:crypto";
import { connect } from "node:net";
import type { Log } from "../log/log.ts";
import { reasonOf } from "../log/reason-of.ts";
import { parseAddress } from "../engine/spark-connect/address.ts";
import type { EngineSettings } from "../settings/settings.ts";
import type { ObjectStore } from "../store/object-store.ts";

/** Whether a server can do its work: its store takes what it writes, and engines can be reached. */
export type Readiness = { ready: boolean; store: boolean; engines: Readonly<Record<string, boolean>> };

/** A look is good for so long: a store that costs by the request is not asked by everybody who knocks. */
const KEPT_MS = 10_000;
const PATIENCE_MS = 5_000;

/**
 * Looks when it is asked, at most every ten seconds. A server is ready when its store can be written and at least one
 * engine can be reached: one engine of several that is away must not take the others from their users. Engines on this
 * machine start when they are needed, and count as reachable.
 */
export function makeReadiness(
  store: ObjectStore,
  engines: readonly EngineSettings[],
  env: Readonly<Record<string, string | undefined>>,
  log: Log,
): () => Promise<Readiness> {
  const key = `probe/ready-${randomUUID()}`;
  const said = new Map<string, string>();
  let last: { at: number; look: Promise<Readiness> } | undefined;

  const tried = async (what: string, work: () => Promise<void>): Promise<boolean> => {
    try {
      await work();
      if (said.delete(what)) log(`${what} is there again`);
      return true;
    } catch (thrown) {
      const reason = reasonOf(thrown);
      if (said.get(what) !== reason) log(`${what} cannot be used`, { level: "error", reason });
      said.set(what, reason);
      return false;
    }
  };
  const write = async () => {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    await store.put(key, Buffer.from("{}"), signal);
    await store.delete(key, signal);
  };
  const look = async (): Promise<Readiness> => {
    const reached = engines.map(async (engine): Promise<[string, boolean]> => [
      engine.name,
      await tried(`the engine ${engine.name}`, () => reach(engine, env)),
    ]);
    const [isWritable, found] = await Promise.all([tried("the store", write), Promise.all(reached)]);
    const isReachable = found.some(([, isThere]) => isThere);
    return { ready: isWritable && isReachable, store: isWritable, engines: Object.fromEntries(found) };
  };
  return () => {
    if (!last || performance.now() - last.at > KEPT_MS) last = { at: performance.now(), look: look() };
    return last.look;
  };
}

/** Whether something listens where the engine is said to be. */
async function reach(engine: EngineSettings, env: Readonly<Record<string, string | undefined>>): Promise<void> {
  if (engine.kind !== "spark-connect") return;
  const { host, port } = parseAddress(engine.address, env);
  await new Promise<void>((resolve, reject) => {
    const socket = connect({ host: host.replace(/^\[|\]$/g, ""), port, timeout: PATIENCE_MS });
    socket.once("connect", () => {
      socket.destroy();
      resolve();
    });
    socket.once("timeout", () => socket.destroy(new Error(`no answer within ${PATIENCE_MS / 1000} s`)));
    socket.once("error", reject);
  });
}
