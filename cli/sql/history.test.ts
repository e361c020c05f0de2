import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "mocha";
import { openHistory } from "./history.ts";

describe("openHistory", () => {
  let folder: string;
  beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), "between-history-"))));
  afterEach(() => rm(folder, { recursive: true }));

  it("keeps lines over shells, the newest first, in a file that only its owner reads", async () => {
    const file = join(folder, "deep", "history");
    const first = await openHistory(file);
    assert.deepEqual(first.lines, []);
    await first.add("select 1;");
    await first.add("   ");
    await first.add("select 2;");
    assert.deepEqual((await openHistory(file)).lines, ["select 2;", "select 1;"]);
    assert.equal((await stat(file)).mode & 0o777, 0o600);
  });

  it("keeps the last thousand lines", async () => {
    const file = join(folder, "history");
    await writeFile(file, Array.from({ length: 3000 }, (_, i) => `select ${i};\n`).join(""));
    const { lines } = await openHistory(file);
    assert.equal(lines.length, 1000);
    assert.equal(lines[0], "select 2999;");
    assert.equal((await readFile(file, "utf8")).split("\n").length, 1001);
  });
});
