import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { watchSilence } from "./heartbeat.ts";

const turn = () => new Promise((resolve) => setTimeout(resolve, 0));

describe("the watch for silence", () => {
  it("tells once that nothing was heard", async () => {
    let told = 0;
    await new Promise<void>((resolve) => watchSilence(20, () => (told++, resolve())));
    await new Promise((resolve) => setTimeout(resolve, 30));
    assert.equal(told, 1);
  });

  it("tells nothing after it was stopped", async () => {
    let told = 0;
    watchSilence(10, () => told++).stop();
    await new Promise((resolve) => setTimeout(resolve, 40));
    assert.equal(told, 0);
  });

  it("gives the peer another round when this process itself was asleep", async () => {
    let told = 0;
    const isSilent = new Promise<void>((resolve) => watchSilence(50, () => (told++, resolve())));
    await turn();
    const until = performance.now() + 200;
    while (performance.now() < until); // A blocked event loop.
    await turn();
    assert.equal(told, 0);
    await isSilent;
  });
});
