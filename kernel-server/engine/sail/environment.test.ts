import assert from "node:assert/strict";
import { access, chmod, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "mocha";
import { BetweenError } from "../../../protocol/errors.ts";
import { namePython } from "../../../protocol/local/named-python.ts";
import { ensureEnvironment, environmentFolder } from "./environment.ts";

const never = new AbortController().signal;

describe("the environment of the embedded engine", function () {
  this.timeout(60_000);
  let folder: string;
  let cache: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "between-environment-"));
    cache = join(folder, "cache");
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  /** A Python that tells a version, makes environments by copying itself and installs by writing a line. */
  async function python(version: string, { pip = "", venv = true } = {}): Promise<string> {
    const path = join(folder, `python-${version}`);
    const script = [
      "#!/bin/sh",
      'case "$*" in',
      `  *version_info*) echo "${version}";;`,
      `  *"import venv"*) ${venv ? "echo venv" : "exit 1"};;`,
      '  *"-m venv"*) for last; do :; done; mkdir -p "$last/bin" && cp "$0" "$last/bin/python";;',
      `  *"-m pip"*) echo "$*" >> "${folder}/installs"; ${pip};;`,
      "  *) exit 1;;",
      "esac",
    ];
    await writeFile(path, `${script.join("\n")}\n`);
    await chmod(path, 0o755);
    return path;
  }
  const installs = async () => (await readFile(join(folder, "installs"), "utf8")).trim().split("\n");
  const failure = async (path: string) => {
    try {
      await ensureEnvironment({ cacheFolder: cache, python: path }, never);
    } catch (thrown) {
      return BetweenError.from(thrown);
    }
    throw new Error("was set up");
  };

  it("is made once, tells its progress and is found again without a question", async () => {
    const progress: string[] = [];
    const options = {
      cacheFolder: cache,
      python: await python("3.12.1"),
      onProgress: (detail: string) => progress.push(detail),
    };
    const made = await ensureEnvironment(options, never);
    await access(made);
    assert.match(progress[0] ?? "", /^Python 3\.12\.1 \(.*python-3\.12\.1\)$/);
    const [install] = await installs();
    for (const flag of ["--require-hashes", "--no-deps", "--only-binary :all:"])
      assert.ok(install?.includes(flag), install);

    assert.equal(await ensureEnvironment({ cacheFolder: cache, python: "/no/such/python" }, never), made);
    assert.equal((await installs()).length, 1);
  });

  it("is made with the Python that was named while the server ran already", async () => {
    const before = process.env["BETWEEN_PYTHON"];
    delete process.env["BETWEEN_PYTHON"];
    try {
      await namePython(await python("3.12.7"), cache);
      const progress: string[] = [];
      await ensureEnvironment({ cacheFolder: cache, onProgress: (detail) => progress.push(detail) }, never);
      assert.match(progress[0] ?? "", /^Python 3\.12\.7 /);
    } finally {
      if (before !== undefined) process.env["BETWEEN_PYTHON"] = before;
    }
  });

  it("is made once when several ask for it at once", async () => {
    const path = await python("3.11.2", { pip: "sleep 0.3" });
    const made = await Promise.all([1, 2, 3].map(() => ensureEnvironment({ cacheFolder: cache, python: path }, never)));
    assert.equal(new Set(made).size, 1);
    assert.equal((await installs()).length, 1);
    assert.deepEqual((await readdir(cache)).length, 1, "no lock is left");
  });

  it("that was cut in the middle is made anew", async () => {
    const stop = new AbortController();
    const slow = await python("3.10.9", { pip: "kill -0 $$; sleep 5" });
    const cut = ensureEnvironment(
      { cacheFolder: cache, python: slow, onProgress: (detail) => detail.startsWith("pysail") && stop.abort() },
      stop.signal,
    );
    await assert.rejects(cut);
    const rest = environmentFolder(cache);
    await mkdir(rest, { recursive: true });
    await writeFile(join(rest, "left-over"), "");
    await ensureEnvironment({ cacheFolder: cache, python: await python("3.10.8") }, never);
    assert.ok(!(await readdir(rest)).includes("left-over"));
  });

  it("names the Python that cannot be used, with its path and version", async () => {
    const refused: [version: string, code: string, more?: { venv: boolean }][] = [
      ["3.9.2", "engine.python-too-old"],
      ["2.7.18", "engine.python-too-old"],
      ["3.15.0", "engine.python-too-new"],
      ["3.11.0", "engine.python-no-venv", { venv: false }],
    ];
    for (const [version, code, more] of refused) {
      const path = await python(version, more);
      const error = await failure(path);
      assert.equal(error.code, code);
      assert.deepEqual(error.args, { path, version });
    }
    assert.equal((await failure(join(folder, "none"))).code, "engine.python-not-run");
  });

  it("tells apart why an installation failed", async () => {
    const reasons: [said: string, code: string][] = [
      ["WARNING: Retrying: NewConnectionError: Temporary failure in name resolution", "engine.setup-offline"],
      [
        "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device",
        "engine.setup-disk-full",
      ],
      ["ERROR: THESE PACKAGES DO NOT MATCH THE HASHES", "engine.setup-failed"],
    ];
    for (const [said, code] of reasons) {
      const error = await failure(await python("3.13.0", { pip: `echo "${said}"; exit 1` }));
      assert.equal(error.code, code);
      assert.ok(error.engineText?.includes(said));
    }
  });

  it("says when its folder cannot be written", async () => {
    await writeFile(cache, "a file, not a folder");
    assert.equal((await failure(await python("3.12.0"))).code, "engine.setup-unwritable");
  });
});
