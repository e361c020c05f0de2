import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { pathAt } from "./path-at.ts";
import { marked, testNotebook } from "./test-notebook.ts";

const at = (text: string) => {
  const { know, cell, offset } = marked(testNotebook(), 0, text);
  const found = pathAt(know, cell, offset);
  return found && [found.folder, know.cells[0]?.value.slice(found.range.start, found.range.end)];
};

describe("a path in the front matter", () => {
  it("is the folder that is written so far, and the name that is begun", () => {
    assert.deepEqual(at("sources:\n  a: {path: ./logs/2026/ap¦}"), ["./logs/2026/", "ap"]);
    assert.deepEqual(at("sources:\n  a:\n    path: ¦"), ["", ""]);
    assert.deepEqual(at('sources:\n  a: {path: "./x¦"}'), ["./", "x"]);
  });

  it("is none elsewhere, and none on another machine or behind a wildcard", () => {
    for (const text of [
      "title: ./a¦",
      "sources:\n  a: {result: x¦}",
      "sources:\n  a: {path: s3://b/¦}",
      "sources:\n  a: {path: /etc/¦}",
      "sources:\n  a: {path: ./dt=*/¦}",
    ])
      assert.equal(at(text), undefined, text);
  });
});
