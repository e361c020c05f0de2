import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { BetweenError } from "../../protocol/errors.ts";
import { decodeText } from "./decode-text.ts";

describe("the bytes of a file", () => {
  it("are read with a byte order mark kept", () => {
    assert.equal(decodeText(new TextEncoder().encode("\uFEFF# 제목 \uFFFD")), "\uFEFF# 제목 \uFFFD");
  });

  it("are refused with the place where they stop being UTF-8", () => {
    const bytes = new Uint8Array([...new TextEncoder().encode("제\uFFFD"), 0xff, 0x41]);
    assert.throws(
      () => decodeText(bytes),
      (thrown) => thrown instanceof BetweenError && thrown.args["offset"] === 6,
    );
  });
});
