import assert from "node:assert/strict";
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, before, describe, it } from "mocha";
import { cacheFolder } from "../../protocol/local/state-folders.ts";
import { ensurePython, layerFolder } from "../../kernel-server/engine/python/environment.ts";
import { PythonDesk, needsPython, pythonCell } from "./python-desk.ts";

const never = new AbortController().signal;

describe("what Python cells run in", function () {
  this.timeout(600_000);
  let desk: PythonDesk | undefined;
  let folder: string | undefined;
  before(async function () {
    await needsPython(this);
  });
  afterEach(async () => {
    await desk?.end();
    desk = undefined;
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
    folder = undefined;
  });

  it("is on a shared server nothing of the server's: no variables, no home, no token", async () => {
    const env = { ...process.env, AWS_SECRET_ACCESS_KEY: "s3cret", BETWEEN_TOKEN: "s3cret", MY_PASSWORD: "s3cret" };
    desk = await PythonDesk.make({ shared: true, env });
    const cell = await desk.cell(`
import os
own = open("/proc/self/environ").read() + open("/proc/%d/environ" % os.getppid()).read() if os.path.exists("/proc/self") else ""
"s3cret" in own + repr(dict(os.environ)), os.path.isdir(os.environ["HOME"]), os.listdir(os.environ["HOME"])`);
    assert.match(cell.media?.[0]?.data ?? "", /^\(False, True, \[(?!.*\.bash)/);
    const home = (await desk.cell("os.environ['HOME']")).media?.[0]?.data.replaceAll("'", "") ?? "";
    assert.notEqual(home, process.env["HOME"]);
    await desk.desk.close(desk.session);
    await assert.rejects(readFile(home), { code: "ENOENT" });
  });

  it("is on one's own machine what one has set, without what is ours", async () => {
    desk = await PythonDesk.make({ env: { ...process.env, MY_NAME: "안나", BETWEEN_TOKEN: "x" } });
    const cell = await desk.cell("import os; os.environ['MY_NAME'], 'BETWEEN_TOKEN' in os.environ");
    assert.equal(cell.media?.[0]?.data, "('안나', False)");
  });

  it("stands behind the command line that the settings name", async () => {
    folder = await mkdtemp(join(tmpdir(), "between-wrap-"));
    const wrap = join(folder, "wrap");
    await writeFile(wrap, `#!/bin/sh\necho wrapped > "${folder}/seen"\nexec "$@"\n`);
    await chmod(wrap, 0o755);
    desk = await PythonDesk.make({ cells: { wrap: [wrap] } });
    assert.equal((await desk.cell("1 + 1")).media?.[0]?.data, "2");
    assert.equal(await readFile(join(folder, "seen"), "utf8"), "wrapped\n");
    await desk.end();
    desk = await PythonDesk.make({ cells: { wrap: [join(folder, "none")] } });
    const { error } = await desk.ends("1");
    assert.equal(error?.code, "python.start-failed");
    assert.match(String(error?.args["how"]), /ENOENT/);
  });

  it("runs as the user that the settings name", async () => {
    folder = await mkdtemp(join(tmpdir(), "between-sudo-"));
    const sudo = join(folder, "sudo");
    await writeFile(sudo, `#!/bin/sh\necho "$1 $2 $3 $4" > "${folder}/seen"\nshift 4\nexec "$@"\n`);
    await chmod(sudo, 0o755);
    const env = { ...process.env, PATH: `${folder}:${process.env["PATH"]}`, USER: "server", LOGNAME: "server" };
    desk = await PythonDesk.make({ cells: { user: "analyst" }, env });
    const who = "import getpass, os, pwd\ngetpass.getuser() == pwd.getpwuid(os.getuid()).pw_name";
    assert.equal((await desk.cell(who)).media?.[0]?.data, "True");
    assert.equal(await readFile(join(folder, "seen"), "utf8"), "-n -u analyst --\n");
  });

  it("has the packages that the notebook requires, fetched once", async () => {
    const wanted = ["humanize==4.9.0"];
    const layer = layerFolder(cacheFolder(), wanted);
    await rm(layer, { recursive: true, force: true });
    desk = await PythonDesk.make();
    const text = (list: string) => `---\nrequirements: ${list}\n---\n`;
    const code = pythonCell("import humanize, pyspark, pandas\nhumanize.intcomma(1234567), pyspark.__version__");
    const { desk: service } = desk;
    const steps: string[] = [];
    const run = await service.start(await service.open("run"), text("[humanize==4.9.0]") + code);
    const first = await service.ended(run, (_, [...events]) => {
      const last = events.at(-1);
      if (last?.t === "note" && last.code === "worker.setting-up") steps.push(String(last.args["detail"]));
      return false;
    });
    assert.equal(first.cells[0]?.media?.[0]?.data, "('1,234,567', '4.2.0')", JSON.stringify(first.cells[0]?.error));
    assert.match(steps.join(), /humanize/);
    assert.deepEqual(first.cells[0].notes, []);
    const again = await ensurePython({ cacheFolder: cacheFolder(), python: "/no/such/python", wanted }, never);
    assert.ok(again.startsWith(layer));
  });

  it("says what the installer said of packages that it cannot have, and refuses what is none", async () => {
    const own = await PythonDesk.make();
    desk = own;
    const failure = async (list: string) => {
      const { cells } = await own.run(`---\nrequirements: ${list}\n---\n${pythonCell("1")}`);
      return cells[0]?.error;
    };
    const none = await failure("[humanize==0.0.999]");
    assert.equal(none?.code, "python.requirements-failed");
    assert.match(none.engineText ?? "", /No matching distribution found for humanize==0\.0\.999/);
    for (const bad of [
      "['--index-url=http://x']",
      "['-r /etc/passwd']",
      "['x @ file:///tmp/x']",
      "['git+https://x/y']",
    ])
      assert.equal((await failure(bad))?.code, "python.requirement-invalid", bad);
    assert.equal((await own.cell("1")).state, "done");
  });
});
