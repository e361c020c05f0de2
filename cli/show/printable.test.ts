import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { printable, printableLines } from "./printable.ts";

describe("printable", () => {
  it("makes control characters and bidirectional controls visible", () => {
    assert.equal(printable("a\u001b]0;owned\u0007b\r\n\tc"), "a\\x1b]0;owned\\x07b\\r\\n\\tc");
    assert.equal(printable("\u202eevil\u2028\u009b2J"), "\\u202eevil\\u2028\\x9b2J");
  });
  it("leaves letters of all scripts alone", () => {
    assert.equal(printable("한글 日本語 👍🏽 e\u0301"), "한글 日本語 👍🏽 e\u0301");
  });
  it("keeps line ends and tabs of longer text", () => {
    assert.equal(printableLines("a\r\n\tb\u001b[2J\r"), "a\n\tb\\x1b[2J\\r");
  });
});
