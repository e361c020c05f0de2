import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { sumOf, treeMemory } from "./tree-memory.ts";

describe("the memory of a process and what it has started", () => {
  const listed = "    1     0  1000\n   20     1    10\n   31    21   300\n   21    20    20\n   22     1  5000\n";

  it("is the sum over the tree below it", () => {
    assert.equal(sumOf(20, listed), 330 * 1024);
    assert.equal(sumOf(22, listed), 5000 * 1024);
  });

  it("is not known of a process that is gone", () => {
    assert.equal(sumOf(99, listed), undefined);
  });

  it("is told by this machine", async function () {
    if (process.platform === "win32") {
      console.log("      skipped: Windows has no ps");
      this.skip();
    }
    assert.ok(((await treeMemory(process.pid)) ?? 0) > 20 * 2 ** 20);
  });
});
