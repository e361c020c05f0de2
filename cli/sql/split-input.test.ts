import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { isFinished, typedStatements } from "./split-input.ts";

describe("what is typed into the shell", () => {
  for (const [text, finished] of [
    ["select 1;", true],
    ["select 1", false],
    ["select 1; -- done", true],
    ["select ';", false],
    ["select 1 /* ;", false],
    ["-- only a remark", true],
    ["  \n", true],
    ["select 1;\nselect", false],
  ] as const) {
    it(`${JSON.stringify(text)} is ${finished ? "" : "not "}finished`, () => assert.equal(isFinished(text), finished));
  }

  it("is cut into statements that know their line", () => {
    assert.deepEqual(typedStatements("\nselect 1;\n-- two\nselect\n 2;;\n"), [
      { text: "select 1", line: 2 },
      { text: "-- two\nselect\n 2", line: 3 },
    ]);
  });
});
