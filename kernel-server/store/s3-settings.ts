import type { S3Settings } from "../settings/settings.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** `path-style` is filled in; `credentials` tells whether the environment's own keys are meant. */
export type EffectiveS3 = S3Settings & { pathStyle: boolean };

/**
 * S3 as it is reached in the end: what the settings leave open is said by the environment, in the names that AWS' own tools
 * read. A custom endpoint is asked in path style unless told otherwise, as its host rarely has a name for each bucket.
 */
export function effectiveS3(s3: S3Settings, env: Environment = process.env): EffectiveS3 {
  const endpoint = s3.endpoint ?? env["AWS_ENDPOINT_URL_S3"] ?? env["AWS_ENDPOINT_URL"] ?? env["AWS_ENDPOINT"];
  const region = s3.region ?? env["AWS_REGION"] ?? env["AWS_DEFAULT_REGION"];
  const profile = s3.profile ?? env["AWS_PROFILE"];
  return {
    ...(endpoint && { endpoint }),
    ...(region && { region }),
    ...(profile && { profile }),
    pathStyle: s3.pathStyle ?? Boolean(endpoint),
  };
}
