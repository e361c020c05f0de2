import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { verbHelp } from "./help.ts";
import { widthOf } from "./show/text-width.ts";
import { verb as run } from "./verbs/run.ts";

describe("verbHelp", () => {
  for (const lang of ["en", "ko"] as const) {
    it(`names every option and stays within 100 columns (${lang})`, () => {
      const text = verbHelp(run.help, lang);
      for (const name of Object.keys(run.help.options)) assert.ok(text.includes(`--${name}`), name);
      for (const line of text.split("\n")) assert.ok(widthOf(line) <= 100, line);
      assert.ok(!text.includes("cli."), "every sentence is in the catalogue");
    });
  }
});
