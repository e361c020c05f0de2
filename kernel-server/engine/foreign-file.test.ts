import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, it } from "mocha";
import { foreignFile } from "./foreign-file.ts";
import { diskTree } from "./sail/files.ts";

describe("a folder that a table is to replace", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "between-foreign-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const put = async (...paths: string[]) => {
    for (const path of paths) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), "");
    }
  };
  const found = (format: "delta" | "parquet", place = folder) =>
    foreignFile(diskTree, place, format, new AbortController().signal);

  it("may be absent, empty, or hold what writers of Parquet leave", async () => {
    assert.equal(await found("parquet", join(folder, "absent")), undefined);
    assert.equal(await found("parquet"), undefined);
    await put("part-00000-a.snappy.parquet", ".part-00000-a.snappy.parquet.crc", "_SUCCESS", "._SUCCESS.crc");
    await put("QjqhYDK5lw22gZRp_0.zst.parquet", "dt=2026-11-20/QjqhYDK5lw22gZRp.parquet");
    await put("dt=2026-11-21/country=KR/part-1.parquet", "_temporary/0/task_1/part-0.parquet");
    assert.equal(await found("parquet"), undefined);
    assert.equal(await found("delta"), undefined);
  });

  for (const path of [
    "a.txt",
    ".bashrc",
    ".git/config",
    "data.parquet",
    "raw/part-0.parquet",
    "dt=2026-11-21/notes.md",
    "part-1.parquet/inside.txt",
    "a=b",
    "_delta_log/00000000000000000000.json",
  ])
    it(`may not hold ${path} beside Parquet`, async () => {
      await put("part-0.parquet", path);
      assert.equal(await found("parquet"), join(folder, path));
    });

  it("may be a Delta table with whatever lies beside its log, but no folder of files without one", async () => {
    await put("a.txt");
    assert.equal(await found("delta"), join(folder, "a.txt"));
    await put("_delta_log/00000000000000000000.json");
    assert.equal(await found("delta"), undefined);
  });

  it("is no file, and holds no links", async () => {
    await put("a.txt");
    assert.equal(await found("parquet", join(folder, "a.txt")), join(folder, "a.txt"));
    await mkdir(join(folder, "linked"));
    await symlink(folder, join(folder, "linked/up"));
    assert.equal(await found("parquet", join(folder, "linked")), join(folder, "linked/up"));
  });
});
