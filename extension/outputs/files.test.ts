import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import { fileName, withMark } from "./file-content.ts";
import { writeFileWhole } from "./write-file.ts";

async function hex(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const all: Uint8Array[] = [];
  for await (const part of bytes) all.push(part);
  return Buffer.concat(all).toString("hex");
}

async function* parts(...all: (string | Error)[]) {
  for (const part of all) {
    if (part instanceof Error) throw part;
    yield new TextEncoder().encode(part);
  }
}

describe("files that outputs write", () => {
  let folder: string;
  before(async () => (folder = await mkdtemp(join(tmpdir(), "between-outputs-"))));
  after(() => rm(folder, { recursive: true }));

  it("are there whole, and take the place of what was there", async () => {
    const file = join(folder, "a.csv");
    await writeFile(file, "old");
    const told: number[] = [];
    await writeFileWhole(file, withMark(parts("", "이름,n\r\n", "가,1\r\n")), (bytes) => told.push(bytes));
    assert.equal(await readFile(file, "utf8"), "\uFEFF이름,n\r\n가,1\r\n");
    assert.equal(told.at(-1), (await readFile(file)).length);
    assert.deepEqual(await readdir(folder), ["a.csv"]);
  });

  it("are as they were when the bytes end too early", async () => {
    const file = join(folder, "a.csv");
    await writeFile(file, "old");
    await assert.rejects(writeFileWhole(file, parts("new", new Error("cancelled"))), /cancelled/);
    assert.equal(await readFile(file, "utf8"), "old");
    assert.deepEqual(await readdir(folder), ["a.csv"]);
  });

  it("say why they cannot be written, by the name that was chosen", async () => {
    const file = join(folder, "missing", "a.csv");
    await assert.rejects(writeFileWhole(file, parts("a")), {
      code: "output.unwritable",
      args: { file, reason: "ENOENT" },
    });
  });

  it("have one byte order mark, also when there is one already or nothing else", async () => {
    const text = (...all: string[]) => hex(withMark(parts(...all)));
    assert.equal(await text("a"), "efbbbf61");
    assert.equal(await text("\uFEFFa", "b"), "efbbbf6162");
    assert.equal(await text(), "efbbbf");
  });

  it("have names that every file system takes", () => {
    assert.equal(fileName("dau", "csv"), "dau.csv");
    assert.equal(fileName("../../etc/passwd\0", "svg"), "etc passwd.svg");
    assert.equal(fileName("가입 / 퍼널: 11월?", "png"), "가입 퍼널 11월.png");
    assert.equal(fileName("...", "csv"), "result.csv");
  });
});
