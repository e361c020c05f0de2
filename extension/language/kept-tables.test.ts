import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { keepTables } from "./kept-tables.ts";
import type { KeptTables } from "./kept-tables.ts";

const table = (name: string, columns = 1) => ({
  name,
  of: "source" as const,
  columns: Array.from({ length: columns }, (_, i) => ({ name: `c${i}`, type: "int", nullable: true })),
});

describe("tables kept for later", () => {
  it("are the latest of each notebook, without those of which nothing is known", () => {
    const kept = keepTables(keepTables({}, "a", [table("x")], 1), "a", [table("y"), table("empty", 0)], 2);
    assert.deepEqual(Object.keys(kept), ["a"]);
    assert.deepEqual(
      kept["a"]?.tables.map(({ name }) => name),
      ["y"],
    );
  });

  it("are bounded in number and size, and the oldest go first", () => {
    let many: KeptTables = {};
    for (let i = 0; i < 80; i++) many = keepTables(many, `n${i}`, [table("x")], i);
    assert.equal(Object.keys(many).length, 50);
    assert.ok("n79" in many && !("n0" in many));
    let large: KeptTables = {};
    for (let i = 0; i < 10; i++) large = keepTables(large, `n${i}`, [table("x", 3000)], i);
    assert.ok(JSON.stringify(large).length <= 510_000);
    assert.ok("n9" in large && !("n0" in large));
  });
});
