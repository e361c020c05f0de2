import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { langOf } from "./lang.ts";

describe("langOf", () => {
  const table: [env: Record<string, string>, lang: string][] = [
    [{}, "en"],
    [{ LANG: "ko_KR.UTF-8" }, "ko"],
    [{ LANG: "C.UTF-8" }, "en"],
    [{ LANG: "kok_IN" }, "en"],
    [{ LANG: "ko_KR.UTF-8", LC_ALL: "C" }, "en"],
    [{ LANG: "ko_KR.UTF-8", BETWEEN_LANG: "en" }, "en"],
    [{ LANG: "en_US.UTF-8", BETWEEN_LANG: "ko" }, "ko"],
  ];
  for (const [env, lang] of table) it(`${JSON.stringify(env)} is ${lang}`, () => assert.equal(langOf(env), lang));
});
