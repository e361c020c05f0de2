import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, it } from "mocha";
import { doc, withTable } from "../spark/differences.ts";

describe("the document about engines", () => {
  it("has the table of what the tests of both engines saw; `node test/spark/differences.ts` writes it", async () => {
    const text = await readFile(doc, "utf8");
    assert.equal(await withTable(text), text);
  });
});
