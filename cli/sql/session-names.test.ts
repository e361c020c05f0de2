import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { nameInSession } from "./session-names.ts";

describe("nameInSession", () => {
  for (const [text, found] of [
    ["create temp view days as select 1", { does: "makes", name: "days" }],
    ["CREATE OR REPLACE TEMPORARY VIEW `on call` AS SELECT 1", { does: "makes", name: "`on call`" }],
    ["-- why\ncreate table if not exists a.b.c (n int)", { does: "makes", name: "a.b.c" }],
    ["create table 날짜 using json location 'x'", { does: "makes", name: "날짜" }],
    ["drop view if exists days", { does: "drops", name: "days" }],
    ["select 'create view x'", undefined],
    ["create", undefined],
    ["drop view", undefined],
    ["show tables", undefined],
  ] as const) {
    it(`finds ${found ? `what it ${found.does}` : "nothing"} in ${text}`, () =>
      assert.deepEqual(nameInSession(text), found));
  }
});
