import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { say } from "../../protocol/wording/say.ts";
import { readServerList, suggestedName, withoutServer, withServer } from "./server-list.ts";

const prod = { name: "team server", url: "wss://notebooks.example.com" };

describe("the setting with the servers", () => {
  it("gives each address once, and names what it leaves out", () => {
    const { entries, problems } = readServerList([
      prod,
      { name: "the same", url: "https://notebooks.example.com/" },
      { name: "far without TLS", url: "ws://example.com" },
      { name: " ", url: "wss://example.com" },
      "wss://example.com",
      { name: " near ", url: "ws://localhost:1" },
    ]);
    assert.deepEqual(entries, [prod, { name: "near", url: "ws://localhost:1" }]);
    assert.deepEqual(
      problems.map(({ code }) => code),
      ["kernels.address-plain", "kernels.entry-malformed", "kernels.entry-not-object"],
    );
  });

  it("says of no entry more than its place and keys, and that a token in it is ignored", () => {
    const { entries, problems } = readServerList([
      { ...prod, token: "hush" },
      { url: 7, Password: "hush", comment: "hush" },
      "hush",
      ["hush"],
    ]);
    assert.deepEqual(entries, [prod]);
    for (const lang of ["en", "ko"] as const) {
      const said = problems.map(({ code, args }) => say(lang, code, args));
      assert.equal(said.length, 5);
      assert.match(said[0] ?? "", /1.*token/);
      assert.match(said[1] ?? "", /2.*Password/);
      assert.match(said[2] ?? "", /2.*url, Password, comment/);
      assert.doesNotMatch(said.join("\n"), /hush|\{/);
    }
  });

  it("is empty when it is no list", () => {
    for (const setting of [undefined, null, {}, "wss://example.com"])
      assert.deepEqual(readServerList(setting), { entries: [], problems: [] });
  });

  it("changes by one entry and keeps what we cannot read", () => {
    const odd = { name: "odd", url: 7, comment: "mine" };
    const added = withServer([odd, { name: "old name", url: "https://notebooks.example.com" }], prod);
    assert.deepEqual(added, [odd, prod]);
    assert.deepEqual(withoutServer(added, prod.url), [odd]);
    assert.deepEqual(withServer(undefined, prod), [prod]);
  });

  it("suggests the host's own name", () => {
    assert.equal(suggestedName("wss://notebooks.example.com:8443"), "notebooks");
    assert.equal(suggestedName("ws://localhost:8787"), "localhost:8787");
    assert.equal(suggestedName("wss://10.0.0.7"), "10.0.0.7");
  });
});
