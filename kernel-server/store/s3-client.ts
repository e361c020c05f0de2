import { S3Client } from "@aws-sdk/client-s3";
import { fromNodeProviderChain } from "@aws-sdk/credential-providers";
import type { S3Settings } from "../settings/settings.ts";
import { effectiveS3 } from "./s3-settings.ts";

const CONNECT_MS = 5_000;
/** Without a byte. */
const SILENT_MS = 30_000;
/** Slow down, broken connections and 5xx are tried again so often, after pauses that double. */
const ATTEMPTS = 6;

export type S3Limits = { connectMs?: number; silentMs?: number; attempts?: number };

/**
 * A client of S3 or of what speaks like it. Credentials come from AWS' own chain: the environment, the shared profiles
 * (single sign-on among them), a container's or an instance's role.
 */
export function s3Client(s3: S3Settings, limits: S3Limits = {}): S3Client {
  const { endpoint, region, profile, pathStyle } = effectiveS3(s3);
  const clientConfig = region === undefined ? {} : { region };
  return new S3Client({
    // A region that nobody named is found out: AWS says in its answer where a bucket lies.
    ...(region === undefined ? { followRegionRedirects: true } : { region }),
    ...(region === undefined && profile === undefined && { region: "us-east-1" }),
    ...(profile !== undefined && { profile }),
    ...(endpoint !== undefined && { endpoint }),
    forcePathStyle: pathStyle,
    credentials: fromNodeProviderChain({
      ...(s3.profile !== undefined && { profile: s3.profile }),
      clientConfig,
    }),
    maxAttempts: limits.attempts ?? ATTEMPTS,
    // What only AWS knows is not asked of others.
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
    requestHandler: {
      connectionTimeout: limits.connectMs ?? CONNECT_MS,
      requestTimeout: limits.silentMs ?? SILENT_MS,
      throwOnRequestTimeout: true,
    },
  });
}
