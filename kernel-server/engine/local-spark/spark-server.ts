import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { BetweenError, type Code } from "../../../protocol/errors.ts";
import { has } from "../spark-connect/spark-versions.ts";
import type { S3Settings } from "../../settings/settings.ts";

export type SparkServerOptions = {
  /** SPARK_HOME. */
  home: string;
  version: string;
  javaHome: string;
  /** For functions in Python. */
  python?: string;
  jars: readonly string[];
  /** `local[2]`, `spark://host:7077`. */
  master: string;
  /** Of the JVM's heap: `2g`. */
  memory: string;
  /** Of each executor of a cluster. */
  executorMemory?: string;
  /** Where Spark spills and keeps its tables; its owner removes it. */
  scratch: string;
  s3?: S3Settings;
  conf?: Readonly<Record<string, string>>;
  env?: NodeJS.ProcessEnv;
  /** 0: any free one. */
  port?: number;
};

/** A Spark Connect server on this machine, a child of this process that never outlives it. */
export type SparkServer = {
  port: number;
  pid: number;
  /** What clients show; absent where the server's Spark does not know of tokens. */
  token?: string;
  /** Fires when the process is gone, with `spark.died` as its reason unless it was stopped by us. */
  gone: AbortSignal;
  ended: Promise<BetweenError | undefined>;
  /** Returns when the process is gone. */
  stop(): Promise<void>;
};

const LOG_TAIL = 6_000;

/** `deploy/bin` of the package, seen from the sources and from a bundle in `dist/`. */
export function startScript(name: string): string {
  const found = ["../../../deploy/bin/", "../deploy/bin/"]
    .map((up) => join(fileURLToPath(new URL(up, import.meta.url)), name))
    .find((path) => existsSync(path));
  if (found === undefined) throw new BetweenError("spark.scripts-missing", { name });
  return found;
}

/** Starts a server on the loopback address and waits until it listens (15 to 20 s on two cores). Throws `spark.start-failed`. */
export async function startSparkServer(options: SparkServerOptions, signal: AbortSignal): Promise<SparkServer> {
  if (signal.aborted) throw new BetweenError("engine.interrupted");
  const token = has(options.version, "tokens") ? randomBytes(24).toString("base64url") : undefined;
  const child = spawn(startScript("while-open.sh"), [startScript("start-connect.sh")], {
    cwd: options.scratch,
    stdio: ["pipe", "pipe", "pipe"],
    env: environment(options, token),
  });
  let log = "";
  let stopped = false;
  const keep = (text: string) => (log = (log + text).slice(-LOG_TAIL));
  child.stdout.setEncoding("utf8").on("data", keep);
  // What is written to a process that died is no news.
  child.stdin.on("error", () => undefined);
  const exit = new Promise<string>((resolve) => {
    child.on("error", (cause) => resolve(cause.message));
    child.on("close", (code, by) => resolve(by === null ? `exit code ${code}` : `signal ${by}`));
  });
  const failure = (code: Code, how: string) => {
    const engineText = worthSaying(log);
    return new BetweenError(code, { how }, engineText === "" ? {} : { engineText });
  };
  const gone = new AbortController();
  const ended = exit.then((how) => {
    const died = failure("spark.died", how);
    gone.abort(died);
    return stopped ? undefined : died;
  });
  const stop = async () => {
    stopped = true;
    child.stdin.end();
    await ended;
  };
  const kill = () => child.stdin.end();
  signal.addEventListener("abort", kill, { once: true });
  try {
    const port = await new Promise<number | undefined>((resolve) => {
      createInterface({ input: child.stderr }).on("line", (line) => {
        keep(`${line}\n`);
        const at = /Spark Connect server started at: ?\S*?:(\d+)\s*$/.exec(line)?.[1];
        if (at !== undefined) resolve(Number(at));
      });
      void exit.then(() => resolve(undefined));
    });
    if (port === undefined || child.pid === undefined)
      throw signal.aborted ? new BetweenError("engine.interrupted") : failure("spark.start-failed", await exit);
    return { port, pid: child.pid, ...(token !== undefined && { token }), gone: gone.signal, ended, stop };
  } finally {
    signal.removeEventListener("abort", kill);
  }
}

function environment(options: SparkServerOptions, token: string | undefined): NodeJS.ProcessEnv {
  const { s3, conf = {} } = options;
  const named = Object.entries({ "spark.local.dir": options.scratch, ...conf });
  return {
    ...(options.env ?? process.env),
    JAVA_HOME: options.javaHome,
    SPARK_HOME: options.home,
    BIND_ADDRESS: "127.0.0.1",
    MASTER_URL: options.master,
    CONNECT_PORT: String(options.port ?? 0),
    DRIVER_MEMORY: options.memory,
    ...(options.executorMemory !== undefined && { EXECUTOR_MEMORY: options.executorMemory }),
    WAREHOUSE_DIR: join(options.scratch, "warehouse"),
    SPARK_JARS: options.jars.join(","),
    SPARK_CONF: named.map(([key, value]) => `${key}=${value}`).join("\n"),
    ...(options.python !== undefined && { PYSPARK_PYTHON: options.python, PYSPARK_DRIVER_PYTHON: options.python }),
    ...(token !== undefined && { SPARK_CONNECT_AUTHENTICATE_TOKEN: token }),
    ...(s3?.endpoint !== undefined && { S3_ENDPOINT: s3.endpoint }),
    ...(s3?.region !== undefined && { S3_REGION: s3.region }),
    ...(s3?.pathStyle !== undefined && { S3_PATH_STYLE: String(s3.pathStyle) }),
    ...(s3?.profile !== undefined && { AWS_PROFILE: s3.profile }),
  };
}

/** The log without what is said of every start. */
const worthSaying = (log: string) =>
  log
    .split("\n")
    .filter((line) => !/ (?:INFO|WARN) /.test(line))
    .slice(-12)
    .join("\n")
    .trim();
