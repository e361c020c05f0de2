import type { S3Settings } from "../../settings/settings.ts";
import { SparkConnectService } from "./gen/spark/connect/base_pb.js";
import type { Link } from "./link.ts";

/** Where this session of Spark asks for S3: what was set on it, else what its server was started with, else what we were told. */
export async function s3Endpoint(link: Link, s3: S3Settings, signal: AbortSignal): Promise<string> {
  const keys = ["fs.s3a.endpoint", "spark.hadoop.fs.s3a.endpoint"];
  const asked = { opType: { case: "getOption" as const, value: { keys } } };
  const told = await link.channel
    .unary(SparkConnectService.method.config, { ...link.ids(), operation: asked }, signal)
    .then(({ pairs }) => pairs.find(({ value }) => value)?.value)
    .catch(() => undefined); // The refusal is worth telling without it.
  return told ?? s3.endpoint ?? "AWS";
}
