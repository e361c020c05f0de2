import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { cellText, decodePage } from "../../protocol/values/page.ts";
import { encodeTable } from "./text-columns.ts";

const table = (columns: string[], rows: string[][]) => ({ kind: "table", columns, rows, more: false }) as const;

describe("a table of texts in a record", () => {
  it("has numbers where each text is just what the number is written as", () => {
    const rows = [
      ["1", "2.5", "007", "10.0.0.1", "true", "null", "1.50", "12345678901234567890"],
      ["null", "0.25", "8", "10.0.0.2", "null", "null", "2", "1"],
    ];
    const { schema } = encodeTable(table(["a", "b", "c", "d", "e", "f", "g", "h"], rows), 10);
    assert.deepEqual(
      schema.map(({ type }) => type),
      ["bigint", "double", "string", "string", "boolean", "string", "string", "string"],
    );
  });

  it("reads on the screen as it did, whatever it holds", () => {
    const value = fc.oneof(
      fc.string({ unit: "grapheme" }),
      fc.constantFrom("null", "true", "1", "-0", "0.1", "1e5", "NaN", "Infinity", "1.0", "100000000000000000000", ""),
      fc.integer().map(String),
      fc.double().map(String),
    );
    const rows = fc
      .integer({ min: 1, max: 4 })
      .chain((width) =>
        fc.tuple(
          fc.array(fc.string(), { minLength: width, maxLength: width }),
          fc.array(fc.array(value, { minLength: width, maxLength: width }), { maxLength: 6 }),
        ),
      );
    fc.assert(
      fc.property(rows, ([columns, values]) => {
        const page = decodePage(encodeTable(table(columns, values), 100).arrow);
        assert.deepEqual(
          page.columns.map(({ name }) => name),
          columns,
        );
        assert.equal(page.rows, values.length);
        values.forEach((row, i) =>
          row.forEach((text, k) => {
            const column = page.columns[k];
            assert.ok(column);
            assert.equal(cellText(page, i, k, { timezone: "UTC" }), text);
          }),
        );
      }),
    );
  });

  it("keeps so many rows as asked for, and no more than a record can hold", () => {
    const rows = Array.from({ length: 50 }, (_, i) => [String(i)]);
    assert.equal(encodeTable(table(["n"], rows), 20).rows, 20);
    const wide = Array.from({ length: 50 }, () => ["x".repeat(1_000_000)]);
    const { rows: kept } = encodeTable(table(["n"], wide), 1000);
    assert.ok(kept >= 1 && kept < 6, String(kept));
  });
});
