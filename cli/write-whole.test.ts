import assert from "node:assert/strict";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "mocha";
import { needFolderOf, writeWhole } from "./write-whole.ts";

describe("writeWhole", () => {
  let folder: string;
  beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), "between-write-"))));
  afterEach(() => rm(folder, { recursive: true }));

  it("puts pieces together and leaves nothing else behind", async () => {
    const file = join(folder, "a.csv");
    await writeWhole(file, async (sink) => {
      await sink.write("one\n");
      await sink.write(Buffer.from("two\n"));
      return true;
    });
    assert.equal(await readFile(file, "utf8"), "one\ntwo\n");
    assert.deepEqual(await readdir(folder), ["a.csv"]);
  });

  it("names the folder that is missing, never the file that it writes first", async () => {
    const missing = join(folder, "none");
    const file = join(missing, "a.csv");
    const named = { code: "cli.folder-missing", args: { file, folder: missing } };
    await assert.rejects(needFolderOf(file), named);
    await assert.rejects(
      writeWhole(file, () => Promise.resolve(true)),
      named,
    );
    await needFolderOf(join(folder, "a.csv"));
    await writeFile(join(folder, "plain"), "");
    await assert.rejects(needFolderOf(join(folder, "plain", "a.csv")), { code: "cli.folder-missing" });
    const long = join(folder, `${"x".repeat(300)}.csv`);
    await assert.rejects(
      writeWhole(long, () => Promise.resolve(true)),
      { code: "cli.file-unwritable", args: { file: long, reason: "name too long" } },
    );
  });

  it("keeps the old file when the new one is given up or fails", async () => {
    const file = join(folder, "a.csv");
    await writeFile(file, "old");
    await writeWhole(file, async (sink) => {
      await sink.write("half");
      return false;
    });
    await assert.rejects(
      writeWhole(file, async (sink) => {
        await sink.write("half");
        throw new Error("cut");
      }),
      /cut/,
    );
    assert.equal(await readFile(file, "utf8"), "old");
    assert.deepEqual(await readdir(folder), ["a.csv"]);
  });

  it("says which file cannot be written", async () => {
    const missing = join(folder, "no", "a.csv");
    await assert.rejects(
      writeWhole(missing, () => Promise.resolve(true)),
      { code: "cli.folder-missing" },
    );
  });

  it("writes to what is no plain file directly", async () => {
    await writeWhole("/dev/null", async (sink) => {
      await sink.write("x");
      return true;
    });
    await mkdir(join(folder, "d"));
    await assert.rejects(
      writeWhole(join(folder, "d"), () => Promise.resolve(true)),
      { code: "cli.file-unwritable" },
    );
  });
});
