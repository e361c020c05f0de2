import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { cutText } from "./cut-text.ts";

const bytesOf = (pieces: readonly { text: string }[]) =>
  pieces.reduce((sum, { text }) => sum + Buffer.byteLength(JSON.stringify(text)) - 2, 0);
const piece = fc.record({
  stream: fc.constantFrom("stdout" as const, "stderr" as const),
  text: fc.string({ unit: fc.constantFrom("a", "\n", "한", "😀", "\u001b", '"'), maxLength: 60 }),
});

describe("text that is cut", () => {
  it("keeps its beginning and its end within the bytes, and counts exactly what is left out", () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), fc.integer({ min: 0, max: 200 }), (pieces, most) => {
        const all = pieces.map(({ text }) => text).join("");
        const kept = cutText(pieces, most);
        assert.ok(bytesOf(kept) <= Math.max(most, 0) || kept.length === pieces.length);
        const gap = kept.findIndex(({ cut }) => cut !== undefined);
        if (gap === -1) return assert.equal(kept.map(({ text }) => text).join(""), all);
        const head = kept
          .slice(0, gap)
          .map(({ text }) => text)
          .join("");
        const tail = kept
          .slice(gap)
          .map(({ text }) => text)
          .join("");
        assert.ok(all.startsWith(head) && all.endsWith(tail));
        assert.equal(head.length + tail.length + (kept[gap]?.cut ?? 0), all.length);
        assert.ok(!/[\ud800-\udbff]$/.test(head) && !/^[\udc00-\udfff]/.test(tail), "a character was cut in two");
        assert.equal(kept.filter(({ cut }) => cut !== undefined).length, 1);
      }),
      { numRuns: 3000 },
    );
  });

  it("adds what had been left out before", () => {
    const pieces = [
      { stream: "stdout" as const, text: "x".repeat(100) },
      { stream: "stdout" as const, text: "y".repeat(100), cut: 1000 },
    ];
    const kept = cutText(pieces, 100);
    assert.deepEqual(
      kept.map(({ text, cut }) => [text.length, cut]),
      [
        [25, undefined],
        [75, 1100],
      ],
    );
  });
});
