import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { columnAtPixel, columnsAt, columnStarts, gridColumn, shortType, widthOf } from "./columns.ts";

const column = (name: string, type: string) => gridColumn({ name, type, nullable: true });

describe("the columns of a table", () => {
  it("have short types in their headings", () => {
    const cases = {
      bigint: "bigint",
      "decimal(20,2)": "decimal(20,2)",
      timestamp_ntz: "timestamp_ntz",
      "array<string>": "array<string>",
      "array<struct<a:int,b:string>>": "array<struct>",
      "map<string,array<int>>": "map<string,array>",
      "struct<a:int,b:string,c:double>": "struct",
      "interval day to second": "interval day to second",
    };
    for (const [type, short] of Object.entries(cases)) assert.equal(shortType(type), short);
  });

  it("know what can be asked about their values", () => {
    const kinds = [
      "bigint",
      "decimal(10,0)",
      "string",
      "date",
      "timestamp_ntz",
      "boolean",
      "binary",
      "array<int>",
      "interval year",
    ];
    assert.deepEqual(
      kinds.map((type) => column("c", type).kind),
      ["number", "number", "text", "time", "time", "boolean", "other", "other", "other"],
    );
    assert.equal(column("c", "int").numeric, true);
    assert.equal(column("c", "interval year").numeric, false);
  });

  it("are as wide as what they hold, within bounds", () => {
    const n = column("n", "int");
    assert.ok(widthOf(n, ["1"]) < widthOf(n, ["9007199254740993"]));
    assert.ok(widthOf(n, ["9007199254740993"]) < widthOf(n, ["9007199254740993"], 1.2));
    assert.equal(widthOf(column("s", "string"), ["x".repeat(5000)]), 320);
    assert.ok(
      widthOf(column("m", "string"), ["한글 열두 글자입니다만"]) > widthOf(column("m", "string"), ["twelve chars"]),
    );
  });

  it("are found by where they lie, thousands of them", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 48, max: 400 }), { minLength: 1, maxLength: 2000 }),
        fc.nat(),
        (widths, at) => {
          const starts = columnStarts(widths);
          const left = at % (starts.at(-1) ?? 1);
          const found = columnAtPixel(starts, left);
          assert.ok((starts[found] ?? 0) <= left && left < (starts[found + 1] ?? 0));
          const { from, to } = columnsAt(starts, left, 900);
          assert.ok(from <= found && found < to && to - from <= Math.ceil(900 / 48) + 4);
        },
      ),
    );
  });
});
