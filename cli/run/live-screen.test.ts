import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { screenUpdate } from "./live-screen.ts";

/** A small terminal: what stands on it after these bytes. */
function screenAfter(...writes: string[]): string[] {
  const lines = [""];
  let row = 0;
  let column = 0;
  for (const [token] of writes.join("").matchAll(/\u001b\[[?0-9]*[A-Za-z]|[^]/gu)) {
    const line = lines[row] ?? "";
    if (token === "\n") {
      row++;
      column = 0;
      lines[row] ??= "";
    } else if (token === "\r") column = 0;
    else if (token.endsWith("A") && token.startsWith("\u001b")) row -= Number(token.slice(2, -1));
    else if (token === "\u001b[K") lines[row] = line.slice(0, column);
    else if (token === "\u001b[J") lines.splice(row, lines.length, line.slice(0, column));
    else if (!token.startsWith("\u001b")) {
      lines[row] = line.slice(0, column) + token + line.slice(column + 1);
      column++;
    }
  }
  return lines;
}

describe("screenUpdate", () => {
  it("draws the changing lines in place, below what is printed", () => {
    const screen = screenAfter(
      screenUpdate(0, ["run 1"], ["⠋ first", "· second"]),
      screenUpdate(2, [], ["⠙ first · 1.0 s", "· second"]),
      screenUpdate(2, ["✔ first", "  table"], ["⠹ second"]),
      screenUpdate(1, ["✔ second"], []),
    );
    assert.deepEqual(screen, ["run 1", "✔ first", "  table", "✔ second", ""]);
  });

  it("leaves nothing of longer lines", () => {
    assert.deepEqual(screenAfter(screenUpdate(0, [], ["a long line"]), screenUpdate(1, [], ["short"])), ["short", ""]);
  });

  it("never erases a line before it is written again, which would flicker", () => {
    assert.doesNotMatch(screenUpdate(2, [], ["a", "b"]), /\u001b\[2K|\u001b\[J.*a/);
  });
});
