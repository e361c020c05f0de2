import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { rowsNote } from "./rows-note.ts";

describe("rowsNote", () => {
  for (const [result, shown, en, ko] of [
    [{ rows: 1, extent: "all" }, 1, "1 row", "1행"],
    [{ rows: 0, extent: "all" }, 0, "0 rows", "0행"],
    [{ rows: 12345, extent: "all" }, 12345, "12,345 rows", "12,345행"],
    [{ rows: 12345, extent: "all" }, 10, "first 10 of 12,345 rows", "12,345행 중 처음 10행"],
    [{ rows: 10000, extent: "more" }, 10000, "first 10,000 of more rows", "처음 10,000행 (더 있음)"],
    [{ rows: 10000, extent: "more" }, 10, "first 10 of more than 10,000 rows", "10,000행이 넘는 결과 중 처음 10행"],
    [{ rows: 5000 }, 10, "5,000 rows so far", "지금까지 5,000행"],
  ] as const) {
    it(`${JSON.stringify(result)}, ${shown} shown: ${en}`, () => {
      assert.equal(rowsNote("en", result, shown), en);
      assert.equal(rowsNote("ko", result, shown), ko);
    });
  }
});
