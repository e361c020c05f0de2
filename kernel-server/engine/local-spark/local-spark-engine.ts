import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { availableParallelism, totalmem, tmpdir } from "node:os";
import { join } from "node:path";
import { BetweenError } from "../../../protocol/errors.ts";
import type { S3Settings } from "../../settings/settings.ts";
import type { Engine, OpenOptions } from "../engine.ts";
import { openSparkSession } from "../spark-connect/spark-session.ts";
import { fetchJars } from "./fetch-jars.ts";
import { findJava } from "./find-java.ts";
import { deltaJars, s3Jars } from "./jars.ts";
import { SPARK_VERSION } from "./requirements.ts";
import { shared } from "./shared-server.ts";
import { ensureSpark } from "./spark-environment.ts";
import { type SparkServer, startSparkServer } from "./spark-server.ts";

export type LocalSparkOptions = {
  /** As on its server. */
  name: string;
  label?: string;
  /** Where Spark and its jars are fetched to, once per machine and version. */
  cacheFolder: string;
  /** The Python that its environment is made with; else BETWEEN_PYTHON, else the first that fits. */
  python?: string;
  /** Of the heap: `4g`. A quarter of the machine's memory when absent. */
  memory?: string;
  /** All of the machine's when absent. */
  cores?: number;
  conf?: Readonly<Record<string, string>>;
  /** `use` of each session. */
  schema?: string;
  s3?: S3Settings;
  /** How long the server is kept that nobody uses. */
  idleMs?: number;
};

/** Of shuffles and of Delta's logs: on one machine the usual 200 and 50 are all overhead. */
const partitions = (cores: number) => ({
  "spark.sql.shuffle.partitions": String(2 * cores),
  "spark.databricks.delta.snapshotPartitions": "2",
});

type Tell = (detail: string, code?: "engine.setting-up" | "spark.starting") => void;

const IDLE_MS = 10 * 60_000;
const LEAST_MEMORY_MB = 1024;

/**
 * Apache Spark on this machine, fetched and started when it is first needed: one Spark Connect server for all sessions of
 * this process, which ends with it or when nobody has used it for a while.
 */
export function localSparkEngine(options: LocalSparkOptions): Engine {
  const { name, label = `Apache Spark ${SPARK_VERSION}`, conf = {}, schema } = options;
  /** Who waits for the start: all are told how far it is. */
  const waiting = new Set<NonNullable<OpenOptions["onProgress"]>>();
  const tell: Tell = (detail, code = "engine.setting-up") => {
    for (const each of waiting) each(code, detail);
  };
  const server = shared((signal) => start(options, tell, signal), options.idleMs ?? IDLE_MS);

  return {
    name,
    label,
    close: () => server.close(),
    can: { progress: true, reattach: false, delta: true, artifacts: true, files: "here" },
    async open(open, signal) {
      // The server ends with the process that started it.
      if (open.resume) throw new BetweenError("engine.session-gone");
      if (process.platform === "win32") throw new BetweenError("spark.windows");
      const { onProgress } = open;
      if (onProgress) waiting.add(onProgress);
      try {
        const { port, token, gone } = await server.take(signal);
        const address = { host: "127.0.0.1", port, tls: false, headers: {}, ...(token !== undefined && { token }) };
        const session = await openSparkSession(
          {
            name,
            address,
            files: "here",
            conf: { ...partitions(options.cores ?? availableParallelism()), ...partsOf(conf).session },
            ...(options.s3 && { s3: options.s3 }),
            ...(schema !== undefined && { schema }),
            gone,
          },
          open,
          signal,
        );
        void session.ended.then(() => server.release());
        return session;
      } catch (thrown) {
        server.release();
        if (signal.aborted) throw new BetweenError("engine.interrupted", {}, { cause: thrown });
        throw thrown;
      } finally {
        if (onProgress) waiting.delete(onProgress);
      }
    },
  };
}

/** Settings of sessions, and those that a server must be started with: all that are not of `spark.sql`, and its static ones too. */
function partsOf(conf: Readonly<Record<string, string>>) {
  const isStatic = (key: string) =>
    !key.startsWith("spark.sql.") || /^spark\.sql\.(?:catalog|extensions|warehouse|ui)\b/.test(key);
  const entries = Object.entries(conf);
  return {
    static: Object.fromEntries(entries.filter(([key]) => isStatic(key))),
    session: Object.fromEntries(entries.filter(([key]) => !isStatic(key))),
  };
}

async function start(options: LocalSparkOptions, tell: Tell, signal: AbortSignal): Promise<SparkServer> {
  const { cacheFolder, python, cores = availableParallelism(), conf = {}, s3 } = options;
  // Before anything is fetched: without Java all of it is of no use.
  const java = await findJava(process.env, signal);
  const spark = await ensureSpark({ cacheFolder, ...(python !== undefined && { python }), onProgress: tell }, signal);
  // The jars fit the Spark that is fetched here; another one brings its own.
  const wanted = spark.version === SPARK_VERSION ? [...deltaJars, ...s3Jars] : [];
  const jars = await fetchJars(wanted, join(cacheFolder, `spark-jars-${SPARK_VERSION}`), tell, signal);
  tell(`Apache Spark ${spark.version}`, "spark.starting");
  const memory = options.memory ?? `${Math.max(LEAST_MEMORY_MB, Math.floor(totalmem() / 4 / 2 ** 20))}m`;
  const scratch = await mkdtemp(join(tmpdir(), "between-spark-"));
  const remove = () => rm(scratch, { recursive: true, force: true });
  try {
    await mkdir(join(scratch, "warehouse"));
    const server = await startSparkServer(
      {
        home: spark.home,
        version: spark.version,
        javaHome: java.home,
        ...(spark.python !== undefined && { python: spark.python }),
        jars,
        master: `local[${cores}]`,
        memory,
        scratch,
        ...(s3 && { s3 }),
        conf: { "spark.connect.session.manager.defaultSessionTimeout": "24h", ...partsOf(conf).static },
      },
      signal,
    );
    const removed = server.ended.then(remove);
    return {
      ...server,
      stop: async () => {
        await server.stop();
        await removed;
      },
    };
  } catch (thrown) {
    await remove();
    throw thrown;
  }
}
