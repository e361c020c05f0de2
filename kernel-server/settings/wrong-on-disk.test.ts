import assert from "node:assert/strict";
import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "mocha";
import type { GivenSettings } from "./complete-settings.ts";
import { wrongOnDisk } from "./wrong-on-disk.ts";

describe("what settings name on this machine", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "between-disk-"));
    await writeFile(join(folder, "file"), "");
    await writeFile(join(folder, "program"), "#!/bin/sh\n");
    await chmod(join(folder, "program"), 0o755);
    await mkdir(join(folder, "there"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const wrong = async (given: GivenSettings) =>
    (await wrongOnDisk(given)).map(({ code, args }) => `${code} ${String(args["key"])}`);
  const at = (...names: string[]) => join(folder, ...names);
  const state = (...names: string[]) => ({ kind: "folder" as const, path: at(...names) });

  it("may be folders that are there or can be made, and none is made", async () => {
    assert.deepEqual(await wrong({}), []);
    assert.deepEqual(await wrong({ data: at("there"), state: state("new", "below") }), []);
    assert.deepEqual((await readdir(folder)).sort(), ["file", "program", "there"]);
  });

  it("may not be files, nor lie below one", async () => {
    assert.deepEqual(await wrong({ data: at("file"), state: state("file", "below") }), [
      "settings.folder data",
      "settings.folder state",
    ]);
    const [below] = await wrongOnDisk({ data: at("file", "below") });
    assert.equal(below?.args["reason"], "not a directory");
  });

  it("may not be folders below one that nobody may write to", async function () {
    if (process.getuid?.() === 0 || process.platform === "win32") return this.skip();
    await chmod(at("there"), 0o555);
    assert.deepEqual(await wrong({ data: at("there", "new") }), ["settings.folder data"]);
  });

  it("are programs that can be executed, by path or by PATH", async () => {
    assert.deepEqual(
      await wrong({ python: { interpreter: at("program") }, cells: { wrap: ["nice", "-n", "10"] } }),
      [],
    );
    for (const program of [at("none"), at("file"), at("there"), "no-such-program-of-ours"])
      assert.deepEqual(
        await wrong({ python: { interpreter: program }, cells: { wrap: [program, "x"] } }),
        ["settings.program python.interpreter", "settings.program cells.wrap"],
        program,
      );
    assert.deepEqual(await wrong({ cells: { user: "nobody", wrap: ["no-such-program-of-ours"] } }), [
      "settings.program cells.wrap",
    ]);
  });
});
