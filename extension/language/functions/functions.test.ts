import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { functionNamed, functions, resultType } from "./functions.ts";

describe("the table of functions", () => {
  it("has each name once, whole signatures, and sentences in both languages", () => {
    assert.equal(new Set(functions.map(({ name }) => name)).size, functions.length);
    assert.ok(functions.length >= 250);
    for (const { name, signature, text, example } of functions) {
      assert.match(signature, /^[a-z0-9_]+\([^()]*\)$/, name);
      assert.ok(text.en.endsWith(".") && /[가-힣].*\.$/.test(text.ko), name);
      assert.ok(example.includes(`${name}(`), name);
    }
  });

  it("tells the type of a call's result from those of its arguments", () => {
    assert.equal(functionNamed("COUNT")?.returns, "bigint");
    assert.equal(
      resultType("max", () => "date"),
      "date",
    );
    assert.equal(
      resultType("map", (i) => (i === 0 ? "string" : "int")),
      "map<string,int>",
    );
    assert.equal(
      resultType("max", () => undefined),
      undefined,
    );
    assert.equal(
      resultType("no_such", () => "int"),
      undefined,
    );
  });
});
