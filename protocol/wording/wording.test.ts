import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { describe, it } from "mocha";
import { en } from "./en.ts";
import { ko } from "./ko.ts";
import { explain, say } from "./say.ts";

const english: Readonly<Record<string, string>> = en;
const korean: Readonly<Record<string, string>> = ko;
const placeholders = (sentence = "") => [...new Set(sentence.match(/\{\w+\}/g))].sort();

describe("the catalogues", () => {
  it("say every code in English and in Korean", () => {
    assert.deepEqual(Object.keys(korean).sort(), Object.keys(english).sort());
    assert.ok(Object.values({ ...english }).every((sentence) => sentence.trim() !== ""));
    assert.ok(Object.values({ ...korean }).every((sentence) => sentence.trim() !== ""));
  });

  it("use the same placeholders in both languages", () => {
    for (const [code, sentence] of Object.entries(english))
      assert.deepEqual(placeholders(korean[code]), placeholders(sentence), code);
  });

  it("give hints only to codes that there are, with arguments that those have", () => {
    for (const code of Object.keys(english).filter((one) => one.endsWith(".hint"))) {
      const base = english[code.slice(0, -".hint".length)];
      assert.ok(base !== undefined, code);
    }
  });

  it("define no code in two areas", () => {
    const areas = readdirSync(new URL("en/", import.meta.url)).sort();
    assert.deepEqual(readdirSync(new URL("ko/", import.meta.url)).sort(), areas);
    return Promise.all(
      areas.map(async (area) => {
        const module = (await import(new URL(`en/${area}`, import.meta.url).href)) as Record<string, object>; // SAFETY: each area exports one catalogue.
        return Object.values(module).flatMap((catalogue) => Object.keys(catalogue));
      }),
    ).then((all) => {
      const codes = all.flat();
      assert.equal(new Set(codes).size, codes.length);
      assert.equal(codes.length, Object.keys(english).length, "an area is not in the catalogue");
    });
  });

  it("show arguments in place, and a code of a newer program as itself", () => {
    assert.equal(say("en", "wire.too-many-asks", { limit: 64 }), "More than 64 requests at a time from one client.");
    assert.equal(say("ko", "future.code", { a: 1 }), "future.code a=1");
    const { message, hint } = explain("ko", { code: "wire.unauthorized", args: { address: "ws://a" } });
    assert.equal(message, "커널 서버가 로그인을 거부했습니다(ws://a).");
    assert.match(hint ?? "", /토큰/);
  });
});
