import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { nearest } from "./nearest.ts";
import { cellOptionNames } from "./options.ts";

const table: [string, string | undefined][] = [
  ["nmae", "name"],
  ["titel", "title"],
  ["allowFailure", "allow-failure"],
  ["ALLOW_FAILURE", "allow-failure"],
  ["dashbord", "dashboard"],
  ["expects", "expect"],
  ["sav", "save"],
  ["owner", undefined],
  ["", undefined],
  ["x".repeat(1000), undefined],
];

describe("nearest", () => {
  for (const [name, expected] of table) {
    it(`finds ${expected ?? "nothing"} for ${name.slice(0, 20)}`, () =>
      assert.equal(nearest(name, cellOptionNames), expected));
  }
});
