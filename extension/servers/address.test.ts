import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { readAddress } from "./address.ts";

const url = (text: string) => {
  const read = readAddress(text);
  return "url" in read ? read.url : read.problem;
};

describe("the address of a server", () => {
  it("is written in one way, however it was typed", () => {
    assert.equal(url("wss://Notebooks.Example.com/"), "wss://notebooks.example.com");
    assert.equal(url("  https://notebooks.example.com:443 "), "wss://notebooks.example.com");
    assert.equal(url("wss://example.com/between/"), "wss://example.com/between");
    assert.equal(url("http://localhost:8787/"), "ws://localhost:8787");
  });

  it("is without TLS only on this machine", () => {
    for (const host of ["localhost", "127.0.0.1", "127.8.0.1", "[::1]", "2130706433"])
      assert.match(url(`ws://${host}:8787`), /^ws:/, host);
    for (const host of ["example.com", "10.0.0.1", "localhost.example.com", "127.0.0.1.example.com", "[::2]"])
      assert.equal(url(`ws://${host}`), "kernels.address-plain", host);
  });

  it("says what is wrong with it", () => {
    assert.equal(url("  "), "kernels.address-empty");
    assert.equal(url("notebooks.example.com:8787"), "kernels.address-scheme");
    assert.equal(url("ftp://example.com"), "kernels.address-other-scheme");
    assert.equal(url("wss://"), "kernels.address-malformed");
    assert.equal(url("wss://ana:secret@example.com"), "kernels.address-extra");
    assert.equal(url("wss://example.com/?token=secret"), "kernels.address-extra");
  });

  it("stays as it is when it is read again", () => {
    fc.assert(
      fc.property(fc.webUrl({ validSchemes: ["wss", "https"] }), (text) => {
        const once = url(text);
        if (once.startsWith("wss:")) assert.equal(url(once), once);
      }),
    );
  });
});
