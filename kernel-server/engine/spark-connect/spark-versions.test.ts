import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { sparkDialect } from "./dialect.ts";
import { type Feature, assertSupported, has } from "./spark-versions.ts";

const features: readonly Feature[] = [
  "progress",
  "errorDetails",
  "sessionIds",
  "releaseSession",
  "manyBatches",
  "bindAddress",
  "tokens",
];
const lacks = (version: string) => features.filter((feature) => !has(version, feature));

describe("versions of Apache Spark", () => {
  it("lack what a later one brought", () => {
    assert.deepEqual(lacks("3.5.7"), features);
    assert.deepEqual(lacks("4.0.5"), ["tokens"]);
    for (const version of ["4.1.4", "4.2.0", "4.10.0", "5.0.0", "10.0.0"]) assert.deepEqual(lacks(version), []);
  });

  it("are read with what vendors and builds add to them, and count as new where they cannot be read", () => {
    assert.equal(has("3.5.4-amzn-0", "progress"), false);
    assert.equal(has("4.0.0-SNAPSHOT", "progress"), true);
    assert.deepEqual([lacks(""), lacks("main")], [[], []]);
  });

  it("before 3.5 are refused by their number", () => {
    assert.throws(() => assertSupported("3.4.4"), { code: "spark.too-old", args: { version: "3.4.4", oldest: "3.5" } });
    for (const version of ["3.5.0", "4.0.5", ""]) assert.doesNotThrow(() => assertSupported(version));
  });

  it("make the dialect", () => {
    const { errorDetails, readsManyBatches, tellsLoss } = sparkDialect("3.5.7");
    assert.deepEqual([errorDetails, readsManyBatches, tellsLoss], [false, false, false]);
    const now = sparkDialect("4.0.0");
    assert.deepEqual([now.errorDetails, now.readsManyBatches, now.tellsLoss], [true, true, true]);
  });
});
