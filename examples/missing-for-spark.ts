import { access } from "node:fs/promises";
import { findJava } from "../kernel-server/engine/local-spark/find-java.ts";
import { sparkFolder } from "../kernel-server/engine/local-spark/spark-environment.ts";
import { BetweenError } from "../protocol/errors.ts";
import { cacheFolder } from "../protocol/local/state-folders.ts";
import { say } from "../protocol/wording/say.ts";

/** Why a notebook for Apache Spark cannot run here without a large download, in one line; nothing where it can. */
export async function missingForSpark(): Promise<string | undefined> {
  try {
    await findJava(process.env, AbortSignal.timeout(60_000));
  } catch (thrown) {
    const { code, args } = BetweenError.from(thrown);
    return say("en", code, args);
  }
  if (process.env["SPARK_HOME"]) return undefined;
  try {
    await access(sparkFolder(cacheFolder()));
    return undefined;
  } catch {
    return "Apache Spark is not on this machine yet. Running the notebook by itself fetches it (about 550 MB).";
  }
}
