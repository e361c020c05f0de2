import { availableParallelism, totalmem } from "node:os";
import type { EngineSession, Remote } from "../../kernel-server/engine/engine.ts";
import { localSparkEngine } from "../../kernel-server/engine/local-spark/local-spark-engine.ts";
import { SPARK_VERSION } from "../../kernel-server/engine/local-spark/requirements.ts";
import { SAIL_VERSION } from "../../kernel-server/engine/sail/requirements.ts";
import { sailEngine } from "../../kernel-server/engine/sail/sail-engine.ts";
import { sparkConnectEngine } from "../../kernel-server/engine/spark-connect/spark-connect-engine.ts";
import { BetweenError } from "../../protocol/errors.ts";
import type { SessionId } from "../../protocol/ids.ts";
import { cacheFolder } from "../../protocol/local/state-folders.ts";
import { explain } from "../../protocol/wording/say.ts";
import { isAlive } from "../../test/support/between.ts";
import { sparkCluster, sparkHere } from "../../test/support/spark-cluster.ts";
import type { SparkCluster } from "../../test/support/spark-cluster.ts";
import { processesBelow } from "./memory.ts";
import { newSession } from "./new-session.ts";
import { startProduct } from "./product.ts";
import type { Product } from "./product.ts";

export const engineKinds = ["sail", "local-spark", "cluster"] as const;
export type EngineKind = (typeof engineKinds)[number];

const cores = availableParallelism();
export const engineTitles: Readonly<Record<EngineKind, string>> = {
  sail: `Sail ${SAIL_VERSION}`,
  "local-spark": `Spark ${SPARK_VERSION}, local[${cores}]`,
  cluster: `Spark ${SPARK_VERSION}, standalone, ${cores} workers of one core`,
};

/** An engine that runs, a session on it through the product, and the way that another client joins it. */
export type RunningEngine = {
  product: Product;
  session: SessionId;
  /** A session of the same settings: of the same Spark, of a Sail of its own. */
  remote: Remote;
  /** Those that compute for the product. */
  processes(): Promise<number[]>;
  end(): Promise<void>;
};

/** What every session on Spark gets here, as `local-spark` does: the usual 200 are all overhead on one machine. */
const conf = { "spark.sql.shuffle.partitions": String(2 * cores) };
export const SPARK_PROCESS = /org\.apache\.spark\./;
export const SAIL_PROCESS = /pysail/;

/** The kinds that this machine can run; of the others one line says why they are left out. Spark is fetched where there is Java. */
export async function enginesHere(): Promise<EngineKind[]> {
  try {
    await sparkHere((detail) => process.stderr.write(`${detail}\n`));
    return [...engineKinds];
  } catch (thrown) {
    const { message } = explain("en", BetweenError.from(thrown).toWire());
    process.stdout.write(`Skipped: ${engineTitles["local-spark"]}; standalone cluster. ${message}\n`);
    return ["sail"];
  }
}

export async function startEngine(kind: EngineKind): Promise<RunningEngine> {
  switch (kind) {
    case "sail": {
      const own = await newSession(sailEngine({ cacheFolder: cacheFolder() }));
      const product = await startProduct();
      const session = await product.open("embedded");
      return {
        product,
        session,
        remote: remoteOf(own.session),
        processes: () => processesBelow(product.serverPid, SAIL_PROCESS),
        end: () => product.end().then(own.end),
      };
    }
    case "local-spark": {
      const own = await newSession(localSparkEngine({ name: "spark", cacheFolder: cacheFolder(), conf, idleMs: 0 }));
      return onSpark(own);
    }
    case "cluster": {
      const cluster = await clusterHere();
      const own = await newSession(sparkConnectEngine({ name: "spark", address: cluster.address, conf }));
      return onSpark(own, () => cluster.end());
    }
  }
}

/** As many workers as the machine has cores, with as much memory in all as `local-spark` takes. */
export function clusterHere(): Promise<SparkCluster> {
  const memory = `${Math.floor(totalmem() / 4 / cores / 2 ** 20)}m`;
  return sparkCluster({ workers: cores, env: { EXECUTOR_MEMORY: memory, WORKER_MEMORY: memory } });
}

/** How a settings file names a Spark that a session of ours has joined, and the token that its environment carries. */
export function sparkSettings({ url, token }: Remote): { engines: string; env: NodeJS.ProcessEnv } {
  const address = `${url.slice(0, url.indexOf("/;"))}/;use_ssl=false${token === undefined ? "" : ";token=${env:BENCH_TOKEN}"}`;
  return { engines: `  spark: {address: "${address}", conf: ${JSON.stringify(conf)}}\n`, env: { BENCH_TOKEN: token } };
}

async function onSpark(
  own: { session: EngineSession; end(): Promise<void> },
  endServer: () => Promise<void> = () => Promise.resolve(),
): Promise<RunningEngine> {
  const remote = remoteOf(own.session);
  const { engines, env } = sparkSettings(remote);
  const product = await startProduct(engines, env);
  const processes = () => processesBelow(process.pid, SPARK_PROCESS);
  return {
    product,
    session: await product.open("spark"),
    remote,
    processes,
    end: async () => {
      const running = await processes();
      await product.end();
      await own.end();
      await endServer();
      // What comes next must have the machine to itself.
      while (running.some(isAlive)) await new Promise((resolve) => setTimeout(resolve, 50));
    },
  };
}

function remoteOf({ remote }: EngineSession): Remote {
  if (remote === undefined) throw new Error("Other clients cannot join this session.");
  return remote;
}
