import assert from "node:assert/strict";
import { create } from "@bufbuild/protobuf";
import { describe, it } from "mocha";
import { ExecutePlanResponseSchema } from "./gen/spark/connect/base_pb.js";
import { heldBack } from "./held-back.ts";

const running = (numInflightTasks: bigint) =>
  create(ExecutePlanResponseSchema, { responseType: { case: "executionProgress", value: { numInflightTasks } } });
const rows = create(ExecutePlanResponseSchema, { responseType: { case: "arrowBatch", value: {} } });

describe("heldBack", () => {
  it("waits until tasks run, and hands on the reason", () => {
    const asked = new AbortController();
    const held = heldBack(asked.signal);
    held.sees(running(0n));
    asked.abort("enough");
    assert.equal(held.signal.aborted, false);
    held.sees(running(0n));
    assert.equal(held.signal.aborted, false);
    held.sees(running(2n));
    assert.equal(held.signal.aborted, true);
    assert.equal(held.signal.reason, "enough");
    held.end();
  });

  it("goes at once while tasks run or rows come, and waits again between stages", () => {
    for (const response of [running(1n), rows]) {
      const asked = new AbortController();
      const held = heldBack(asked.signal);
      held.sees(response);
      asked.abort();
      assert.equal(held.signal.aborted, true);
    }
    const asked = new AbortController();
    const held = heldBack(asked.signal);
    held.sees(running(1n));
    held.sees(running(0n));
    asked.abort();
    assert.equal(held.signal.aborted, false);
    held.end();
  });

  it("goes when nothing is heard any more", () => {
    const asked = new AbortController();
    const held = heldBack(asked.signal);
    asked.abort();
    held.letGo();
    assert.equal(held.signal.aborted, true);
  });

  it("is nothing after the operation's end", () => {
    const asked = new AbortController();
    const held = heldBack(asked.signal);
    held.end();
    asked.abort();
    assert.equal(held.signal.aborted, false);
  });
});
