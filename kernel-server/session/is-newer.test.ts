import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { isNewer } from "./is-newer.ts";

describe("a version", () => {
  const cases: [other: string | undefined, ours: string, newer: boolean][] = [
    ["1.10.0", "1.9.9", true],
    ["1.9.9", "1.10.0", false],
    ["1.2.3", "1.2.3", false],
    ["2.0", "1.9.9", true],
    ["0.1.0+src.99999999", "0.1.0+src.00000001", false],
    ["0.2.0+aa", "0.1.0+bb", true],
    [undefined, "0.1.0", false],
  ];
  for (const [other, ours, newer] of cases) {
    it(`${other ?? "that is not known"} is ${newer ? "" : "not "}newer than ${ours}`, () =>
      assert.equal(isNewer(other, ours), newer));
  }
});
