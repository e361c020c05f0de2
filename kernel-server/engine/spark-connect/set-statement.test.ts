import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { setStatement } from "./set-statement.ts";

describe("a SET statement", () => {
  it("is told from all others, and its value read", () => {
    const read: [text: string, key: string, value: string | undefined][] = [
      ["set spark.sql.ansi.enabled=true", "spark.sql.ansi.enabled", "true"],
      ["-- why\n/* and */ SET k = 'a b' ;", "k", "a b"],
      ["set spark.x", "spark.x", undefined],
      ["set time zone 'Asia/Seoul'", "spark.sql.session.timeZone", "Asia/Seoul"],
    ];
    for (const [text, key, value] of read)
      assert.deepEqual(setStatement(text), { key, ...(value !== undefined && { value }) }, text);
    for (const text of ["select 1", "set", "settings x", "update t set a = 1", "select '\nset a=b'"]) {
      assert.equal(setStatement(text), undefined, text);
    }
  });
});
