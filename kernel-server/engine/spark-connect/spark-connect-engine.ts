import type { S3Settings } from "../../settings/settings.ts";
import type { Engine } from "../engine.ts";
import { parseAddress } from "./address.ts";
import { openSparkSession } from "./spark-session.ts";

export type SparkConnectOptions = {
  /** As on its server: `prod`. */
  name: string;
  /** Absent: Apache Spark and its version, as soon as that is known. */
  label?: string;
  /** `sc://host:port/;key=value`; a token only as `token=${env:NAME}`. */
  address: string;
  conf?: Readonly<Record<string, string>>;
  /** `use` of each session. */
  schema?: string;
  s3?: S3Settings;
  /** `here` where every machine of the cluster reads this machine's disk under the same paths; else `there`. */
  files?: "here" | "there";
  env?: Readonly<Record<string, string | undefined>>;
};

/** Any Spark Connect endpoint: Apache Spark 4.0 to 4.2 and newer, 3.5 with what it lacks. */
export function sparkConnectEngine(options: SparkConnectOptions): Engine {
  const { name, label, conf = {}, schema, s3, files = "there", env = process.env } = options;
  const address = parseAddress(options.address, env);
  let version: string | undefined;
  return {
    name,
    get label() {
      return label ?? (version === undefined ? "Apache Spark" : `Apache Spark ${version}`);
    },
    can: { progress: true, reattach: true, delta: true, artifacts: true, files },
    open: (open, signal) =>
      openSparkSession(
        {
          name,
          address,
          files,
          conf,
          ...(schema !== undefined && { schema }),
          ...(s3 && { s3 }),
          onVersion: (found) => (version = found),
        },
        open,
        signal,
      ),
  };
}
