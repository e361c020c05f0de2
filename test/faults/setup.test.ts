import assert from "node:assert/strict";
import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "mocha";
import { makeDesk, type Desk } from "../support/between.ts";

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
});
