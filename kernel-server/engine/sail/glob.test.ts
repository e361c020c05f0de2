import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { expandBraces, hasWildcard, segmentPattern } from "./glob.ts";

describe("wildcards in paths", () => {
  it("expand braces, nested ones and those across folders too", () => {
    assert.deepEqual(expandBraces("a/{b,c/d}/e"), ["a/b/e", "a/c/d/e"]);
    assert.deepEqual(expandBraces("{a,b{1,2}}"), ["a", "b1", "b2"]);
    assert.deepEqual(expandBraces("a{b"), ["a{b"]);
    assert.deepEqual(expandBraces("a\\{b,c}"), ["a\\{b,c}"]);
  });

  it("match a name as Hadoop does", () => {
    const matches: [pattern: string, name: string, yes: boolean][] = [
      ["*.json.gz", "x.json.gz", true],
      ["*.json", "xjson", false],
      ["dt=2026-11-2[0-2]", "dt=2026-11-21", true],
      ["dt=2026-11-2[^01]", "dt=2026-11-21", false],
      ["part-?", "part-12", false],
      ["a\\*", "a*", true],
      ["a\\*", "ab", false],
      ["로그*", "로그1", true],
      ["a(1).log", "a(1).log", true],
    ];
    for (const [pattern, name, yes] of matches)
      assert.equal(segmentPattern(pattern).test(name), yes, `${pattern} ${name}`);
  });

  it("are told from plain names", () => {
    assert.ok(hasWildcard("a*") && hasWildcard("{a,b}") && hasWildcard("[a]"));
    assert.ok(!hasWildcard("dt=2026") && !hasWildcard("a\\*"));
  });
});
