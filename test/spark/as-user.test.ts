import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import { pythonWorkers } from "../../kernel-server/engine/python/python-workers.ts";
import type { Worker } from "../../kernel-server/engine/worker.ts";
import { cacheFolder } from "../../protocol/local/state-folders.ts";
import { ensureSpark } from "../../kernel-server/engine/local-spark/spark-environment.ts";
import { OTHER_USER, linkJars, openFolder, pythonOfOther } from "../support/other-user.ts";
import { isAlive } from "../support/between.ts";
import { type Notebook, never, runCell, scalaBench } from "./scala-bench.ts";

const SECRET = "between-test-secret";
const MB = 2 ** 20;

describe("cells that run as another user of the system", function () {
  // An environment of Python is made in a place that the other user may read.
  this.timeout(900_000);
  let bench: Awaited<ReturnType<typeof scalaBench>> | undefined;
  let book: Notebook;
  let python: Worker;
  let place: string;
  /** Of the server alone. */
  let secrets: string;

  before(async function () {
    const found = await pythonOfOther();
    if ("missing" in found) {
      console.log(`      skipped: ${found.missing}`);
      return this.skip();
    }
    place = await openFolder("between-as-user-");
    secrets = join(place, "secrets");
    await writeFile(secrets, SECRET, { mode: 0o600 });
    const { home } = await ensureSpark({ cacheFolder: cacheFolder() }, never);
    const jars = await linkJars(home, join(place, "spark"));
    const cache = join(place, "cache");
    await mkdir(cache, { mode: 0o755 });
    const options = {
      cacheFolder: cache,
      cells: { user: OTHER_USER },
      shared: true,
      interpreter: found.python,
      env: { ...process.env, AWS_SECRET_ACCESS_KEY: SECRET, MY_PASSWORD: SECRET },
      graceMs: 1_000,
    };
    bench = await scalaBench();
    book = await bench.notebook({ ...options, sparkHome: async () => jars });
    const { remote } = book.engine;
    assert.ok(remote);
    const scratch = join(place, "scratch");
    await mkdir(scratch, { mode: 0o700 });
    const opening = { remote, folder: scratch, scratch, timezone: "Asia/Seoul", requirements: [] };
    python = await pythonWorkers(options).open(opening, never);
  });
  after(async () => {
    await python?.close();
    await book?.close();
    await bench?.end();
    if (place !== undefined) await rm(place, { recursive: true, force: true });
  });

  const scala = async (code: string): Promise<string> => {
    const { error, values } = await book.run(code);
    assert.equal(error, undefined, error?.message);
    return values[0] ?? "";
  };

  it("are that user's, in Python and in Scala", async () => {
    assert.match(await scala('sys.props("user.name")'), new RegExp(`= ${OTHER_USER}$`));
    const { values } = await runCell(python, "import getpass, os, pwd; pwd.getpwuid(os.getuid()).pw_name");
    assert.equal(values[0], `'${OTHER_USER}'`);
  });

  it("see nothing of the server's environment, nor its files", async () => {
    assert.match(await scala(`sys.env.values.exists(_.contains("${SECRET}"))`), /= false$/);
    const denied = await book.run(`java.nio.file.Files.readString(java.nio.file.Path.of("${secrets}"))`);
    assert.match(denied.error?.message ?? "", /AccessDenied/);
    const code = `
import glob
def text(path):
    try:
        return open(path).read()
    except OSError:
        return ""
"${SECRET}" in "".join(text(path) for path in glob.glob("/proc/[0-9]*/environ")) + repr(dict(os.environ)) + text("${secrets}")`;
    assert.deepEqual((await runCell(python, code)).values, ["False"]);
  });

  it("run closures on the engine, and share names both ways", async () => {
    await scala("case class Twice(n: Long) { def it = n * 2 }");
    assert.match(await scala("spark.range(4).as[Long].map(n => Twice(n).it).collect().sum"), /= 12$/);
    await scala('spark.range(3).createOrReplaceTempView("three")');
    assert.deepEqual((await runCell(python, "spark.table('three').count()")).values, ["3"]);
  });

  it("have a home of their own, count in the session's memory, and can be interrupted", async () => {
    assert.match(await scala('sys.props("user.home") == sys.env("HOME")'), /= true$/);
    assert.ok(((await book.worker.memory()) ?? 0) > 150 * MB);
    for (const [worker, code] of [
      [book.worker, 'val kept = 7\nprintln("go")\nwhile (true) ()'],
      [python, 'print("go")\nwhile True: pass'],
    ] as const) {
      const go = new AbortController();
      const onEvent = (event: { t: string }) => void (event.t === "text" && go.abort());
      const { error } = await runCell(worker, code, { signal: go.signal, onEvent });
      assert.equal(error?.code, "engine.interrupted");
    }
    assert.match(await scala("1 + 1"), /= 2$/);
    assert.deepEqual((await runCell(python, "1 + 1")).values, ["2"]);
  });

  it("are ended where they do not stop, and leave neither process nor folder", async () => {
    const pid = Number(/= (\d+)$/.exec(await scala("ProcessHandle.current.pid"))?.[1]);
    const home = /= (\/.+)$/.exec(await scala('sys.env("HOME")'))?.[1] ?? "";
    const left = Number(/= (\d+)$/.exec(await scala('new ProcessBuilder("sleep", "1000").start().pid'))?.[1]);
    assert.deepEqual([existsSync(home), isAlive(pid), isAlive(left)], [true, true, true]);
    const go = new AbortController();
    const { error } = await book.run('println("go")\nnew java.util.concurrent.Semaphore(0).acquireUninterruptibly()', {
      signal: go.signal,
      onEvent: (event) => void (event.t === "text" && go.abort()),
    });
    assert.equal(error?.code, "engine.interrupted");
    assert.equal((await book.worker.ended)?.code, "scala.not-stopping");
    assert.deepEqual([existsSync(home), isAlive(pid)], [false, false]);
    // Whoever takes it in as an orphan takes note of its end in its own time.
    while (isAlive(left)) await new Promise((resolve) => setTimeout(resolve, 50));
    await book.reopen();
    assert.match(await scala('spark.table("three").count'), /= 3$/);
  });

  it("end with the reason when their process does", async () => {
    const { error } = await book.run("sys.exit(3)");
    assert.deepEqual([error?.code, error?.args], ["scala.exited", { code: 3 }]);
    await book.reopen();
    const { error: killed } = await book.run(
      'new ProcessBuilder("kill", "-9", ProcessHandle.current.pid.toString).start()\nThread.sleep(60000)',
    );
    assert.deepEqual([killed?.code, killed?.args], ["scala.died", { how: "signal SIGKILL" }]);
  });
});
