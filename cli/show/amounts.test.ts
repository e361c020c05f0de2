import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { bytes, count, duration } from "./amounts.ts";

describe("amounts", () => {
  for (const [ms, text] of [
    [0, "0 ms"],
    [999, "999 ms"],
    [1000, "1.0 s"],
    [59_949, "59.9 s"],
    [59_960, "1 min 0 s"],
    [125_000, "2 min 5 s"],
    [3_599_600, "1 h 0 min"],
    [3_780_000, "1 h 3 min"],
  ] as const) {
    it(`${ms} milliseconds are ${text}`, () => assert.equal(duration(ms), text));
  }
  for (const [n, text] of [
    [0, "0 B"],
    [999, "999 B"],
    [1000, "1 kB"],
    [1_234_567, "1.2 MB"],
    [999_999_999, "1 GB"],
  ] as const) {
    it(`${n} bytes are ${text}`, () => assert.equal(bytes(n), text));
  }
  it("groups counts by thousands", () => assert.equal(count(12_345_678), "12,345,678"));
});
