import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { OutputWriter } from "./output-writer.ts";

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

const failed = (thrown: unknown) => assert.fail(String(thrown));

describe("the writer of an output", () => {
  it("writes one picture of all that changed in a turn, and the last one at the end", async () => {
    let now = 0;
    const written: number[] = [];
    const writer = new OutputWriter(async () => {
      written.push(now);
      return 10;
    }, failed);
    for (now = 1; now <= 5; now++) writer.touch();
    now = 5;
    await turn();
    assert.deepEqual(written, [5]);
    now = 6;
    writer.touch();
    now = 7;
    await writer.flush();
    assert.deepEqual(written, [5, 7]);
  });

  it("never writes twice at a time", async () => {
    let writing = 0;
    const writer = new OutputWriter(async () => {
      assert.equal(++writing, 1);
      await turn();
      writing--;
      return 0;
    }, failed);
    writer.touch();
    await turn();
    writer.touch();
    await writer.flush();
    await writer.flush();
    assert.equal(writing, 0);
  });

  it("goes on after an editor that refused, and writes nothing once it is closed", async () => {
    const failures: unknown[] = [];
    let written = 0;
    const writer = new OutputWriter(
      async () => {
        if (++written === 1) throw new Error("closed");
        return 0;
      },
      (thrown) => failures.push(thrown),
    );
    await writer.flush();
    await writer.flush();
    assert.deepEqual([written, failures.length], [2, 1]);
    writer.close();
    await writer.flush();
    assert.equal(written, 2);
  });
});
