import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { distinctNames } from "./distinct-names.ts";

describe("distinctNames", () => {
  it("keeps every column of a row", () => {
    assert.deepEqual(distinctNames(["n", "n", "n_2", "n"]), ["n", "n_3", "n_2", "n_4"]);
    assert.deepEqual(distinctNames(["a", "b"]), ["a", "b"]);
  });
});
