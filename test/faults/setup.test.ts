import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "mocha";
import { makeDesk, root, type Desk } from "../support/between.ts";

describe("the first set-up of the embedded engine", function () {
  this.timeout(120_000);
  let desk: Desk;
  beforeEach(async () => (desk = await makeDesk()));
  afterEach(() => desk.end());

  /** An environment in which nothing is found but what the test puts into its `bin`. */
  async function bare(): Promise<NodeJS.ProcessEnv & { PATH: string }> {
    const bin = join(desk.folder, "bin");
    await mkdir(bin);
    return {
      PATH: bin,
      HOME: desk.folder,
      BETWEEN_CACHE: join(desk.folder, "cache"),
      BETWEEN_PYTHON: "",
      PYENV_ROOT: "",
    };
  }
  async function fakePython(env: { PATH: string }, name: string, script: string) {
    const file = join(env.PATH, name);
    await writeFile(file, `#!/bin/sh\n${script}\n`);
    await chmod(file, 0o755);
    return file;
  }

  it("says that Python is missing and where to get it", async () => {
    const ended = await desk.run(["sql", "select 1"], await bare());
    assert.equal(ended.code, 3, ended.stdout + ended.stderr);
    assert.match(ended.stderr, /Python 3\.10/);
  });

  it("names the Python that is too old, with its path and version", async () => {
    const env = await bare();
    const python = await fakePython(env, "python3", 'case "$*" in *version*) echo "3.9.2";; *) echo "3.9.2";; esac');
    const ended = await desk.run(["sql", "select 1"], env);
    assert.equal(ended.code, 3, ended.stdout + ended.stderr);
    assert.ok(ended.stderr.includes(python), ended.stderr);
    assert.match(ended.stderr, /3\.9/);
  });

  it("says that its folder lies on a read-only disk", async function () {
    const mount = (script: string) => spawnSync("unshare", ["--mount", "sh", "-ec", script], { encoding: "utf8" });
    if (mount("mount -t tmpfs -o ro tmpfs /mnt").status !== 0) {
      console.log("skipped: no right to mount a disk here, so that a read-only one is not tried");
      this.skip();
    }
    const module = join(root, "kernel-server/engine/sail/environment.ts");
    const code = `import { ensureEnvironment } from ${JSON.stringify(module)};
      await ensureEnvironment({ cacheFolder: "/mnt/a/cache" }, new AbortController().signal).catch(({ code }) => console.log(code));`;
    await writeFile(join(desk.folder, "set-up.mjs"), code);
    const { stdout } = mount(`mount -t tmpfs -o ro tmpfs /mnt && '${process.execPath}' '${desk.folder}/set-up.mjs'`);
    assert.equal(stdout.trim(), "engine.setup-unwritable");
  });
});
