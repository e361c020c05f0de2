import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { awsEnvironment } from "./aws-environment.ts";

const told = (...args: Parameters<typeof awsEnvironment>) =>
  Object.fromEntries(
    Object.entries({ ...args[1], ...awsEnvironment(...args) }).filter(([, value]) => value !== undefined),
  );

describe("how Sail is told of S3", () => {
  it("is AWS as it is, where nothing is said", () => {
    assert.deepEqual(told({}, { AWS_ACCESS_KEY_ID: "a" }), {
      AWS_ACCESS_KEY_ID: "a",
      AWS_VIRTUAL_HOSTED_STYLE_REQUEST: "true",
    });
  });

  it("puts the settings before the environment, of keys too where they name a profile", () => {
    const env = {
      AWS_ENDPOINT_URL: "https://other",
      AWS_ACCESS_KEY_ID: "a",
      AWS_SECRET_ACCESS_KEY: "b",
      AWS_SESSION_TOKEN: "c",
      AWS_REGION: "eu-west-1",
      AWS_PROFILE: "mine",
    };
    const s3 = { endpoint: "http://127.0.0.1:9000", region: "us-east-1", profile: "team" };
    assert.deepEqual(told(s3, env), {
      AWS_ENDPOINT: "http://127.0.0.1:9000",
      AWS_ALLOW_HTTP: "true",
      AWS_REGION: "us-east-1",
      AWS_PROFILE: "team",
      AWS_VIRTUAL_HOSTED_STYLE_REQUEST: "false",
    });
  });

  it("allows no plain HTTP to an endpoint of HTTPS", () => {
    assert.equal(told({ endpoint: "https://minio.example" }, {})["AWS_ALLOW_HTTP"], undefined);
  });
});
