import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { placeInMessage, pointInMessage } from "./place-in-message.ts";

/** As Spark 3.5.7 says it. */
const drawn = (at: string, text: string, marks: string) =>
  `[DIVIDE_BY_ZERO] Division by zero. Use \`try_divide\`\n== SQL(${at}) ==\n${text}\n${marks}\n\n\tat org.apache.spark`;

describe("the place in a message of Spark 3.5", () => {
  it("is what is marked there", () => {
    const message = drawn("line 2, position 3", "  1 / (id - 1),", "  ^^^^^^^^^^^^");
    assert.deepEqual(placeInMessage(message, "select id,\n  1 / (id - 1),\n 2 from range(3)"), {
      line: 2,
      column: 3,
      endLine: 2,
      endColumn: 15,
    });
  });

  it("is looked for where the engine got another text, and open where it stands there twice or not at all", () => {
    const message = drawn("line 1, position 30", "select :n as n, 1 / 0", "                ^^^^^");
    assert.deepEqual(placeInMessage(message, "select :n as n, 1 / 0"), {
      line: 1,
      column: 17,
      endLine: 1,
      endColumn: 22,
    });
    assert.equal(placeInMessage(message, "select 1 / 0, 1 / 0"), undefined);
    assert.equal(placeInMessage(message, "select * from base"), undefined);
    assert.equal(placeInMessage("Job aborted", "select 1"), undefined);
  });

  it("is a point at the end of those that draw none", () => {
    assert.deepEqual(pointInMessage("Syntax error at or near end of input.(line 1, pos 10)"), { line: 1, column: 11 });
    assert.deepEqual(pointInMessage("GROUP BY position 2 is not in select list.; line 1 pos 23"), {
      line: 1,
      column: 24,
    });
    assert.equal(pointInMessage("boom"), undefined);
  });
});
