/** What the tests of Scala cells share: a Spark on this machine, its sessions, and cells run to their end. */
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { randomUUID } from "node:crypto";
import { tableFromIPC } from "@uwdata/flechette";
import type { EngineSession } from "../../kernel-server/engine/engine.ts";
import { findJava } from "../../kernel-server/engine/local-spark/find-java.ts";
import { ensureSpark } from "../../kernel-server/engine/local-spark/spark-environment.ts";
import { startSparkServer } from "../../kernel-server/engine/local-spark/spark-server.ts";
import { scalaWorkers, type ScalaWorkersOptions } from "../../kernel-server/engine/scala/scala-workers.ts";
import { sparkConnectEngine } from "../../kernel-server/engine/spark-connect/spark-connect-engine.ts";
import type { Worker, WorkerEvent } from "../../kernel-server/engine/worker.ts";
import type { ParameterValue } from "../../notebook/notebook.ts";
import { BetweenError } from "../../protocol/errors.ts";
import type { OperationId, SessionId } from "../../protocol/ids.ts";
import { cacheFolder } from "../../protocol/local/state-folders.ts";

export const never = new AbortController().signal;

export type Notebook = {
  engine: EngineSession;
  worker: Worker;
  /** Runs a statement or a query; the rows as objects. */
  sql(text: string): Promise<Record<string, unknown>[]>;
  rows(view: string): Promise<Record<string, unknown>[]>;
  run(code: string, more?: RunOptions): Promise<Ran>;
  /** Another worker in the same session. */
  reopen(): Promise<void>;
  close(): Promise<void>;
};

export type RunOptions = {
  params?: readonly ParameterValue[];
  signal?: AbortSignal;
  onEvent?: (event: WorkerEvent) => void;
};

export type Ran = {
  events: WorkerEvent[];
  /** Of stdout and stderr. */
  text: string;
  /** What is shown as plain text. */
  values: string[];
  views: string[];
  error: BetweenError | undefined;
};

export async function scalaBench() {
  const java = await findJava(process.env, never);
  const spark = await ensureSpark({ cacheFolder: cacheFolder(), onProgress: (detail) => console.log(detail) }, never);
  const scratch = await mkdtemp(join(tmpdir(), "between-scala-"));
  const serverScratch = join(scratch, "server");
  await mkdir(serverScratch);
  const server = await startSparkServer(
    {
      home: spark.home,
      version: spark.version,
      javaHome: java.home,
      ...(spark.python !== undefined && { python: spark.python }),
      jars: [],
      master: "local[2]",
      memory: "1g",
      scratch: serverScratch,
    },
    never,
  );
  const engine = sparkConnectEngine({
    name: "spark",
    address: `sc://127.0.0.1:${server.port}/${server.token === undefined ? "" : ";use_ssl=false;token=${env:SPARK_TOKEN}"}`,
    env: { SPARK_TOKEN: server.token },
  });

  return {
    version: spark.version,
    async notebook(options: Partial<ScalaWorkersOptions> = {}): Promise<Notebook> {
      const folder = await mkdtemp(join(scratch, "notebook-"));
      const open = {
        session: randomUUID() as SessionId,
        user: "analyst",
        folder,
        timezone: "Asia/Seoul",
        scratch: folder,
      };
      const session = await engine.open(open, never);
      const kind = scalaWorkers({
        cacheFolder: cacheFolder(),
        memoryBytes: 768 * 2 ** 20,
        ...options,
      });
      const start = () => {
        if (!session.remote) throw new Error("the session cannot be joined");
        return kind.open(
          { remote: session.remote, folder, scratch: folder, timezone: open.timezone, requirements: [] },
          never,
        );
      };
      const read = async (relation: { of: "view"; name: string } | { of: "sql"; text: string; args: [] }) => {
        const rows: Record<string, unknown>[] = [];
        const work = { do: "read", relation, operation: randomUUID() as OperationId } as const;
        for await (const event of session.run(work, never))
          if (event.t === "batch") rows.push(...tableFromIPC(event.ipc, { useBigInt: true }).toArray());
        return rows;
      };
      const notebook: Notebook = {
        engine: session,
        worker: await start().catch(async (thrown: unknown) => {
          await session.close();
          throw thrown;
        }),
        sql: (text) => read({ of: "sql", text, args: [] }),
        rows: (view) => read({ of: "view", name: view }),
        run: (code, more) => runCell(notebook.worker, code, more),
        async reopen() {
          notebook.worker = await start();
        },
        async close() {
          await notebook.worker.close();
          await session.close();
        },
      };
      return notebook;
    },
    async end() {
      await server.stop();
      await rm(scratch, { recursive: true, force: true });
    },
  };
}

let cells = 0;

export async function runCell(
  worker: Worker,
  code: string,
  { params = [], signal = never, onEvent }: RunOptions = {},
): Promise<Ran> {
  const ran: Ran = { events: [], text: "", values: [], views: [], error: undefined };
  try {
    for await (const event of worker.run({ code, label: `Cell ${++cells}`, params, preview: 100 }, signal)) {
      ran.events.push(event);
      if (event.t === "text") ran.text += event.text;
      if (event.t === "media" && event.mime === "text/plain") ran.values.push(event.data);
      if (event.t === "view") ran.views.push(event.view);
      onEvent?.(event);
    }
  } catch (thrown) {
    ran.error = BetweenError.from(thrown);
  }
  return ran;
}
