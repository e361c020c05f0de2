import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { viewMemory } from "./view-memory.ts";

function store(held?: unknown) {
  let state = held;
  return { getState: () => state, setState: (next: unknown) => (state = JSON.parse(JSON.stringify(next)) as unknown) };
}

describe("what a webview remembers of its views", () => {
  it("is there again for the next webview of the editor, each result's own", () => {
    const kept = store();
    const first = viewMemory(kept);
    first.change("a#0", { tab: "chart", draft: { type: "bar", x: "x", y: "y" } });
    first.change("a#1", { tab: "table" });
    const next = viewMemory(kept);
    assert.deepEqual(next.of("a#0"), { tab: "chart", draft: { type: "bar", x: "x", y: "y" } });
    assert.deepEqual(next.of("b#0"), {});
  });

  it("is forgotten where it is set to nothing", () => {
    const memory = viewMemory(store());
    memory.change("a", { tab: "chart", editing: true });
    memory.change("a", { tab: undefined });
    assert.deepEqual(memory.of("a"), { editing: true });
  });

  it("does not grow without end, and keeps the latest", () => {
    const kept = store();
    const memory = viewMemory(kept);
    for (let i = 0; i < 1_000; i++) memory.change(`${i}`, { height: i });
    assert.equal((kept.getState() as unknown[]).length, 400);
    assert.deepEqual([memory.of("0"), memory.of("999")], [{}, { height: 999 }]);
  });

  it("begins anew where the store holds something else", () => {
    assert.deepEqual(viewMemory(store({ other: 1 })).of("a"), {});
  });
});
