import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { status } from "@grpc/grpc-js";
import { MAX_RETRIES, isOperationUnknown, retryDelay } from "./retry.ts";

const failure = (code: number, message = "", retryMs?: number) => ({
  code,
  message,
  reason: "",
  ...(retryMs !== undefined && { retryMs }),
});

describe("the retry policy", () => {
  it("waits as Spark's own clients do: 50 ms, four times as long each time, a minute at most", () => {
    const waits = Array.from({ length: 8 }, (_, attempt) => retryDelay(failure(status.UNAVAILABLE), attempt, 0));
    assert.deepEqual(waits, [50, 200, 800, 3200, 12800, 51200, 60000, 60000]);
    assert.equal(retryDelay(failure(status.UNAVAILABLE), 4, 0.5), 13050);
    assert.equal(retryDelay(failure(status.UNAVAILABLE), MAX_RETRIES, 0), undefined);
  });

  it("obeys a server that asks for a longer wait, ten minutes at most", () => {
    assert.equal(retryDelay(failure(status.RESOURCE_EXHAUSTED, "", 7000), 0, 0), 7000);
    assert.equal(retryDelay(failure(status.RESOURCE_EXHAUSTED, "", 3_600_000), 0, 0), 600_000);
  });

  it("tries only again what may pass", () => {
    assert.equal(retryDelay(failure(status.INTERNAL, "[INVALID_CURSOR.DISCONNECTED] x"), 0, 0), 50);
    assert.equal(retryDelay(failure(status.INTERNAL, "Received RST_STREAM with code 2"), 0, 0), 50);
    assert.equal(retryDelay(failure(status.INTERNAL, "[TABLE_OR_VIEW_NOT_FOUND] x"), 0, 0), undefined);
    assert.equal(retryDelay(failure(status.UNAUTHENTICATED), 0, 0), undefined);
  });

  it("knows an operation that the server does not, in Spark's code and in Sail's words", () => {
    assert.ok(isOperationUnknown(failure(status.INTERNAL, "[INVALID_HANDLE.OPERATION_NOT_FOUND] x")));
    assert.ok(isOperationUnknown(failure(status.INTERNAL, "invalid argument: operation not found: 1")));
    assert.ok(!isOperationUnknown(failure(status.INTERNAL, "Table not found: operation")));
  });
});
