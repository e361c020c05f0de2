import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Engine, EngineSession } from "../../kernel-server/engine/engine.ts";
import { sessionId } from "../../protocol/ids.ts";

export const never = new AbortController().signal;

/** A session of an engine without a server, in a folder that goes with it. */
export async function newSession(engine: Engine): Promise<{ session: EngineSession; end(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), "between-bench-"));
  const remove = () => rm(folder, { recursive: true, force: true, maxRetries: 5 });
  const open = { session: sessionId(crypto.randomUUID()), user: "bench", folder, timezone: "UTC", scratch: folder };
  try {
    const session = await engine.open(
      { ...open, onProgress: (code, detail) => code === "engine.setting-up" && process.stderr.write(`${detail}\n`) },
      never,
    );
    return { session, end: () => session.close().then(remove) };
  } catch (thrown) {
    await remove();
    throw thrown;
  }
}
