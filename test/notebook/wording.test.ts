import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { problemCodes } from "../../notebook/problem.ts";
import { notebook as english } from "../../protocol/wording/en/notebook.ts";
import { notebook as korean } from "../../protocol/wording/ko/notebook.ts";

describe("the catalogues' sentences for notebooks", () => {
  for (const [language, catalogue] of Object.entries({ english, korean })) {
    it(`stand in ${language} for every code, and for no other`, () => {
      const codes = Object.keys(catalogue).filter((key) => !key.endsWith(".hint"));
      assert.deepEqual(codes.sort(), [...problemCodes].sort());
      for (const hint of Object.keys(catalogue).filter((key) => key.endsWith(".hint"))) {
        assert.ok(codes.includes(hint.slice(0, -".hint".length)), hint);
      }
    });
  }

  it("have the same keys and placeholders in both languages", () => {
    assert.deepEqual(Object.keys(korean), Object.keys(english));
    const placeholders = (sentence: string) => [...new Set(sentence.match(/\{\w+\}/g))].sort();
    const inKorean = new Map<string, string>(Object.entries(korean));
    for (const [key, sentence] of Object.entries(english)) {
      assert.deepEqual(placeholders(inKorean.get(key) ?? ""), placeholders(sentence), key);
    }
  });
});
