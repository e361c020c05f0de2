import type { MessageInitShape } from "@bufbuild/protobuf";
import { BetweenError } from "../../../protocol/errors.ts";
import type { S3Settings } from "../../settings/settings.ts";
import type { OpenOptions } from "../engine.ts";
import { fetchDetails } from "./details.ts";
import { engineError } from "./failure.ts";
import { type ConfigRequest_OperationSchema, SparkConnectService } from "./gen/spark/connect/base_pb.js";
import type { Link } from "./link.ts";
import { execute } from "./operation.ts";
import { quoted, sqlCommand } from "./plan.ts";
import { isSessionGone } from "./retry.ts";
import { readStatus } from "./status.ts";

/** Set in each session that we open: a session without it is a new one under an old id (Spark 3.5 makes them silently). */
const MARK = "spark.between.session";
/** Every two seconds by default, which is long to look at. */
const PROGRESS = "500ms";

/** The first settings of a session: finds a session to join or sets up a new one. */
export async function openSettings(link: Link, open: OpenOptions, signal: AbortSignal): Promise<void> {
  await told(link, signal, async () => {
    if (open.resume) {
      const { pairs } = await config(link, { opType: { case: "getOption", value: { keys: [MARK] } } }, signal);
      if (pairs[0]?.value !== open.session) throw new BetweenError("engine.session-gone");
    }
    await set(
      link,
      {
        [MARK]: open.session,
        "spark.sql.session.timeZone": open.timezone,
        // What cannot be computed is an error and not a null, as Spark 4 has it; Sail and Spark 3.5 have it off.
        "spark.sql.ansi.enabled": "true",
        // Texts, as on Sail: `dt=007` is not 7.
        "spark.sql.sources.partitionColumnTypeInference.enabled": "false",
        // A CSV line is good or bad whatever columns a query needs.
        "spark.sql.csv.parser.columnPruning.enabled": "false",
        "spark.connect.progress.reportInterval": PROGRESS,
      },
      signal,
    );
  });
}

/** What the server's owner wants of each session. Throws `spark.conf-refused` for what only a server can be started with. */
export async function useConf(
  link: Link,
  { conf, s3 }: { conf: Readonly<Record<string, string>>; s3?: S3Settings },
  signal: AbortSignal,
): Promise<void> {
  for (const [key, value] of Object.entries({ ...(s3 && hadoopConf(s3)), ...conf })) {
    try {
      await set(link, { [key]: value }, signal);
    } catch (cause) {
      const status = readStatus(cause);
      if (signal.aborted || !/CANNOT_MODIFY|INVALID_CONF_VALUE|should be |must be /i.test(status.message))
        return told(link, signal, () => Promise.reject(cause instanceof Error ? cause : new Error(String(cause))));
      throw new BetweenError("spark.conf-refused", { key }, { engineText: status.message, cause });
    }
  }
}

/** A session's own settings reach Hadoop under their plain names. */
const hadoopConf = ({ endpoint, region, pathStyle }: S3Settings): Record<string, string> => ({
  ...(endpoint !== undefined && {
    "fs.s3a.endpoint": endpoint,
    "fs.s3a.connection.ssl.enabled": String(!endpoint.startsWith("http:")),
  }),
  ...(region !== undefined && { "fs.s3a.endpoint.region": region }),
  ...(pathStyle !== undefined && { "fs.s3a.path.style.access": String(pathStyle) }),
});

/** `use` of a schema, which may be one of a catalog: `lake.growth`. */
export async function useSchema(link: Link, schema: string, signal: AbortSignal): Promise<void> {
  const plan = sqlCommand(`use ${schema.split(".").map(quoted).join(".")}`, []);
  await told(link, signal, async () => {
    for await (const _ of execute(link, { id: crypto.randomUUID(), plan, repeatable: true }, signal));
  });
}

/** Whether the session is still the one that was opened; `undefined` when the server does not answer. */
export async function isMarked(link: Link, session: string, signal: AbortSignal): Promise<boolean | undefined> {
  try {
    const { pairs } = await config(link, { opType: { case: "getOption", value: { keys: [MARK] } } }, signal);
    return pairs[0]?.value === session;
  } catch (thrown) {
    if (thrown instanceof BetweenError || isSessionGone(readStatus(thrown))) return false;
    return undefined;
  }
}

async function config(
  link: Link,
  operation: MessageInitShape<typeof ConfigRequest_OperationSchema>,
  signal: AbortSignal,
) {
  const answer = await link.call(SparkConnectService.method.config, { ...link.ids(), operation }, signal);
  link.observe(answer.serverSideSessionId);
  return answer;
}

const set = (link: Link, values: Readonly<Record<string, string>>, signal: AbortSignal) => {
  const pairs = Object.entries(values).map(([key, value]) => ({ key, value }));
  return config(link, { opType: { case: "set", value: { pairs } } }, signal);
};

async function told<T>(link: Link, signal: AbortSignal, work: () => Promise<T>): Promise<void> {
  try {
    await work();
  } catch (thrown) {
    if (thrown instanceof BetweenError) throw thrown;
    if (signal.aborted) throw new BetweenError("engine.interrupted", {}, { cause: thrown });
    throw engineError(await fetchDetails(link, readStatus(thrown)), undefined, thrown);
  }
}
