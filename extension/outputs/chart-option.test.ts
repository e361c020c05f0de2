import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { chartOf, difference, withChart } from "./chart-option.ts";
import { editorRange } from "./editor-place.ts";
import { readSpec } from "./read-spec.ts";

const chart = { type: "line", x: "day", y: "users" };

describe("a chart that is kept in the notebook", () => {
  it("is one option line, below the others and above the code", () => {
    const text = "--| name: dau\n--| preview: 50   # keep\n\nselect 1 -- a\n";
    assert.equal(
      withChart(text, "sql", chart),
      "--| name: dau\n--| preview: 50   # keep\n--| chart: {type: line, x: day, y: users}\n\nselect 1 -- a\n",
    );
    assert.equal(withChart("select 1", "sql", chart), "--| chart: {type: line, x: day, y: users}\nselect 1");
  });

  it("takes the place of the one before, and goes without a trace", () => {
    const text = "--| chart: {type: bar, x: a, y: b}\n--| name: dau\nselect 1";
    const changed = withChart(text, "sql", chart);
    assert.equal(changed, "--| chart: {type: line, x: day, y: users}\n--| name: dau\nselect 1");
    assert.equal(withChart(changed, "sql", undefined), "--| name: dau\nselect 1");
    assert.equal(withChart("select 1", "sql", undefined), "select 1");
  });

  it("keeps names that YAML would read otherwise, and code that holds fences", () => {
    const odd = { type: "bar", x: "yes", y: ["a: b", "한글, 이름"], title: "# 1" };
    const text = withChart("print('''\n```\n''')", "python", odd);
    assert.equal(
      text,
      `#| chart: {type: bar, x: "yes", y: ["a: b", "한글, 이름"], title: "# 1"}\nprint('''\n\`\`\`\n''')`,
    );
    assert.equal(withChart(text, "python", undefined), "print('''\n```\n''')");
  });

  it("is refused where the option lines are damaged", () => {
    assert.throws(() => withChart("--| name: [a\nselect 1", "sql", chart), { name: "BetweenError" });
  });

  it("touches no more of the text than has to change", () => {
    const before = "--| name: a\nselect 1";
    const after = withChart(before, "sql", chart);
    const { start, end, text } = difference(before, after);
    assert.equal(before.slice(0, start) + text + before.slice(end), after);
    assert.equal(end - start, 0);
    assert.deepEqual(difference("같다", "같다"), { start: 2, end: 2, text: "" });
  });

  it("is taken from a message only as what a chart may be", () => {
    assert.deepEqual(chartOf({ ...chart, evil: "x", title: 1 }), chart);
    for (const none of [{}, { ...chart, type: "map" }, { ...chart, x: 1 }, { ...chart, y: [1] }])
      assert.equal(chartOf(none), undefined);
  });
});

describe("a place in a cell", () => {
  it("lies behind the option lines, counted in UTF-16 units from 0", () => {
    assert.deepEqual(editorRange({ line: 2, column: 6 }, 3), { line: 4, character: 5, endLine: 4, endCharacter: 5 });
    const emoji = "select '😀', 이름".indexOf("이름") + 1;
    assert.deepEqual(editorRange({ line: 1, column: emoji, endLine: 1, endColumn: emoji + 2 }, 0), {
      line: 0,
      character: 13,
      endLine: 0,
      endCharacter: 15,
    });
  });
});

describe("the spec of a vega-lite cell", () => {
  it("is a JSON object", () => {
    assert.deepEqual(readSpec('{"mark": "bar"}'), { mark: "bar" });
  });

  for (const [what, code, line, column] of [
    ["a missing comma", '{\n  "mark": "bar"\n  "data": {}\n}', 3, 3],
    ["the end too early", '{\n  "mark": "bar"', 2, 16],
    ["no object", "[1]", 1, 1],
  ] as const) {
    it(`is refused with the place of ${what}`, () => {
      assert.throws(() => readSpec(code), { code: "cells.vega-not-json", at: { line, column } });
    });
  }
});
