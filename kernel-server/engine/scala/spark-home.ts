import { SPARK_VERSION } from "../local-spark/requirements.ts";
import { ensureSpark } from "../local-spark/spark-environment.ts";
import { fetchSpark } from "./fetch-spark.ts";

/** A Spark on this machine whose jars fit an engine of this version, fetched where there is none: its home. */
export type SparkHome = (version: string, onProgress: (detail: string) => void, signal: AbortSignal) => Promise<string>;

export type SparkHomeOptions = { cacheFolder: string; python?: string; env?: NodeJS.ProcessEnv };

/**
 * The Spark whose jars Scala cells take: that of SPARK_HOME or of "local-spark" where its minor version is the engine's
 * (closures travel as Java objects, which another version reads otherwise), else the engine's own release. Fetched
 * when it is not there yet.
 */
export function sparkHomeOf(options: SparkHomeOptions): SparkHome {
  const env = options.env ?? process.env;
  return async (version, onProgress, signal) => {
    if (env["SPARK_HOME"]) {
      const given = await ensureSpark({ ...options, env, onProgress }, signal);
      if (minor(given.version) === minor(version)) return given.home;
    }
    if (minor(SPARK_VERSION) === minor(version))
      return (await ensureSpark({ ...options, env: {}, onProgress }, signal)).home;
    return fetchSpark(release(version), { ...options, onProgress }, signal);
  };
}

const minor = (version: string) => version.split(".").slice(0, 2).join(".");

/** Without what vendors add: `4.0.1-amzn-0`. */
const release = (version: string) => /^\d+\.\d+\.\d+/.exec(version)?.[0] ?? version;
