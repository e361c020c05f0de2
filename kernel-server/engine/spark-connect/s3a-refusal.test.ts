import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { s3aRefusal } from "./s3a-refusal.ts";

const sdk = "software.amazon.awssdk.services.s3.model";

describe("what Hadoop's S3A client prints", () => {
  it("becomes a code, the bucket and the key", () => {
    const table: [text: string, code: string, place: string][] = [
      [
        `getFileStatus on s3://nobucket/x: ${sdk}.NoSuchBucketException: The specified bucket does not exist (Service: S3, Status Code: 404, Request ID: 1):NoSuchBucket: The specified bucket does not exist`,
        "storage.bucket-missing",
        "nobucket/x",
      ],
      [
        `s3a://b/a b: getFileStatus on s3a://b/a b: ${sdk}.S3Exception: null (Service: S3, Status Code: 403, Request ID: 1):null`,
        "storage.forbidden",
        "b/a b",
      ],
      [
        `s3a://b/k: getFileStatus on s3a://b/k: ${sdk}.S3Exception: The provided token has expired. (Service: S3, Status Code: 400):ExpiredToken`,
        "spark.s3-expired",
        "b/k",
      ],
      [
        `s3a://b/k: open s3a://b/k at 0 on s3a://b/k: ${sdk}.S3Exception: The AWS Access Key Id (Service: S3, Status Code: 403):InvalidAccessKeyId`,
        "spark.s3-credentials",
        "b/k",
      ],
      [
        `getFileStatus on s3://b/k: ${sdk}.S3Exception: Bad Request (Service: S3, Status Code: 400, Request ID: null):null: Bad Request (Service: S3, Status Code: 400, Request ID: null)`,
        "spark.s3-wordless",
        "b/k",
      ],
      [
        `getFileStatus on s3a://b/k: ${sdk}.S3Exception: null (Service: S3, Status Code: 301, Request ID: 1):PermanentRedirect`,
        "spark.s3-region",
        "b/k",
      ],
      [
        "s3a://b/k: org.apache.hadoop.fs.s3a.auth.NoAuthWithAWSException: No AWS Credentials provided by Simple",
        "spark.s3-no-credentials",
        "b/k",
      ],
      [
        "getFileStatus on s3a://b/k: software.amazon.awssdk.core.exception.SdkClientException: Unable to execute HTTP request: Connect to 10.0.0.1:9 failed",
        "spark.s3-unreachable",
        "b/k",
      ],
    ];
    for (const [text, code, place] of table) {
      const { code: found, bucket, key } = s3aRefusal(text) ?? {};
      assert.deepEqual([found, `${bucket}/${key}`], [code, place], text);
    }
  });

  it("is not seen in other words", () => {
    assert.equal(s3aRefusal("[PATH_NOT_FOUND] Path does not exist: s3://b/x. SQLSTATE: 42K03"), undefined);
    assert.equal(s3aRefusal("java.net.ConnectException: Connection refused"), undefined);
  });
});
