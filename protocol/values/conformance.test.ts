import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "mocha";
import { fromBase64 } from "./base64.ts";
import { cellText, decodePage } from "./page.ts";

type Cases = { timezone: string; cases: { name: string; expected: string[]; arrow: string }[] };
type Row = { timezone: string; columns: { sql: string; expected: string }[]; arrow: string };

const read = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`./test-data/${name}`, import.meta.url), "utf8"));

describe("values of Arrow streams", () => {
  const { timezone, cases } = read("pyarrow.json") as Cases;
  for (const { name, expected, arrow } of cases) {
    it(`are shown exactly: ${name}`, () => {
      const page = decodePage(fromBase64(arrow));
      assert.equal(page.rows, expected.length);
      assert.equal(page.columns[0]?.name, name);
      assert.deepEqual(
        expected.map((_, row) => cellText(page, row, 0, { timezone })),
        expected,
      );
      assert.deepEqual(
        expected.map((_, row) => page.columns[0]?.isNull(row)),
        expected.map((text, row) => text === "null" && !(name === "text" && row === 1)),
      );
    });
  }
});

describe("values as the embedded engine sends them", () => {
  const { timezone, columns, arrow } = read("sail.json") as Row;
  const page = decodePage(fromBase64(arrow));
  columns.forEach(({ sql, expected }, column) => {
    it(`are shown exactly: ${sql}`, () => assert.equal(cellText(page, 0, column, { timezone }), expected));
  });
});
