import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BetweenError } from "../../protocol/errors.ts";
import { cacheFolder } from "../../protocol/local/state-folders.ts";
import { explain } from "../../protocol/wording/say.ts";
import { fetchJars } from "../../kernel-server/engine/local-spark/fetch-jars.ts";
import { type Java, findJava } from "../../kernel-server/engine/local-spark/find-java.ts";
import { deltaJars, s3Jars } from "../../kernel-server/engine/local-spark/jars.ts";
import { SPARK_VERSION } from "../../kernel-server/engine/local-spark/requirements.ts";
import { type SparkEnvironment, ensureSpark } from "../../kernel-server/engine/local-spark/spark-environment.ts";
import { startScript } from "../../kernel-server/engine/local-spark/spark-server.ts";
import { descendants } from "./processes.ts";

/** One process of the cluster. */
export type SparkPart = {
  /** All that it has printed, the last of it. */
  log(): string;
  /** Resolves with what was printed once a line matches; rejects when the process ends without. */
  says(line: RegExp): Promise<string>;
  /** Kills it and what it has started, as a machine that loses its power would; returns when all of it is gone. */
  kill(): Promise<void>;
  /** Ends it in good order. */
  stop(): Promise<void>;
};

/** A standalone cluster on this machine: a master, workers, a Connect server, started by the scripts of `deploy/bin`. */
export type SparkCluster = {
  /** `spark://127.0.0.1:7077`. */
  master: string;
  /** The master's page in JSON tells the workers that have come. */
  masterPage: string;
  /** Of the Connect server, which stays the same when it is started anew. */
  port: number;
  /** `sc://127.0.0.1:PORT`. */
  address: string;
  workers: SparkPart[];
  connect: SparkPart;
  startWorker(): Promise<SparkPart>;
  /** Starts the Connect server again after it was killed. */
  restartConnect(): Promise<void>;
  end(): Promise<void>;
};

export type SparkClusterOptions = {
  workers?: number;
  coresPerWorker?: number;
  /** Settings that only a server can be started with. */
  conf?: Readonly<Record<string, string>>;
  /** Of S3 and its credentials. */
  env?: Readonly<Record<string, string>>;
};

const never = new AbortController().signal;

/** What this machine lacks for Spark, in one line; `undefined` when it has all of it. */
export async function whyNoSpark(): Promise<string | undefined> {
  try {
    await findJava(process.env, never);
    return undefined;
  } catch (thrown) {
    return explain("en", BetweenError.from(thrown).toWire()).message;
  }
}

/** Spark, its jars and Java, fetched where they are not there yet. */
export async function sparkHere(
  say: (detail: string) => void = () => undefined,
): Promise<{ spark: SparkEnvironment; java: Java; jars: string[] }> {
  const cache = cacheFolder();
  const java = await findJava(process.env, never);
  const spark = await ensureSpark({ cacheFolder: cache, onProgress: say }, never);
  const jars = await fetchJars([...deltaJars, ...s3Jars], join(cache, `spark-jars-${SPARK_VERSION}`), say, never);
  return { spark, java, jars };
}

export async function sparkCluster(options: SparkClusterOptions = {}): Promise<SparkCluster> {
  const { workers: count = 2, coresPerWorker = 1, conf = {}, env = {} } = options;
  const { spark, java, jars } = await sparkHere();
  const folder = await mkdtemp(join(tmpdir(), "between-cluster-"));
  const [masterPort, pagePort, port] = await freePorts(3);
  const master = `spark://127.0.0.1:${masterPort}`;
  const common = {
    ...process.env,
    SPARK_HOME: spark.home,
    JAVA_HOME: java.home,
    BIND_ADDRESS: "127.0.0.1",
    MASTER_URL: master,
    SPARK_JARS: jars.join(","),
    ...(spark.python !== undefined && { PYSPARK_PYTHON: spark.python, PYSPARK_DRIVER_PYTHON: spark.python }),
    // Small: six JVMs share a machine with the rest of the tests.
    SPARK_DAEMON_MEMORY: "256m",
    DRIVER_MEMORY: "1g",
    EXECUTOR_MEMORY: "1g",
    WORKER_MEMORY: "1g",
    WORKER_WEBUI_PORT: "0",
    TMPDIR: folder,
    ...env,
  };
  let made = 0;
  const start = (script: string, more: Record<string, string>) => part(script, { ...common, ...more }, folder);
  const startWorker = async () => {
    const worker = start("start-worker.sh", {
      WORKER_CORES: String(coresPerWorker),
      WORKER_DIR: join(folder, `worker-${made++}`),
    });
    await worker.says(/Successfully registered with master/);
    return worker;
  };
  const startConnect = async () => {
    const connect = start("start-connect.sh", {
      CONNECT_PORT: String(port),
      WAREHOUSE_DIR: join(folder, "warehouse"),
      SPARK_CONF: Object.entries(conf)
        .map(([key, value]) => `${key}=${value}`)
        .join("\n"),
    });
    await connect.says(/Spark Connect server started at/);
    return connect;
  };

  const boss = start("start-master.sh", { MASTER_PORT: String(masterPort), MASTER_WEBUI_PORT: String(pagePort) });
  const parts: SparkPart[] = [boss];
  const end = async () => {
    // Who waits for others to leave in good order would try to reach them: all at once.
    await Promise.all([...parts, ...cluster.workers, cluster.connect].map((each) => each.kill()));
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  const cluster: SparkCluster = {
    master,
    masterPage: `http://127.0.0.1:${pagePort}/json/`,
    port,
    address: `sc://127.0.0.1:${port}`,
    workers: [],
    connect: boss,
    async startWorker() {
      const worker = await startWorker();
      cluster.workers.push(worker);
      return worker;
    },
    async restartConnect() {
      cluster.connect = await startConnect();
    },
    end,
  };
  try {
    await boss.says(/Starting Spark master at/);
    cluster.workers.push(...(await Promise.all(Array.from({ length: count }, startWorker))));
    await cluster.restartConnect();
    return cluster;
  } catch (thrown) {
    await end();
    throw thrown;
  }
}

const LOG_UNITS = 200_000;

function part(script: string, env: NodeJS.ProcessEnv, cwd: string): SparkPart {
  const child = spawn(startScript("while-open.sh"), [startScript(script)], {
    cwd,
    env,
    stdio: ["pipe", "pipe", "pipe"],
  });
  child.stdin.on("error", () => undefined); // It has ended: that is seen by its exit.
  let log = "";
  const ended = once(child, "close");
  const watchers = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => {
      log = (log + text).slice(-LOG_UNITS);
      for (const look of watchers) look();
    });
  return {
    log: () => log,
    says: (line) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (!line.test(log)) return;
          watchers.delete(look);
          resolve(log);
        };
        watchers.add(look);
        look();
        void ended.then(() =>
          reject(new Error(`${script} ended before it said ${String(line)}:\n${log.slice(-4000)}`)),
        );
      }),
    async kill() {
      for (const pid of await all(child)) kill(pid);
      await ended;
    },
    async stop() {
      child.stdin.end();
      await ended;
    },
  };
}

async function all({ pid, exitCode, signalCode }: ChildProcess): Promise<number[]> {
  return pid === undefined || exitCode !== null || signalCode !== null ? [] : [...(await descendants(pid)), pid];
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended meanwhile.
  }
}

async function freePorts(count: number): Promise<[number, number, number]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, "127.0.0.1"));
  const ports = [];
  for (const server of servers) {
    if (!server.listening) await once(server, "listening");
    ports.push((server.address() as AddressInfo).port); // SAFETY: it listens on a TCP port.
  }
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  const [first = 0, second = 0, third = 0] = ports;
  return [first, second, third];
}
