import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { tableFromIPC } from "@uwdata/flechette";
import { BetweenError } from "../../protocol/errors.ts";
import { operationId, sessionId } from "../../protocol/ids.ts";
import { cacheFolder } from "../../protocol/local/state-folders.ts";
import type { Field } from "../../protocol/messages.ts";
import type { ParameterValue, SourceSpec } from "../../notebook/notebook.ts";
import type { EngineEvent, EngineSession, OpenOptions, Relation, Work } from "../../kernel-server/engine/engine.ts";
import { type SailOptions, sailEngine } from "../../kernel-server/engine/sail/sail-engine.ts";

type Todo = Work extends infer W ? (W extends Work ? Omit<W, "operation"> & { operation?: string } : never) : never;
export type Result = { schema: readonly Field[]; rows: Record<string, unknown>[]; batches: Uint8Array[] };

/** A session on the real embedded engine in a folder of its own. */
export type EngineDesk = {
  folder: string;
  session: EngineSession;
  write(name: string, content: string | Uint8Array): Promise<string>;
  events(todo: Todo, signal?: AbortSignal): Promise<EngineEvent[]>;
  /** Runs a statement, reads its view where there is one, and gives its rows. */
  sql(text: string, args?: readonly ParameterValue[]): Promise<Result>;
  read(relation: Relation, limit?: number): Promise<Result>;
  /** The error that a statement and the reading of its view end with. */
  failure(text: string, args?: readonly ParameterValue[]): Promise<BetweenError>;
  end(): Promise<void>;
};

export const never = new AbortController().signal;

export async function engineDesk(
  more: Partial<OpenOptions> = {},
  options: Partial<SailOptions> = {},
): Promise<EngineDesk> {
  const folder = await mkdtemp(join(tmpdir(), "between-engine-"));
  const scratch = join(folder, ".scratch");
  await mkdir(scratch);
  const engine = sailEngine({ cacheFolder: cacheFolder(), ...options });
  const session = await engine.open(
    { session: sessionId(crypto.randomUUID()), user: "test", folder, timezone: "UTC", scratch, ...more },
    never,
  );
  let made = 0;

  const events: EngineDesk["events"] = async (todo, signal = never) => {
    const seen: EngineEvent[] = [];
    for await (const event of session.run(workOf(todo), signal)) seen.push(event);
    return seen;
  };
  const desk: EngineDesk = {
    folder,
    session,
    events,
    async write(name, content) {
      const path = join(folder, name);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, content);
      return path;
    },
    async sql(text, args = []) {
      const view = `result_${made++}`;
      const seen = await events({ do: "statement", text, args, view });
      return seen.some(({ t }) => t === "fixed") ? desk.read({ of: "view", name: view }) : resultOf(seen);
    },
    read: async (relation, limit) =>
      resultOf(await events({ do: "read", relation, ...(limit !== undefined && { limit }) })),
    async failure(text, args) {
      try {
        await desk.sql(text, args);
      } catch (thrown) {
        return BetweenError.from(thrown);
      }
      throw new Error(`did not fail: ${text}`);
    },
    async end() {
      await session.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
  return desk;
}

export function workOf(todo: Todo): Work {
  return { ...todo, operation: operationId(todo.operation ?? crypto.randomUUID()) };
}

export function resultOf(events: readonly EngineEvent[]): Result {
  const schema = events.flatMap((event) => (event.t === "schema" ? event.schema : []));
  const batches = events.flatMap((event) => (event.t === "batch" ? [event.ipc] : []));
  const rows = batches.flatMap((ipc) => [...tableFromIPC(ipc, { useBigInt: true, useDecimalInt: true }).toArray()]);
  return { schema, rows, batches };
}

export const source = (name: string, path: string, more: Partial<SourceSpec> = {}): SourceSpec => ({
  name,
  from: { path },
  format: "json",
  onMalformed: "fail",
  line: 1,
  ...more,
});
