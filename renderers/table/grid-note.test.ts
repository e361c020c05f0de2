import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { gridNote } from "./grid-note.ts";
import type { Shown } from "./grid-note.ts";

const note = (more: Partial<Shown>, lang: "en" | "ko" = "en") =>
  gridNote({ rows: 12_345, extent: "all", counted: undefined, kept: undefined, matching: undefined, ...more }, lang);

describe("the line under the table", () => {
  it("says exactly what is shown", () => {
    assert.equal(note({}), "12,345 rows");
    assert.equal(note({ rows: 1 }), "1 row");
    assert.equal(note({ rows: 10_000, extent: "more" }), "first 10,000 of more");
    assert.equal(
      note({ rows: 10_000, extent: "more", counted: "12345678901234567890" }),
      "first 10,000 of 12,345,678,901,234,567,890 rows",
    );
    assert.equal(note({}, "ko"), "12,345행");
  });

  it("says while rows are still coming", () => {
    assert.equal(note({ rows: 0, extent: undefined }), "rows are still coming");
    assert.equal(note({ rows: 2048, extent: undefined }), "2,048 rows so far, rows are still coming");
  });

  it("says how many match, of how many", () => {
    assert.equal(note({ matching: { rows: 3, extent: "all" } }), "3 rows match of 12,345");
    assert.equal(note({ matching: { rows: 1, extent: "all" } }), "1 row matches of 12,345");
    assert.equal(note({ matching: { rows: 0, extent: "all" } }), "0 rows match of 12,345");
    assert.equal(note({ extent: "more", matching: { rows: 3, extent: "all" } }), "3 rows match of more than 12,345");
    assert.equal(
      note({ extent: "more", counted: "50000", matching: { rows: 3, extent: "all" } }),
      "3 rows match of 50,000",
    );
    assert.equal(note({ matching: { rows: 3, extent: undefined } }), "3 rows match so far");
  });

  it("says what is out of reach", () => {
    assert.match(note({ kept: 20 }), /^first 20 of 12,345 rows; the others are on the server/);
    assert.match(note({ kept: 20, extent: "more" }), /^first 20 of more than 12,345 rows;/);
    assert.equal(note({ kept: 12_345 }), "12,345 rows");
  });
});
