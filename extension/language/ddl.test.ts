import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { elementType, parseColumns, structFields } from "./ddl.ts";

const types = (ddl: string) => parseColumns(ddl)?.map(({ name, type }) => `${name} ${type}`);

describe("a written schema", () => {
  it("gives its columns with Spark's short names of their types", () => {
    assert.deepEqual(types("ts timestamp, user BIGINT, n integer, share dec(5, 2), d decimal, dt string"), [
      "ts timestamp",
      "user bigint",
      "n int",
      "share decimal(5,2)",
      "d decimal(10,0)",
      "dt string",
    ]);
  });

  it("may be nested, with colons or spaces, and with names in backticks", () => {
    assert.deepEqual(types("a struct<b:int,`c d`: array<map<string, long>>, e string>, `odd, name` map<string,int>"), [
      "a struct<b:int,c d:array<map<string,bigint>>,e:string>",
      "odd, name map<string,int>",
    ]);
    assert.deepEqual(types("가입 timestamp, 사용자 bigint"), ["가입 timestamp", "사용자 bigint"]);
  });

  it("may say not null and comments", () => {
    assert.deepEqual(parseColumns("a int not null comment 'x, y', b string"), [
      { name: "a", type: "int", nullable: false },
      { name: "b", type: "string", nullable: true },
    ]);
  });

  it("gives nothing where it cannot be read", () => {
    for (const wrong of ["", "a", "a wat", "a int,", "a struct<b>", "a array<int", "a map<int>"])
      assert.equal(parseColumns(wrong), undefined, wrong);
  });

  it("tells the fields of structs, in arrays too, and what an element is", () => {
    assert.deepEqual(
      structFields("array<struct<x:int,y:struct<z:date>>>").map(({ name, type }) => [name, type]),
      [
        ["x", "int"],
        ["y", "struct<z:date>"],
      ],
    );
    assert.deepEqual(
      structFields("struct<new users:bigint>").map(({ name }) => name),
      ["new users"],
    );
    assert.deepEqual(structFields("map<string,int>"), []);
    assert.equal(elementType("map<string,array<int>>"), "array<int>");
    assert.equal(elementType("array<struct<a:int>>"), "struct<a:int>");
    assert.equal(elementType("int"), undefined);
  });

  it("never throws, whatever is written", () => {
    const bits = fc.constantFrom("a", " ", "int", "struct<", ">", "(", ")", ",", ":", "`", "'", "decimal", "10", "한");
    fc.assert(fc.property(fc.array(bits, { maxLength: 30 }), (all) => void parseColumns(all.join(""))));
  });
});
