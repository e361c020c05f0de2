import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { BLOCK_LINES, textBlocks } from "./text-blocks.ts";

const shown = (printed: string) =>
  textBlocks(printed)
    .flatMap(({ pieces }) => pieces.map(({ text }) => text))
    .join("");

describe("printed text in blocks", () => {
  it("holds every line once, a bounded number of them in a block", () => {
    const printed = Array.from({ length: 1_001 }, (_, i) => `line ${i}`).join("\n");
    const blocks = textBlocks(printed);
    assert.equal(shown(printed), printed);
    assert.deepEqual(
      blocks.map(({ lines }) => lines),
      [BLOCK_LINES, BLOCK_LINES, BLOCK_LINES, BLOCK_LINES, BLOCK_LINES, 1],
    );
  });

  it("keeps a colour that goes on over many blocks", () => {
    const blocks = textBlocks(`\x1b[31m${"red\n".repeat(500)}\x1b[0mplain`);
    assert.equal(blocks.length, 3);
    assert.deepEqual(
      blocks.map(({ pieces }) => pieces[0]?.look),
      ["ansi-1", "ansi-1", "ansi-1"],
    );
    assert.deepEqual(blocks.at(-1)?.pieces.at(-1), { text: "plain", look: "" });
  });

  it("leaves the blocks before alone when text comes in at the end", () => {
    const before = textBlocks("a\n".repeat(500));
    const after = textBlocks("a\n".repeat(700));
    assert.deepEqual(
      after.slice(0, 2).map(({ text }) => text),
      before.slice(0, 2).map(({ text }) => text),
    );
  });

  it("is nothing for nothing, and loses no character of anything without escapes", () => {
    assert.deepEqual(textBlocks(""), []);
    const lines = fc.array(fc.constantFrom("a", "\n", "한", "😀", "<b>", " "), { maxLength: 900 });
    fc.assert(
      fc.property(lines, (list) => assert.equal(shown(list.join("")), list.join(""))),
      { numRuns: 50 },
    );
  });
});
