import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { PlainMetadata } from "./plain-metadata.ts";

describe("headers without compression", () => {
  it("offer none, also in the copies that a call makes of them", () => {
    const headers = new PlainMetadata();
    headers.set("authorization", "Bearer t");
    const copy = headers.clone().clone();
    copy.set("grpc-accept-encoding", "identity,deflate,gzip");
    assert.deepEqual(copy.getMap(), { authorization: "Bearer t", "grpc-accept-encoding": "identity" });
    assert.deepEqual(headers.getMap(), { authorization: "Bearer t" });
  });
});
