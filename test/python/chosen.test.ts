import assert from "node:assert/strict";
import { chmod, mkdir, mkdtemp, readdir, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import { checkChosenPython } from "../../kernel-server/engine/python/chosen-python.ts";
import { BetweenError } from "../../protocol/errors.ts";
import { CHOSEN_PYTHON } from "../../protocol/features.ts";
import { makeEnvironment, packagesOf } from "../support/python-environments.ts";
import { PythonDesk, needsPython, printed, pythonCell, sqlCell } from "./python-desk.ts";

const signal = new AbortController().signal;
const uri = "file:///chosen.between-nb";

const refusal = async (python: string, wanted: readonly string[] = []): Promise<BetweenError> => {
  const thrown = await checkChosenPython(python, wanted, signal).catch((error: unknown) => error);
  assert.ok(thrown instanceof BetweenError, String(thrown));
  return thrown;
};

describe("an interpreter that the user chose", function () {
  this.timeout(300_000);
  let folder: string;
  /** A virtual environment with nothing in it, and one that sees the packages of Python cells. */
  let bare: string;
  let whole: string;

  before(async function () {
    await needsPython(this);
    folder = await realpath(await mkdtemp(join(tmpdir(), "between-chosen-")));
    bare = await makeEnvironment(join(folder, "bare"), "bare");
    whole = await makeEnvironment(join(folder, "my project"), "whole");
  });
  after(() => folder && rm(folder, { recursive: true, force: true }));

  it("runs the session's Python cells, with its own packages, beside SQL", async () => {
    const desk = await PythonDesk.make({}, { choosesPython: true });
    try {
      const opened = await desk.desk.opened({ uri, python: whole });
      assert.equal(opened.python, whole);
      desk.session = opened.session;
      const { cells } = await desk.run(
        sqlCell("create temp view numbers as select 7 as n") +
          pythonCell('import sys, mine\nprint(sys.executable, mine.answer)\nspark.table("numbers")'),
      );
      assert.equal(cells[1]?.state, "done", JSON.stringify(cells[1]?.error));
      assert.equal(printed(cells[1]).trim(), `${whole} 42`);
      assert.deepEqual(
        cells[1].results[0]?.schema.map(({ name }) => name),
        ["n"],
      );

      const { session, joined, python } = await desk.desk.opened({ uri, python: bare });
      assert.deepEqual({ session, joined, python }, { session: opened.session, joined: true, python: whole });
    } finally {
      await desk.end();
    }
  });

  it("fails its cells with what it lacks and the command that adds it, and is left as it was", async () => {
    const desk = await PythonDesk.make({}, { choosesPython: true });
    try {
      const before = await readdir(join(folder, "bare"), { recursive: true });
      desk.session = (await desk.desk.opened({ uri, python: bare })).session;
      const { error } = await desk.ends("1 + 1");
      assert.equal(error?.code, "python.chosen-lacks");
      assert.match(String(error.args["packages"]), /ipython>=8.12, pandas>=2.2,<3, pyarrow>=\d+, pyspark-client>=/);
      const command = String(error.args["command"]);
      // Made without pip, as uv makes them.
      assert.ok(command.startsWith(`uv pip install --python ${bare} 'ipython>=8.12' 'pandas>=2.2,<3' `), command);
      assert.deepEqual(await readdir(join(folder, "bare"), { recursive: true }), before);
      assert.deepEqual(await desk.sql("select 1"), [["1"]]);
    } finally {
      await desk.end();
    }
  });

  it("must have the packages that the notebook names, at its versions", async () => {
    await checkChosenPython(whole, ["pandas>=2,<3", "numpy!=1.0", "pyspark-client~=4.0", "pyarrow >= 4.*"], signal);
    const { args } = await refusal(whole, ["pandas==1.5.3", "numpy>1000", "no-such-package", "ipython[all]>=8"]);
    assert.equal(args["packages"], "pandas==1.5.3, numpy>1000, no-such-package");
    // The path is a word of its own, and what a shell would take for files is quoted.
    assert.equal(args["command"], `'${whole}' -m pip install pandas==1.5.3 'numpy>1000' no-such-package`);
  });

  it("is told with pip where it has pip, and pyspark is mended where the whole of it is there", async () => {
    const python = await makeEnvironment(join(folder, "other"), "bare");
    const there = await packagesOf(python);
    await writeFile(join(there, "pip.py"), "");
    for (const [name, version] of [
      ["pyspark", "3.5.1"],
      ["pandas", "3.0.1"],
    ]) {
      const info = join(there, `${name}-${version}.dist-info`);
      await mkdir(info);
      await writeFile(join(info, "METADATA"), `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n`);
    }
    const { args } = await refusal(python);
    assert.ok(String(args["command"]).startsWith(`${python} -m pip install 'ipython>=8.12' 'pandas>=2.2,<3' `));
    assert.match(String(args["command"]), /'pyspark\[connect\]>=4\.\d,<5'/);
  });

  it("that is not there, does not work or is too old says so", async () => {
    assert.equal((await refusal("python3")).code, "python.chosen-relative");
    assert.equal((await refusal(join(folder, "nowhere"))).code, "python.chosen-missing");
    const [broken, old] = [join(folder, "broken"), join(folder, "old")];
    await writeFile(broken, "#!/bin/sh\necho libpython is missing >&2\nexit 127\n");
    await writeFile(old, `#!/bin/sh\necho '{"version": [3, 8], "pip": true, "lacks": ["ipython>=8"]}'\n`);
    await Promise.all([chmod(broken, 0o755), chmod(old, 0o755)]);
    const failed = await refusal(broken);
    assert.equal(failed.code, "python.chosen-broken");
    assert.equal(failed.engineText, "libpython is missing");
    assert.deepEqual((await refusal(old)).args, { python: old, version: "3.8" });
  });

  it("is refused by a server of several people, which does not offer it", async () => {
    const desk = await PythonDesk.make({ shared: true });
    try {
      const who = { user: "ann", role: "analyst" } as const;
      assert.deepEqual(desk.desk.service.welcome(who).features, []);
      await assert.rejects(desk.desk.opened({ uri, python: whole }), { code: "python.chosen-elsewhere" });
    } finally {
      await desk.end();
    }
  });

  it("is offered by a server of one's own", async () => {
    const desk = await PythonDesk.make({}, { choosesPython: true });
    try {
      assert.deepEqual(desk.desk.service.welcome({ user: "ann", role: "admin" }).features, [CHOSEN_PYTHON]);
    } finally {
      await desk.end();
    }
  });
});
