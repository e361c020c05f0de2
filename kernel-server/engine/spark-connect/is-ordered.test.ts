import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { isOrdered } from "./is-ordered.ts";

describe("a query", () => {
  it("is ordered by its own order alone", () => {
    for (const text of [
      "select 1 order by 1",
      "SELECT * FROM t ORDER /* so */ BY a desc limit 3",
      "with a as (select 1) select * from a\n-- last\norder\nby x",
    ])
      assert.ok(isOrdered(text), text);
    for (const text of [
      "select 1",
      "select rank() over (order by a) from t",
      "select * from (select * from t order by a)",
      "select 'order by' as `order`, by from t",
      "select 1 -- order by 1",
    ])
      assert.ok(!isOrdered(text), text);
  });
});
