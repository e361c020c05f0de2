import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { once } from "node:events";
import { afterEach, beforeEach, describe, it } from "mocha";
import { BetweenError } from "../errors.ts";
import { acquireLock, readHolder, tryLock } from "./lock.ts";

describe("a lock file", () => {
  let folder: string;
  let path: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "between-lock-"));
    path = join(folder, "deep", "lock");
  });
  afterEach(() => rm(folder, { recursive: true }));

  /** A process that takes the lock and prints; it holds the lock until its standard input ends, or dies with it. */
  function holder(dies: boolean) {
    const script = `
      import { acquireLock } from ${JSON.stringify(new URL("lock.ts", import.meta.url).href)};
      const lock = await acquireLock(${JSON.stringify(path)});
      process.stdout.write("held");
      ${dies ? "process.kill(process.pid, 'SIGKILL');" : ""}
      for await (const _ of process.stdin);
      await lock.release();`;
    return spawn(process.execPath, ["--input-type=module", "-e", script], { stdio: ["pipe", "pipe", "inherit"] });
  }

  /** A process that has ended, and whose parent does not ask for its end. */
  async function zombie() {
    // It ends after the shell has become a program that asks for nobody's end.
    const parent = spawn("sh", ["-c", "sleep 1 & echo $!; exec sleep 60"], { stdio: ["ignore", "pipe", "inherit"] });
    const [said] = (await once(parent.stdout, "data")) as [Buffer]; // SAFETY: a stream without an encoding.
    const pid = Number(said.toString());
    while (!/\) Z /.test(await readFile(`/proc/${pid}/stat`, "utf8"))) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    const end = async () => {
      parent.kill("SIGKILL");
      await once(parent, "exit");
    };
    return { pid, end };
  }

  it("is held by one at a time", async () => {
    let inside = 0;
    let most = 0;
    const work = async () => {
      const lock = await acquireLock(path);
      most = Math.max(most, ++inside);
      await new Promise((resolve) => setTimeout(resolve, 2));
      inside--;
      await lock.release();
    };
    await Promise.all(Array.from({ length: 8 }, work));
    assert.equal(most, 1);
    assert.deepEqual(await readdir(join(folder, "deep")), []);
  });

  it("tells who holds it, and lets a second one not wait", async () => {
    const here = join(folder, "lock");
    const lock = await tryLock(here, "1.2.3");
    assert.ok(lock);
    assert.equal(await tryLock(here), undefined);
    assert.deepEqual(await readHolder(here), { alive: true, version: "1.2.3" });
    await lock.release();
    assert.equal(await readHolder(here), undefined);
  });

  it("is waited for while another process holds it", async () => {
    const child = holder(false);
    await once(child.stdout, "data");
    let got = false;
    const mine = acquireLock(path).then((lock) => ((got = true), lock));
    await new Promise((resolve) => setTimeout(resolve, 150));
    assert.equal(got, false);
    child.stdin.end();
    await (await mine).release();
  });

  it("stops waiting when told to", async () => {
    const lock = await acquireLock(path);
    const stop = new AbortController();
    const waiting = acquireLock(path, stop.signal);
    stop.abort();
    await assert.rejects(waiting, (error) => error instanceof BetweenError && error.code === "wire.cancelled");
    await lock.release();
  });

  it("is taken over from a process that died, by exactly one of many", async () => {
    for (let round = 0; round < 5; round++) {
      const child = holder(true);
      await once(child, "exit");
      assert.match(await readFile(path, "utf8"), new RegExp(`"pid":${child.pid}\\b`));
      let inside = 0;
      const take = async () => {
        const lock = await acquireLock(path);
        assert.equal(++inside, 1);
        await new Promise((resolve) => setImmediate(resolve));
        inside--;
        await lock.release();
      };
      await Promise.all(Array.from({ length: 10 }, take));
      assert.deepEqual(await readdir(join(folder, "deep")), []);
    }
  });

  it("is taken over from dead processes by exactly one of several processes", async () => {
    const counter = join(folder, "inside");
    const script = `
      import { acquireLock } from ${JSON.stringify(new URL("lock.ts", import.meta.url).href)};
      import { rm, writeFile } from "node:fs/promises";
      for (let n = 0; n < 20; n++) {
        const lock = await acquireLock(${JSON.stringify(path)});
        await writeFile(${JSON.stringify(counter)}, "", { flag: "wx" }); // Fails when another is inside.
        await rm(${JSON.stringify(counter)});
        if (n === 19) process.kill(process.pid, "SIGKILL"); // Leaves its lock behind.
        await lock.release();
      }`;
    const children = Array.from({ length: 4 }, () =>
      spawn(process.execPath, ["--input-type=module", "-e", script], { stdio: ["ignore", "ignore", "inherit"] }),
    );
    const ends = await Promise.all(children.map((child) => once(child, "exit")));
    assert.deepEqual(
      ends.map(([, signal]) => signal as string),
      ["SIGKILL", "SIGKILL", "SIGKILL", "SIGKILL"],
    );
  });

  it("is taken over from a process that ended and was not reaped", async function () {
    if (process.platform !== "linux") this.skip();
    const { pid, end } = await zombie();
    try {
      const first = await acquireLock(path);
      const ours = JSON.parse(await readFile(path, "utf8")) as Record<string, unknown>; // SAFETY: written by the line above.
      await first.release();
      const stat = await readFile(`/proc/${pid}/stat`, "utf8");
      const boot = String(ours["birth"]).split(" ")[0];
      const birth = `${boot} ${stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19]}`;
      await writeFile(path, JSON.stringify({ ...ours, pid, birth }));
      assert.deepEqual(await readHolder(path), { alive: false });
      await (await acquireLock(path, AbortSignal.timeout(5_000))).release();
    } finally {
      await end();
    }
  });

  it("is taken over when its process id belongs to another process by now, or when it is no lock at all", async () => {
    const first = await acquireLock(path);
    const ours = JSON.parse(await readFile(path, "utf8")) as Record<string, unknown>; // SAFETY: written by the line above.
    await first.release();
    const leftovers = [
      { ...ours, birth: "another boot 1" },
      { ...ours, birth: "", at: 0 },
    ];
    for (const text of [...leftovers.map((one) => JSON.stringify(one)), "", "{", "{}"]) {
      await writeFile(path, text);
      await (await acquireLock(path)).release();
    }
  });
});
