import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, it } from "mocha";
import { globSync } from "tinyglobby";
import { check } from "../../notebook/check.ts";
import { parse } from "../../notebook/parse.ts";
import { print } from "../../notebook/print.ts";

const folder = fileURLToPath(new URL("../../examples", import.meta.url));

describe("the example notebooks", () => {
  const files = globSync("*.between-nb", { cwd: folder, absolute: true }).sort();

  it("are the five that the README of the folder tells of", async () => {
    const readme = await readFile(`${folder}/README.md`, "utf8");
    assert.equal(files.length, 5);
    for (const file of files) assert.ok(readme.includes(basename(file)), basename(file));
  });

  for (const file of files) {
    it(`${basename(file)} has no problems and prints back byte for byte`, async () => {
      const text = await readFile(file, "utf8");
      assert.deepEqual(check(text), []);
      assert.equal(print(parse(text).notebook), text);
    });
  }
});
