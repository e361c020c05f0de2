import type { S3Settings } from "../../settings/settings.ts";
import { effectiveS3 } from "../../store/s3-settings.ts";

type Variables = Record<string, string | undefined>;

/**
 * How a Sail process is told to reach S3: by variables of its environment, the only way there is, one set for a process. Its
 * credentials come by the same chain as ours; a profile comes before keys in the environment.
 * https://docs.lakesail.com/sail/latest/guide/storage/s3
 */
export function awsEnvironment(s3: S3Settings, env: NodeJS.ProcessEnv = process.env): Variables {
  const { endpoint, region, profile, pathStyle } = effectiveS3(s3, env);
  const withoutKeys = { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined, AWS_SESSION_TOKEN: undefined };
  return {
    ...(profile !== undefined && withoutKeys),
    ...(endpoint !== undefined && {
      AWS_ENDPOINT: endpoint,
      // Sail reads this one too, and takes whichever comes last.
      ...(s3.endpoint !== undefined && { AWS_ENDPOINT_URL: undefined, AWS_ENDPOINT_URL_S3: undefined }),
      ...(endpoint.startsWith("http:") && { AWS_ALLOW_HTTP: "true" }),
    }),
    ...(region !== undefined && { AWS_REGION: region }),
    ...(profile !== undefined && { AWS_PROFILE: profile }),
    // Sail would take a custom endpoint for that of one bucket.
    AWS_VIRTUAL_HOSTED_STYLE_REQUEST: String(endpoint === undefined && !pathStyle),
  };
}
