import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { heldBack } from "./held-back.ts";

describe("an act that is held back", () => {
  const make = (mostMs = 60_000) => {
    const acts: number[] = [];
    return { acts, held: heldBack(() => acts.push(acts.length), mostMs) };
  };

  const open = <T>() => {
    let end: { resolve(value: T): void; reject(thrown: Error): void } | undefined;
    const promise = new Promise<T>((resolve, reject) => (end = { resolve, reject }));
    return { promise, resolve: (value: T) => end?.resolve(value), reject: (thrown: Error) => end?.reject(thrown) };
  };

  it("is done at once where nothing holds it, and once behind all that does", async () => {
    const { acts, held } = make();
    held.act();
    assert.equal(acts.length, 1);
    const [one, other] = [open<string>(), open<string>()];
    const [first, second] = [held.during(one.promise), held.during(other.promise)];
    held.act();
    held.act();
    one.resolve("one");
    assert.equal(await first, "one");
    assert.equal(acts.length, 1);
    other.reject(new Error("away"));
    await assert.rejects(second, /away/);
    assert.equal(acts.length, 2);
    held.act();
    assert.equal(acts.length, 3);
  });

  it("is not done where nobody asked for it", async () => {
    const { acts, held } = make();
    await held.during(Promise.resolve());
    assert.equal(acts.length, 0);
  });

  it("does not wait for ever", async () => {
    const [acted, work] = [open<string>(), open<string>()];
    const held = heldBack(() => acted.resolve("acted"), 1);
    const during = held.during(work.promise);
    held.act();
    assert.equal(await acted.promise, "acted");
    work.resolve("done");
    assert.equal(await during, "done");
  });
});
