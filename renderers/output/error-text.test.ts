import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { bytesText, clockText } from "./amounts.ts";
import { errorText } from "./error-view.ts";

describe("an error as text to be sent", () => {
  const error = {
    code: "engine.table-not-found",
    args: { name: "evnts" },
    engineText: "table not found\n  at x\n",
  } as const;

  it("has the message, the place as the editor counts, all that the engine said, and what to do", () => {
    const at = { line: 2, column: 6 };
    assert.equal(
      errorText({ ...error, at }, { cell: 2, codeLine: 3 }, "en"),
      "There is no table or view evnts. (cell 3, line 4)\n\ntable not found\n  at x\n\nRun the cell that makes it, or name it under sources.",
    );
  });

  it("does not add the option lines of its own cell to a place in another", () => {
    const at = { cell: 0, line: 2, column: 6 };
    assert.match(errorText({ ...error, at }, { cell: 2, codeLine: 3 }, "ko"), /1번 셀 2행/);
  });
});

describe("amounts", () => {
  it("are short and in powers of 1000", () => {
    assert.deepEqual(
      [0, 999, 1000, 3_240_000_000, 14_200_000_000_000_000].map((bytes) => bytesText(bytes, "en")),
      ["0 B", "999 B", "1 kB", "3.2 GB", "14,200 TB"],
    );
  });

  it("of time are on the notebook's clock, with the day where it is another", () => {
    const at = Date.UTC(2026, 10, 21, 5, 5);
    assert.equal(clockText(at, "Asia/Seoul", "en", at), "14:05");
    assert.match(clockText(at, "Asia/Seoul", "en", at + 86_400_000), /Nov 21, 2026.*14:05/);
    assert.equal(clockText(Date.UTC(2026, 10, 21, 15, 5), "Asia/Seoul", "ko", Date.UTC(2026, 10, 21, 16)), "00:05");
  });
});
