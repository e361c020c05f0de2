import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { cut, cutMiddle, pad, widthOf, wrap } from "./text-width.ts";

describe("text widths", () => {
  it("count Hangul twice, combining letters and colours not at all", () => {
    assert.equal(widthOf("가입"), 4);
    assert.equal(widthOf("e\u0301"), 1);
    assert.equal(widthOf("\u001b[31mred\u001b[39m"), 3);
  });

  it("pad to columns of the terminal", () => {
    assert.equal(pad("가입", 6), "가입  ");
    assert.equal(pad("12", 5, "right"), "   12");
    assert.equal(pad("longer", 3), "longer");
  });

  for (const [text, columns, result] of [
    ["abcdef", 6, "abcdef"],
    ["abcdef", 5, "abcd…"],
    ["가입자수", 8, "가입자수"],
    ["가입자수", 7, "가입자…"],
    ["가입자수", 6, "가입…"],
    ["👩‍👩‍👧 가족", 4, "👩‍👩‍👧 …"],
    ["", 3, ""],
  ] as const) {
    it(`cut "${text}" to ${columns} is "${result}"`, () => {
      assert.equal(cut(text, columns), result);
      assert.ok(widthOf(cut(text, columns)) <= columns);
    });
  }

  for (const [text, columns, result] of [
    ["/a/b.nb", 7, "/a/b.nb"],
    ["/home/ann/logs/daily.between-nb", 27, "/home/ann…/daily.between-nb"],
    ["/home/ann/a-name-longer-than-that.between-nb", 16, "…that.between-nb"],
    ["/srv/가입/가입자.between-nb", 22, "/sr…/가입자.between-nb"],
    ["no-path-at-all", 9, "no-p…-all"],
  ] as const) {
    it(`cut the middle of "${text}" to ${columns} is "${result}"`, () => {
      assert.equal(cutMiddle(text, columns), result);
      assert.ok(widthOf(cutMiddle(text, columns)) <= columns);
    });
  }

  it("wrap at spaces and keep long words whole", () => {
    assert.deepEqual(wrap("one two three", 8), ["one two", "three"]);
    assert.deepEqual(wrap("a reallylongword b", 5), ["a", "reallylongword", "b"]);
    assert.deepEqual(wrap("x\ny", 9), ["x", "y"]);
  });
});
