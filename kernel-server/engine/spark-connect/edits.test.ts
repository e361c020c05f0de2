import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { edited, originalOffset } from "./edits.ts";

describe("an edited text", () => {
  it("has places that are places in the text as it was", () => {
    const text = "select nope from json.`./a` join json.`b` using (x)";
    const at = (part: string) => ({ start: text.indexOf(part), end: text.indexOf(part) + part.length });
    const made = edited(text, [
      { ...at("`./a`"), put: "`/long/folder/a`" },
      { ...at("`b`"), put: "`/b`" },
    ]);
    assert.equal(made.text, "select nope from json.`/long/folder/a` join json.`/b` using (x)");
    for (const word of ["nope", "join", "using", "x)"])
      assert.equal(originalOffset(made, made.text.indexOf(word)), text.indexOf(word), word);
    assert.equal(originalOffset(made, made.text.indexOf("folder")), text.indexOf("`./a`"));
    assert.equal(originalOffset(made, made.text.length), text.length);
  });

  it("without edits is the text itself", () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(), (text, offset) => {
        assert.equal(edited(text, []).text, text);
        assert.equal(originalOffset(edited(text, []), offset), offset);
      }),
    );
  });
});
