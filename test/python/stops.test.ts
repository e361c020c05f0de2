import assert from "node:assert/strict";
import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, before, describe, it } from "mocha";
import { treeMemory } from "../../kernel-server/engine/scala/tree-memory.ts";
import type { RunView } from "../../protocol/messages.ts";
import { isAlive } from "../support/between.ts";
import { PythonDesk, needsPython, printed, pythonCell, sqlCell } from "./python-desk.ts";

const MB = 1024 * 1024;

describe("a Python cell that does not end by itself", function () {
  this.timeout(600_000);
  let desk: PythonDesk | undefined;
  before(async function () {
    await needsPython(this);
  });
  afterEach(async () => {
    await desk?.end();
    desk = undefined;
  });

  /** Runs a cell that prints `go` when it begins to wait, and interrupts it there. */
  async function interrupted(on: PythonDesk, code: string): Promise<RunView> {
    const run = await on.desk.start(on.session, pythonCell(`print("go")\n${code}`));
    await on.desk.ended(run, ({ cells }) => cells[0] !== undefined && printed(cells[0]).includes("go"));
    await on.desk.interrupt(run);
    return on.desk.ended(run);
  }

  it("is interrupted in a tight loop, in a sleep, in a call of Spark and in a subprocess, and keeps its names", async () => {
    desk = await PythonDesk.make();
    await desk.cell("kept = 7");
    const codes = [
      "while True: pass",
      "import time; time.sleep(1000)",
      'spark.sql("select count(*) from range(1000000000000) where id % 7 = 3").collect()',
      'import subprocess; subprocess.run(["sleep", "1000"])',
      "sum(i for i in range(10**12))",
    ];
    for (const code of codes) {
      const view = await interrupted(desk, code);
      assert.deepEqual([view.state, view.cells[0]?.state], ["interrupted", "interrupted"], code);
    }
    assert.equal((await desk.cell("kept, spark.range(3).count()")).media?.[0]?.data, "(7, 3)");
  });

  it("is interrupted in a cross join that the engine may not stop, after which both are there, or what is lost is said", async () => {
    desk = await PythonDesk.make();
    await desk.cell("kept = 7");
    const join =
      'spark.sql("select count(*) from range(10000000) a cross join range(1000000) b where a.id * b.id % 7 = 3").collect()';
    assert.equal((await interrupted(desk, join)).cells[0]?.state, "interrupted");
    const cell = await desk.cell("globals().get('kept'), spark.range(3).count()");
    const lost = cell.notes.some(({ code }) => code === "worker.names-lost");
    assert.equal(cell.media?.[0]?.data, lost ? "(None, 3)" : "(7, 3)");
  });

  it("is killed where it does not listen; what it knew is lost and said so, and SQL lives on", async () => {
    desk = await PythonDesk.make({ graceMs: 300 });
    await desk.run(sqlCell("--| name: one\nselect 1 as n"));
    const masked = "signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])\nwhile True: pass";
    const printing = 'signal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: print("말" * 100_000)';
    for (const deaf of [masked, printing]) {
      const view = await interrupted(desk, `import signal\n${deaf}`);
      assert.equal(view.cells[0]?.state, "interrupted");
      assert.deepEqual(await desk.sql("select n from one"), [["1"]]);
      const cell = await desk.cell("between.table('one').count()");
      assert.deepEqual([cell.media?.[0]?.data, cell.notes.map(({ code }) => code)], ["1", ["worker.names-lost"]]);
    }
  });

  it("ends at its timeout", async () => {
    desk = await PythonDesk.make();
    const cell = await desk.ends("#| timeout: 1s\nwhile True: pass");
    assert.deepEqual([cell.state, cell.error?.code], ["failed", "cell.timeout"]);
    assert.equal((await desk.cell("1 + 1")).media?.[0]?.data, "2");
  });

  it("ends with the reason when its process does: by itself, by a fault, for its memory", async () => {
    desk = await PythonDesk.make({ memoryBytes: 700 * MB });
    const deaths: [code: string, error: string, args: Record<string, string | number>][] = [
      ["import os; os._exit(3)", "python.died", { how: "exit code 3" }],
      ["import ctypes; ctypes.string_at(0)", "python.died", { how: "signal SIGSEGV" }],
      ["import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "python.died", { how: "signal SIGKILL" }],
      ["import os; os.closerange(3, 100)", "python.line-closed", {}],
      ["import os, time; os.closerange(3, 100); time.sleep(60)", "python.line-closed", {}],
      [
        "import time\nhoard = [bytearray(10_000_000) for _ in range(100)]\ntime.sleep(60)",
        "python.out-of-memory",
        { limit: 700 },
      ],
    ];
    for (const [code, error, args] of deaths) {
      const cell = await desk.ends(code);
      assert.deepEqual([cell.state, cell.error?.code, cell.error?.args], ["failed", error, args]);
      assert.deepEqual(await desk.sql("select 1"), [["1"]]);
    }
    const [again] = (await desk.cell("1")).notes;
    assert.deepEqual(again, { code: "worker.names-lost", args: { language: "python" } });
  });

  it("ends at once where it closes what is not its own, and nothing of ours stands in what it opens then", async () => {
    desk = await PythonDesk.make();
    const folder = await mkdtemp(join(tmpdir(), "between-opened-"));
    const closing = "#| timeout: 30s\nimport os\nprint('before')\nos.closerange(3, 100)";
    for (const then of ["while True: print('y' * 100)", `kept = [open(f"${folder}/{i}", "w") for i in range(20)]`]) {
      const cell = await desk.ends(`${closing}\n${then}`);
      assert.deepEqual([cell.state, cell.error?.code], ["failed", "python.line-closed"]);
      assert.ok(printed(cell).startsWith("before\n"));
      assert.ok(printed(cell).length + printed(cell, "stderr").length < 200_000, "what gRPC complains of is not shown");
    }
    const opened = await readdir(folder);
    assert.equal(opened.length, 20);
    for (const name of opened) assert.equal(await readFile(join(folder, name), "utf8"), "");
    await rm(folder, { recursive: true });
  });

  it("prints without end into a server and a worker that do not grow, and can be interrupted meanwhile", async () => {
    desk = await PythonDesk.make();
    await desk.cell(`
import os, subprocess, threading
def by_print(times):
    for _ in range(times): print("y" * 1_000_000)
def by_thread(times):
    thread = threading.Thread(target=by_print, args=(times,))
    thread.start()
    thread.join()
def by_number(times):
    for _ in range(times * 10): os.write(1, b"y" * 100_000)
def by_child(times):
    subprocess.run(f"yes | head -c {times}000000", shell=True)`);
    // The thread speaks on when its cell is interrupted, and so comes last.
    for (const speak of ["by_print", "by_number", "by_child", "by_thread"]) {
      const before = process.memoryUsage().rss;
      const code = `${speak}(400)\ndisplay(os.getppid())\nwhile True: ${speak}(10)`;
      const run = await desk.desk.start(desk.session, pythonCell(code));
      const view = await desk.desk.ended(run, ({ cells }) => cells[0]?.media !== undefined);
      const first = Number(view.cells[0]?.media?.[0]?.data);
      assert.ok(first > 0, `${speak}: ${JSON.stringify(view.cells[0]?.error)}`);
      const [more, worker] = [process.memoryUsage().rss - before, (await treeMemory(first)) ?? 0];
      // It has 165 MB without; whoever keeps what it prints has 400 more.
      assert.ok(worker > 50 * MB && worker < 300 * MB, `${speak}: ${Math.round(worker / MB)} MB in the worker`);
      assert.ok(more < 300 * MB, `${speak}: ${Math.round(more / MB)} MB more in the server`);
      await desk.desk.interrupt(run);
      const { cells } = await desk.desk.ended(run);
      assert.equal(cells[0]?.state, "interrupted", JSON.stringify(cells[0]?.error));
      assert.deepEqual(
        cells[0].notes.map(({ code }) => code),
        ["cell.text-left-out"],
      );
    }
  });

  it("is interrupted while it shows without end, in the middle of a line to the server, and keeps its names", async () => {
    desk = await PythonDesk.make();
    await desk.cell("kept = 7");
    const endless = 'from IPython.display import Markdown\nshown = Markdown("y" * 900_000)\nwhile True: display(shown)';
    for (let i = 0; i < 6; i++) {
      const run = await desk.desk.start(desk.session, pythonCell(endless));
      await desk.desk.ended(run, ({ cells }) => (cells[0]?.media?.length ?? 0) > 20);
      await desk.desk.interrupt(run);
      assert.equal((await desk.desk.ended(run)).cells[0]?.state, "interrupted");
    }
    assert.equal((await desk.cell("kept")).media?.[0]?.data, "7");
  });

  it("leaves no process behind when its session ends", async () => {
    desk = await PythonDesk.make();
    const cell = await desk.cell(`
import os, subprocess
left = subprocess.Popen(["sleep", "1000"])
os.getpid(), os.getppid(), left.pid`);
    const pids = (cell.media?.[0]?.data ?? "").match(/\d+/g)?.map(Number) ?? [];
    assert.equal(pids.length, 3);
    assert.deepEqual(pids.map(isAlive), [true, true, true]);
    const asked = { t: "sessions" } as const;
    const { sessions } = await desk.desk.service.answer<"sessions">(
      asked,
      { user: "ann", role: "analyst" },
      new AbortController().signal,
    );
    assert.ok((sessions[0]?.memory ?? 0) > 150 * MB, "its memory counts in the session's");
    await desk.desk.close(desk.session);
    assert.deepEqual(pids.map(isAlive), [false, false, false]);
  });
});
