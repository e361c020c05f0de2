import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { failureLines, pointedLine } from "./failure-lines.ts";
import { paint } from "./paint.ts";
import { widthOf } from "./text-width.ts";

const ways = { lang: "en", paint: paint(false), width: 80 } as const;

describe("failureLines", () => {
  it("says where in the file, what, and what to do next", () => {
    const lines = failureLines(
      {
        code: "cli.param-type",
        args: { type: "x", types: "text" },
        at: { cell: 1, line: 2, column: 8, endLine: 2, endColumn: 13 },
        engineText: "found selec\nat 0:5",
      },
      { file: "a.between-nb", line: 10, text: "select 1,\n  x as selec 2" },
      ways,
    );
    assert.deepEqual(lines, [
      "a.between-nb:11:8: “x” is no type of a parameter.",
      "  11 │   x as selec 2",
      "     │        ^^^^^",
      "  The engine says: found selec",
      "  at 0:5",
      "  → The types are text.",
    ]);
  });

  it("names the cell's line when there is no place in it", () => {
    const [first] = failureLines({ code: "cli.output-gone", args: {} }, { file: "a", line: 7, text: "select 1" }, ways);
    assert.match(first ?? "", /^a:7: /);
  });

  it("does not obey what an engine's message contains", () => {
    const text = failureLines(
      { code: "cli.output-gone", args: {}, engineText: "\u001b[2Jgone" },
      undefined,
      ways,
    ).join();
    assert.ok(!text.includes("\u001b"));
  });
});

describe("pointedLine", () => {
  const pointed = (text: string, column: number, endColumn?: number, width = 80) =>
    pointedLine({ file: "f", line: 1, text }, { line: 1, column, endColumn }, width);

  it("puts the caret under wide letters", () => {
    assert.deepEqual(pointed("select '한글' x", 8, 12), ["  1 │ select '한글' x", "    │        ^^^^^^"]);
  });
  it("counts a tab as two columns", () => {
    assert.deepEqual(pointed("\tx", 2), ["  1 │   x", "    │   ^"]);
  });
  it("points behind the end of a line", () => {
    assert.deepEqual(pointed("ab", 3), ["  1 │ ab", "    │   ^"]);
  });
  it("shows the surroundings of a place far to the right", () => {
    const lines = pointed(`${"가".repeat(5000)}X${"b".repeat(5000)}`, 5001, undefined, 60);
    for (const line of lines) assert.ok(widthOf(line) <= 60, `${widthOf(line)}`);
    assert.equal(lines[0]?.slice(0, lines[0].indexOf("X")).length, lines[0]?.indexOf("X") ?? 0);
    assert.equal(
      widthOf(lines[1]?.slice(0, lines[1].indexOf("^")) ?? ""),
      widthOf(lines[0]?.slice(0, lines[0].indexOf("X")) ?? ""),
    );
  });
  it("shows nothing for a line that is not there", () => {
    assert.deepEqual(pointedLine({ file: "f", line: 1, text: "a" }, { line: 9, column: 1 }, 80), []);
  });
});
