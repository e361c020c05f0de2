import type { Code } from "../../../protocol/errors.ts";

/** What kept a cluster's Hadoop from S3, and the bucket and key where its words name them. */
export type S3aRefusal = { code: Code; bucket: string; key: string };

/** Read from above: the more special names stand in messages that hold the general ones too. */
const rules: readonly { code: Code; when: RegExp }[] = [
  { code: "storage.bucket-missing", when: /NoSuchBucket|UnknownStoreException|Bucket \S+ does not exist/ },
  { code: "spark.s3-expired", when: /ExpiredToken|token (?:included in the request )?is expired/i },
  {
    code: "spark.s3-credentials",
    when: /InvalidAccessKey|SignatureDoesNotMatch|XAdminUserNotFound|InvalidToken|InvalidClientTokenId/,
  },
  {
    code: "spark.s3-no-credentials",
    when: /NoAuthWithAWSException|NoAwsCredentials|No AWS Credentials|Unable to load credentials/i,
  },
  { code: "storage.clock", when: /RequestTimeTooSkewed/ },
  {
    code: "spark.s3-region",
    when: /AWSRedirectException|PermanentRedirect|permanent redirect|AuthorizationHeaderMalformed|IllegalLocationConstraint|Status Code: 301\b/,
  },
  { code: "storage.slow-down", when: /AWSServiceThrottled|SlowDown|Status Code: 503\b/ },
  { code: "storage.forbidden", when: /AccessDenied|Status Code: 403\b|403 Forbidden/ },
  // An answer to HEAD has no words: S3 says so of credentials that have expired and of another region.
  { code: "spark.s3-wordless", when: /Status Code: 400\b/ },
  {
    code: "spark.s3-unreachable",
    when: /Unable to execute HTTP request|ConnectException|UnknownHostException|ConnectTimeout|NoRouteToHost/,
  },
];

/**
 * A refusal of S3 as Hadoop's S3A client prints it (3.3 and 3.4, with either SDK of AWS): `getFileStatus on
 * s3a://bucket/key: software.amazon.awssdk.services.s3.model.NoSuchBucketException: … (Service: S3, Status Code: 404, …)`.
 * `undefined` where a text is of no such thing. `read`: the URL that was read, for words that name none.
 */
export function s3aRefusal(text: string, read = ""): S3aRefusal | undefined {
  if (!/\bs3[an]?:\/\/|fs\.s3a|awssdk|com\.amazonaws/.test(text)) return undefined;
  if (!/awssdk|com\.amazonaws|fs\.s3a\.|Service: (?:Amazon )?S3|UnknownStoreException|NoAuthWithAWS/.test(text))
    return undefined;
  const rule = rules.find(({ when }) => when.test(text));
  if (!rule) return undefined;
  const [, bucket = "", key = ""] =
    /\bon s3[an]?:\/\/([^/:\s]+)\/?(.*?): (?:software\.|com\.amazonaws|org\.|java\.)/.exec(text) ??
    /\bs3[an]?:\/\/([^/:\s'"]+)\/?([^:\s'"]*)/.exec(text) ??
    /Bucket (\S+) does not exist/.exec(text) ??
    /^s3[an]?:\/\/([^/]+)\/?(.*)$/s.exec(read) ??
    [];
  return { code: rule.code, bucket, key };
}
