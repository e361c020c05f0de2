import assert from "node:assert/strict";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, before, beforeEach, describe, it } from "mocha";
import { PythonDesk, needsPython } from "./python-desk.ts";

describe("a Python worker that never gets ready ends its cell with the reason", function () {
  this.timeout(600_000);
  let desk: PythonDesk | undefined;
  let folder: string;
  before(async function () {
    await needsPython(this);
  });
  beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), "between-starts-"))));
  afterEach(async () => {
    await desk?.end();
    desk = undefined;
    await rm(folder, { recursive: true, force: true });
  });

  /** The error of a cell whose Python stands behind this script. */
  async function behind(script: string, startMs = 60_000) {
    const before = join(folder, "before");
    await writeFile(before, `#!/bin/sh\n${script}\n`);
    await chmod(before, 0o755);
    desk = await PythonDesk.make({ cells: { wrap: [before] }, startMs });
    const cell = await desk.ends("1 + 1");
    assert.equal(cell.state, "failed");
    assert.deepEqual(await desk.sql("select 1"), [["1"]], "SQL lives on");
    return cell.error;
  }

  it("when it exits at once", async () => {
    const error = await behind("echo no such image >&2; exit 125");
    assert.deepEqual(
      [error?.code, error?.args, error?.engineText],
      ["python.start-failed", { how: "exit code 125" }, "no such image"],
    );
  });

  it("when it prints what is none of ours and ends", async () => {
    const error = await behind('echo "Emulating docker"; kill -KILL $$');
    assert.deepEqual(
      [error?.code, error?.args, error?.engineText],
      ["python.start-failed", { how: "signal SIGKILL" }, "Emulating docker"],
    );
  });

  it("when it prints what is none of ours and goes mute, even where a child of it holds the line", async () => {
    const error = await behind(`echo '{"t":"hm"}'; sleep 30; exit 0`, 1_500);
    assert.deepEqual(
      [error?.code, error?.args, error?.engineText],
      ["python.start-timeout", { seconds: 1.5 }, '{"t":"hm"}'],
    );
  });

  it("when it closes its line and lives on", async () => {
    const error = await behind("exec >/dev/null; exec sleep 30", 1_500);
    assert.deepEqual([error?.code, error?.args], ["python.start-timeout", { seconds: 1.5 }]);
  });

  it("when it prints hundreds of megabytes without a line's end, which the server does not keep", async () => {
    const before = process.memoryUsage().rss;
    const error = await behind("yes | tr -d '\\n' | head -c 800000000; yes | head -c 400000000 >&2; exit 3");
    const more = process.memoryUsage().rss - before;
    assert.deepEqual([error?.code, error?.args], ["python.start-failed", { how: "exit code 3" }]);
    assert.ok((error?.engineText ?? "").length < 10_000);
    assert.ok(more < 400 * 1024 * 1024, `${Math.round(more / 1024 / 1024)} MB more`);
  });

  it("but a notice before its start does no harm", async () => {
    const before = join(folder, "before");
    await writeFile(before, '#!/bin/sh\necho "Emulating docker"\nexec "$@"\n');
    await chmod(before, 0o755);
    desk = await PythonDesk.make({ cells: { wrap: [before] } });
    assert.equal((await desk.cell("1 + 1")).media?.[0]?.data, "2");
  });
});
