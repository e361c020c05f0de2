import { mkdtemp, rm } from "node:fs/promises";
import { once } from "node:events";
import { spawn } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cacheFolder } from "../../protocol/local/state-folders.ts";
import { type Jar, fetchJars } from "../../kernel-server/engine/local-spark/fetch-jars.ts";
import { findJava } from "../../kernel-server/engine/local-spark/find-java.ts";
import { startScript } from "../../kernel-server/engine/local-spark/spark-server.ts";
import { fetchSpark } from "../../kernel-server/engine/scala/fetch-spark.ts";

/** A release of Spark that the product is tried against, beside the one that it fetches for itself. */
export type SparkRelease = {
  version: string;
  /** What its package comes without. */
  jars: readonly Jar[];
};

export const releases: readonly SparkRelease[] = [
  {
    version: "3.5.7",
    jars: [
      {
        path: "org/apache/spark/spark-connect_2.12/3.5.7/spark-connect_2.12-3.5.7.jar",
        sha256: "15366e21273a874c760b51fa00743a2acb8fa78642cc35d7a076a3ade0c5eef6",
      },
    ],
  },
  { version: "4.0.5", jars: [] },
];

export type RunningSpark = { port: number; end(): Promise<void> };

const never = new AbortController().signal;

/** Starts a release on this machine, fetched where it is not there yet. Throws `scala.fetch-failed` and `spark.jars-offline` without a network. */
export async function sparkRelease(
  { version, jars }: SparkRelease,
  conf: Readonly<Record<string, string>> = {},
): Promise<RunningSpark> {
  const cache = cacheFolder();
  const java = await findJava(process.env, never);
  const say = (detail: string) => console.log(`  setting up Spark ${version}: ${detail}`);
  const home = await fetchSpark(version, { cacheFolder: cache, onProgress: say }, never);
  const paths = await fetchJars(jars, join(cache, `spark-jars-${version}`), say, never);
  const scratch = await mkdtemp(join(tmpdir(), "between-release-"));
  const child = spawn(startScript("while-open.sh"), [startScript("start-connect.sh")], {
    cwd: scratch,
    stdio: ["pipe", "ignore", "pipe"],
    env: {
      ...process.env,
      SPARK_HOME: home,
      JAVA_HOME: java.home,
      MASTER_URL: "local[2]",
      CONNECT_PORT: "0",
      WAREHOUSE_DIR: join(scratch, "warehouse"),
      SPARK_JARS: paths.join(","),
      SPARK_CONF: Object.entries({ "spark.local.dir": scratch, ...conf })
        .map(([key, value]) => `${key}=${value}`)
        .join("\n"),
    },
  });
  child.stdin.on("error", () => undefined); // It has ended: that is seen by its exit.
  const ended = once(child, "close");
  const end = async () => {
    child.stdin.end();
    await ended;
    await rm(scratch, { recursive: true, force: true, maxRetries: 5 });
  };
  let log = "";
  const port = await new Promise<number | undefined>((resolve) => {
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      log = (log + text).slice(-100_000);
      const at = /Spark Connect server started at: ?\S*?:(\d+)\s/.exec(log)?.[1];
      if (at !== undefined) resolve(Number(at));
    });
    void ended.then(() => resolve(undefined));
  });
  if (port !== undefined) return { port, end };
  await end();
  throw new Error(`Spark ${version} did not start:\n${log.slice(-4000)}`);
}
