import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { Value, ValueType } from "./value-type.ts";
import { jsonValue } from "./json-value.ts";

const int64 = { kind: "integer", bits: 64, signed: true } as const;
const text = { kind: "text" } as const;
const double = { kind: "float", bits: 64 } as const;

describe("jsonValue", () => {
  const table: [what: string, value: Value, type: ValueType, json: string][] = [
    ["NULL", null, int64, "null"],
    ["an integer beyond 2^53", 9223372036854775807n, int64, "9223372036854775807"],
    [
      "a decimal of 38 digits",
      -12345678901234567890123456789012345678n,
      { kind: "decimal", precision: 38, scale: 3 },
      "-12345678901234567890123456789012345.678",
    ],
    ["a float", 0.1, double, "0.1"],
    ["NaN", NaN, double, '"NaN"'],
    ["minus infinity", -Infinity, double, '"-Infinity"'],
    ["text with quotes and line ends", 'say "hi"\n', text, '"say \\"hi\\"\\n"'],
    ["a boolean", false, { kind: "boolean" }, "false"],
    ["a moment", 0n, { kind: "timestamp", unit: "us", zoned: true }, '"1970-01-01 09:00:00+09:00"'],
    ["bytes", new Uint8Array([0, 255]), { kind: "binary" }, '"0x00ff"'],
    ["a list", [1n, null], { kind: "list", of: int64 }, "[1,null]"],
    [
      "a struct",
      ["x", NaN],
      {
        kind: "struct",
        fields: [
          { name: "a", type: text },
          { name: "b", type: double },
        ],
      },
      '{"a":"x","b":"NaN"}',
    ],
    ["a map", [[1n, ["x"]]], { kind: "map", key: int64, value: { kind: "list", of: text } }, '{"1":["x"]}'],
  ];
  for (const [what, value, type, json] of table) {
    it(`writes ${what} exactly`, () => {
      assert.equal(jsonValue(value, type, "Asia/Seoul"), json);
      JSON.parse(json);
    });
  }
});
