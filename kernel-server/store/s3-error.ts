import { BetweenError, type Code } from "../../protocol/errors.ts";
import { effectiveS3 } from "./s3-settings.ts";
import type { S3Settings } from "../settings/settings.ts";

/** What was asked of: names of places only, never of credentials. */
export type Asked = { bucket: string; key?: string; s3: S3Settings };

/** The HTTP status of S3's refusal; `undefined` when it said nothing. */
export function statusOf(thrown: unknown): number | undefined {
  if (typeof thrown !== "object" || thrown === null || !("$metadata" in thrown)) return undefined;
  const { $metadata: metadata } = thrown;
  if (typeof metadata !== "object" || metadata === null || !("httpStatusCode" in metadata)) return undefined;
  return typeof metadata.httpStatusCode === "number" ? metadata.httpStatusCode : undefined;
}

/** The name that S3 gave to its refusal, such as `NoSuchKey`. */
export const nameOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.name : "");

const byName: Readonly<Record<string, Code>> = {
  NoSuchBucket: "storage.bucket-missing",
  AccessDenied: "storage.forbidden",
  Forbidden: "storage.forbidden",
  AllAccessDisabled: "storage.forbidden",
  InvalidAccessKeyId: "storage.credentials-wrong",
  InvalidAccessKey: "storage.credentials-wrong",
  SignatureDoesNotMatch: "storage.credentials-wrong",
  // As versitygw says it.
  XAdminUserNotFound: "storage.credentials-wrong",
  InvalidToken: "storage.credentials-wrong",
  ExpiredToken: "storage.credentials-expired",
  ExpiredTokenException: "storage.credentials-expired",
  RequestTimeTooSkewed: "storage.clock",
  PermanentRedirect: "storage.wrong-region",
  AuthorizationHeaderMalformed: "storage.wrong-region",
  IllegalLocationConstraintException: "storage.wrong-region",
  SlowDown: "storage.slow-down",
  ServiceUnavailable: "storage.slow-down",
  TooManyRequests: "storage.slow-down",
  TimeoutError: "storage.unreachable",
  RequestTimeout: "storage.unreachable",
};

const offline =
  /^(?:ECONN|ENOTFOUND|EAI_AGAIN|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ERR_TLS|CERT|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO)/;

const isOffline = (thrown: unknown) =>
  thrown instanceof Error && "code" in thrown && typeof thrown.code === "string" && offline.test(thrown.code);

/** S3's refusals, and what keeps us from asking it, as errors that say what to do. An aborted signal's reason passes through. */
export function s3Error(thrown: unknown, asked: Asked, signal?: AbortSignal): unknown {
  if (thrown instanceof BetweenError) return thrown;
  if (signal?.aborted) return signal.reason;
  const { endpoint = "AWS", region = "", profile = "default" } = effectiveS3(asked.s3);
  const args = { bucket: asked.bucket, key: asked.key ?? "", endpoint, region, profile };
  const name = nameOf(thrown);
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const told = (found: Code) => new BetweenError(found, args, { cause: thrown });
  if (/sso|single sign-on/i.test(message) && /expired|aws sso login|refresh|not found|invalid/i.test(message))
    return told("storage.sign-in-expired");
  if (name === "CredentialsProviderError" || /Could not load credentials/.test(message))
    return effectiveS3(asked.s3).profile === undefined
      ? told("storage.credentials-missing")
      : told("storage.profile-missing");
  const known = byName[name];
  if (known) return told(known);
  const status = statusOf(thrown);
  if (status === 403) return told("storage.forbidden");
  if (status === 301 || status === 307) return told("storage.wrong-region");
  if (status === 404 && asked.key === undefined) return told("storage.bucket-missing");
  if (status === undefined && isOffline(thrown)) return told("storage.unreachable");
  return new BetweenError(
    "storage.failed",
    { ...args, reason: name || "Error" },
    { engineText: message, cause: thrown },
  );
}
