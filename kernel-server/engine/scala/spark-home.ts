import { BetweenError } from "../../../protocol/errors.ts";
import { ensureSpark } from "../local-spark/spark-environment.ts";
import type { ScalaWorkersOptions } from "./scala-workers.ts";

/**
 * The Spark whose jars Scala cells take: that of SPARK_HOME, else the one of "local-spark", fetched when it is not there
 * yet. Its minor version must be the engine's: closures travel as Java objects, which other versions read as others.
 */
export function sparkHomeOf(options: {
  cacheFolder: string;
  python?: string;
  env?: NodeJS.ProcessEnv;
}): ScalaWorkersOptions["sparkHome"] {
  return async (version, onProgress, signal) => {
    const found = await ensureSpark({ ...options, onProgress }, signal);
    if (minor(found.version) === minor(version)) return found.home;
    throw new BetweenError("scala.other-version", { here: found.version, engine: version });
  };
}

const minor = (version: string) => version.split(".").slice(0, 2).join(".");
