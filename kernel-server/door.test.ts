import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { isAllowedHost, isAllowedOrigin, sameSecret } from "./door.ts";

describe("the door", () => {
  const hosts: [header: string | undefined, allowed: boolean][] = [
    ["127.0.0.1:8787", true],
    ["localhost", true],
    ["LOCALHOST:1", true],
    ["[::1]:8787", true],
    ["team.example:443", true],
    ["[fd00::1]:443", true],
    [undefined, false],
    ["", false],
    ["evil.example", false],
    ["127.0.0.1.evil.example", false],
    ["localhost.evil.example:8787", false],
    ["team.example.evil.example", false],
    ["evil-team.example", false],
  ];
  for (const [header, allowed] of hosts) {
    it(`${allowed ? "takes" : "refuses"} the Host ${header ?? "(none)"}`, () => {
      assert.equal(isAllowedHost(header, ["team.example", "fd00::1"]), allowed);
    });
  }

  const origins: [header: string | undefined, allowed: boolean][] = [
    [undefined, true],
    ["https://good.example", true],
    ["null", false],
    ["https://good.example.evil.example", false],
    ["https://evil-good.example", false],
    ["http://good.example", false],
    ["http://localhost:3000", false],
    ["", false],
  ];
  for (const [header, allowed] of origins) {
    it(`${allowed ? "takes" : "refuses"} the Origin ${header ?? "(none)"}`, () => {
      assert.equal(isAllowedOrigin(header, ["https://good.example", "null"]), allowed);
    });
  }

  it("tells equal secrets from different ones of any length", () => {
    assert.equal(sameSecret("abc", "abc"), true);
    assert.equal(sameSecret("abc", "abcd"), false);
    assert.equal(sameSecret("", "a"), false);
  });
});
