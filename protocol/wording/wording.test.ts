import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { describe, it } from "mocha";
import { en } from "./en.ts";
import { ko } from "./ko.ts";
import { explain, explainPlainly, say, sayInEditor } from "./say.ts";

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

  it("speak in the editor of what an editor has, not of the command line's options", async () => {
    const terminals = new Set(["cli.ts", "server.ts", "import.ts", "settings.ts"]);
    const areas = readdirSync(new URL("en/", import.meta.url)).filter((area) => !terminals.has(area));
    for (const area of areas) {
      const module = (await import(new URL(`en/${area}`, import.meta.url).href)) as Record<string, object>; // SAFETY: each area exports one catalogue.
      for (const code of Object.values(module).flatMap((catalogue) => Object.keys(catalogue))) {
        if (code === "state.read-only.hint") continue;
        for (const lang of ["en", "ko"] as const)
          // AWS' own program is called in a terminal anyway.
          assert.doesNotMatch(
            sayInEditor(lang, code).replace(/`aws [^`]*`/g, ""),
            /(^|[\s`])--[a-z]|between [a-z]+ [a-z]+ (writes|가|이)/,
            code,
          );
      }
    }
    for (const code of Object.keys(english).filter((one) => one.endsWith(".in-editor")))
      assert.ok(code.slice(0, -".in-editor".length) in english, code);
  });

  it("put words of code between backticks, which an editor's messages leave out", () => {
    const error = { code: "cell.undeclared", args: { name: "day" } } as const;
    assert.match(explain("en", error).hint ?? "", /`params:`.*--param day:text/);
    assert.match(explain("en", error, sayInEditor).hint ?? "", /`params:`.*Parameters view/);
    assert.match(explainPlainly("en", error).hint ?? "", /under params: in/);
    assert.match(explainPlainly("ko", error).hint ?? "", /머리말의 params:에/);
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
