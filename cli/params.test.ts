import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { readParams } from "./params.ts";

describe("readParams", () => {
  const plain = ({ params, declare }: ReturnType<typeof readParams>) => ({ params: { ...params }, declare });

  it("keeps values as they are written", () => {
    assert.deepEqual(plain(readParams(["a=007", "b=", "c=x=y", "d= z "])), {
      params: { a: "007", b: "", c: "x=y", d: " z " },
      declare: [],
    });
  });

  it("reads a type for parameters that the notebook does not have", () => {
    assert.deepEqual(plain(readParams(["n:integer=5", "at:timestamp=2026-11-22 10:00:00"])), {
      params: { n: "5", at: "2026-11-22 10:00:00" },
      declare: [
        { name: "n", type: "integer" },
        { name: "at", type: "timestamp" },
      ],
    });
  });

  it("makes a list of an option that is repeated", () => {
    assert.deepEqual(plain(readParams(["app=ios", "app=android", "app=web"])).params, {
      app: ["ios", "android", "web"],
    });
  });

  it("takes names that JavaScript's objects have already", () => {
    const { params } = readParams(["__proto__=1", "constructor=2"]);
    assert.deepEqual(Object.entries(params), [
      ["__proto__", "1"],
      ["constructor", "2"],
    ]);
  });

  for (const [option, code] of [
    ["day", "cli.param-shape"],
    ["=5", "cli.param-shape"],
    [":integer=5", "cli.param-shape"],
    ["a:b:c=5", "cli.param-shape"],
    ["n:intger=5", "cli.param-type-near"],
    ["n:zzzzzz=5", "cli.param-type"],
  ] as const) {
    it(`refuses ${option} with ${code}`, () => assert.throws(() => readParams([option]), { code }));
  }
});
