import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { statementKind } from "./statement-kind.ts";

describe("what a statement is", () => {
  it("is a query only where nothing could be carried out", () => {
    for (const text of [
      "select 1",
      "-- a word first\nSELECT * from t",
      "(select 1) union (select 2)",
      "with a as (select 'insert' as `delete`) select * from a",
      "from t select x",
      "values (1), (2)",
      "table t",
      "selec 1",
      "with t as (insert into u select 1) select 1",
    ])
      assert.deepEqual(statementKind(text), { is: "query" }, text);
    for (const text of [
      "insert into t select 1",
      "with a as (select 1) insert into t select * from a",
      "from t insert into u select x",
    ])
      assert.deepEqual(statementKind(text), { is: "command", anything: false }, text);
    for (const text of ["set x = 1", "show tables", "describe t", "explain select 1"])
      assert.deepEqual(statementKind(text), { is: "question" }, text);
  });

  it("tells which name a command makes or drops, where that can be told", () => {
    const names: [string, string][] = [
      ["create or replace temp view Made as select 1", "made"],
      ["create table if not exists db.`Odd name` (a int)", "odd name"],
      ["create global temporary view v as select 1", "v"],
      ["drop view if exists a . b . c", "c"],
      ["CREATE TABLE t AS SELECT * FROM u", "t"],
    ];
    for (const [text, touches] of names)
      assert.deepEqual(statementKind(text), { is: "command", touches, anything: false }, text);
    for (const text of [
      "create function f as 'x'",
      "use other",
      "cache table t as select 1",
      "drop schema s",
      "create view",
    ])
      assert.deepEqual(statementKind(text), { is: "command", anything: true }, text);
  });
});
