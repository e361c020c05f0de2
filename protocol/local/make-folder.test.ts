import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "mocha";
import { makeFolder } from "./make-folder.ts";

describe("makeFolder", () => {
  let folder: string;
  beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), "between-make-"))));
  afterEach(() => rm(folder, { recursive: true }));

  it("makes a folder and those above it for its user alone, and is content with one that is there", async () => {
    const path = join(folder, "a", "b", "c");
    await Promise.all([makeFolder(path), makeFolder(path), makeFolder(join(folder, "a", "b"))]);
    await makeFolder(path);
    for (const made of ["a", "a/b", "a/b/c"]) assert.equal((await stat(join(folder, made))).mode & 0o777, 0o700);
  });

  it("says what is in its way", async () => {
    await writeFile(join(folder, "file"), "");
    await assert.rejects(makeFolder(join(folder, "file")), { code: "EEXIST" });
    await assert.rejects(makeFolder(join(folder, "file", "a", "b")), { code: "ENOTDIR" });
  });

  it("comes to an end where no folder can be made", function () {
    if (process.platform !== "linux") this.skip();
    // In a process of its own: what it must not do is to compute for ever.
    const program = `
      import { makeFolder } from ${JSON.stringify(new URL("make-folder.ts", import.meta.url).href)};
      makeFolder("/proc/between/state").catch((error) => console.log(error.code));`;
    const { stdout } = spawnSync(process.execPath, ["--input-type=module", "-e", program], {
      encoding: "utf8",
      timeout: 10_000,
      killSignal: "SIGKILL",
    });
    assert.equal(stdout, "ENOENT\n");
  }).timeout(20_000);
});
