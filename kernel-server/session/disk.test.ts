import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, it } from "mocha";
import { runId } from "../../protocol/ids.ts";
import { expiredRuns, removeExpired } from "./retention.ts";
import { Desk, ann, never } from "./test-desk.ts";

describe("a server's disk", () => {
  let folder: string | undefined;
  afterEach(async () => {
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  /** Runs a program in a mount namespace of its own, where `mount` may make a small disk of the folder in $STATE. */
  function onDisk(mount: string, program: string) {
    const here = (path: string) => JSON.stringify(new URL(path, import.meta.url).href);
    const source = `
      import { makeService } from ${here("./make-service.ts")};
      import { folderStore } from ${here("../store/folder.ts")};
      import { fakeEngine } from ${here("../engine/fake.ts")};
      import { Desk } from ${here("./test-desk.ts")};
      ${program}`;
    return spawnSync(
      "unshare",
      ["--mount", "sh", "-ec", `mkdir -p "$STATE"; ${mount}; "$NODE" --input-type=module -e "$PROGRAM"`],
      {
        encoding: "utf8",
        env: { ...process.env, NODE: process.execPath, PROGRAM: source, STATE: folder, TMPDIR: folder },
        timeout: 60_000,
      },
    );
  }
  const mayMount = () =>
    spawnSync("unshare", ["--mount", "sh", "-ec", "mount -t tmpfs -o size=1m tmpfs /mnt"]).status === 0;

  it("that is full fails the run with a code, and the server goes on with what it had", async function () {
    this.timeout(60_000);
    if (!mayMount()) this.skip();
    folder = await mkdtemp(join(tmpdir(), "between-full-"));
    const { stdout, stderr } = onDisk(
      'mount -t tmpfs -o size=6m tmpfs "$STATE"',
      `
      const few = { columns: { n: "bigint" }, rows: [[1n]] };
      const many = { columns: { text: "string" }, rows: Array.from({ length: 20_000 }, (_, i) => [String(i).padEnd(1000)]), batch: 500 };
      const desk = await Desk.make((text) => (text === "select many" ? many : few));
      const first = await desk.run(["select few"]);
      const full = await desk.run(["--| preview: 1000000\\nselect many", "select few"]);
      console.log(full.state, full.cells[0].state, full.cells[0].error.code);
      console.log((await desk.rows(first.run, 0)).join(), (await desk.record(first.run)).view.state);
      await desk.service.close();`,
    );
    assert.equal(stdout, "failed failed state.full\n1 done\n", stderr);
  });

  it("that is full fails what was asked about a result, and the next question has its answer", async function () {
    this.timeout(60_000);
    if (!mayMount()) this.skip();
    folder = await mkdtemp(join(tmpdir(), "between-full-"));
    const { stdout, stderr } = onDisk(
      'mount -t tmpfs -o size=6m tmpfs "$STATE"',
      `
      const many = { columns: { text: "string" }, rows: Array.from({ length: 20_000 }, (_, i) => [String(i).padEnd(1000)]), batch: 500 };
      const desk = await Desk.make((text) => (text === "select many" ? many : { columns: { count: "bigint" }, rows: [[7n]] }));
      const { run } = await desk.run(["--| preview: 10\\nselect many"], { on: await desk.open() });
      const all = await desk.query(run, { of: "rows", where: [], order: [] });
      console.log(all.state, all.cells[0].error.code);
      console.log(all.cells[0].results[0].rows, await desk.rows(all.run, 0));
      console.log((await desk.answer(run, { of: "count", where: [] })).join(), (await desk.run(["select few"])).state);
      await desk.service.close();`,
    );
    assert.equal(stdout, "failed state.full\n0 []\n7 done\n", stderr);
  });

  it("that is full to the last byte still lets a run be followed to its end", async function () {
    this.timeout(60_000);
    if (!mayMount()) this.skip();
    folder = await mkdtemp(join(tmpdir(), "between-full-"));
    const { stdout, stderr } = onDisk(
      'mount -t tmpfs -o size=2m tmpfs "$STATE"',
      `
      import { openSync, writeSync } from "node:fs";
      const fill = async () => { const file = openSync(process.env.STATE + "/filler", "a"); try { for (;;) writeSync(file, Buffer.alloc(1024)); } catch {} };
      const desk = await Desk.make(() => ({ columns: { n: "bigint" }, rows: [[1n]], before: fill }));
      const view = await desk.run(["select few"]);
      console.log(view.state, view.cells[0].error.code);
      try { await desk.run(["select few"]); } catch (error) { console.log(error.code); }
      await desk.service.close();`,
    );
    assert.equal(stdout, "failed state.full\nstate.full\n", stderr);
  });

  it("that has no room for a run's record still has the run listed, and writes it later", async function () {
    this.timeout(60_000);
    if (!mayMount()) this.skip();
    folder = await mkdtemp(join(tmpdir(), "between-full-"));
    const { stdout, stderr } = onDisk(
      'mount -t tmpfs -o size=2m tmpfs "$STATE"',
      `
      import { closeSync, openSync, rmSync, writeSync } from "node:fs";
      const filler = process.env.STATE + "/filler";
      const fill = async () => { const file = openSync(filler, "a"); try { for (;;) writeSync(file, Buffer.alloc(1024)); } catch {} closeSync(file); };
      const desk = await Desk.make(() => ({ columns: { n: "bigint" }, rows: [[1n]], before: fill }));
      const listed = async () => {
        const { runs } = await desk.service.answer({ t: "runs" }, { user: "ann", role: "analyst" }, new AbortController().signal);
        return runs.map(({ run, state }) => run + " " + state).join();
      };
      const { run } = await desk.run(["select few"]);
      console.log(await listed() === run + " failed");
      console.log((await desk.record(run)).view.state);
      await desk.service.close();
      rmSync(filler);
      await desk.restart();
      console.log((await listed()).startsWith(run));
      await desk.service.close();`,
    );
    assert.equal(stdout, "true\nfailed\ntrue\n", stderr);
  });

  it("that is read-only keeps the server from starting, with a code", async function () {
    this.timeout(60_000);
    if (!mayMount()) this.skip();
    folder = await mkdtemp(join(tmpdir(), "between-readonly-"));
    const { stdout, stderr } = onDisk(
      'mount -t tmpfs -o ro tmpfs "$STATE"',
      `
      const state = process.env.STATE;
      try { await makeService({ engines: [fakeEngine(() => undefined)], store: folderStore(state), state, serverId: "s", version: "1", name: "x" }); }
      catch (error) { console.log(error.code, error.args.path.startsWith(state)); }`,
    );
    assert.equal(stdout, "state.read-only true\n", stderr);
  });

  it("is kept to its limits: the oldest runs go first, working ones never", async () => {
    folder = await mkdtemp(join(tmpdir(), "between-expire-"));
    const now = Date.now();
    const names = ["20261101T000000-a", "20261102T000000-b", "20261103T000000-c", "20261104T000000-d"];
    for (const name of names) {
      await mkdir(join(folder, name));
      await writeFile(join(folder, name, "result-0.arrow"), Buffer.alloc(1000));
    }
    await utimes(join(folder, names[1] ?? "", "result-0.arrow"), 0, now / 1000 - 15 * 86_400);
    const working = (run: string) => run === names[0];
    const retention = { spoolDays: 14, spoolBytes: 2500, journalDays: 14 };
    const runs = folder;
    const expire = async (isNeeded: (run: string) => boolean) => {
      const expired = await expiredRuns(runs, retention, isNeeded, now);
      for (const one of expired) await removeExpired(runs, one);
      return expired.map(({ run, what, why }) => `${run} ${what} ${why}`);
    };
    assert.deepEqual(await expire(working), [`${names[1]} journal age`]);
    assert.deepEqual(await expire(() => false), [`${names[0]} spools room`]);
    assert.deepEqual(await expire(() => false), []);
    assert.deepEqual(await readdir(join(folder, names[0] ?? "")), []);
    assert.deepEqual(
      (await readdir(folder)).sort(),
      names.filter((name) => name !== names[1]),
    );
  });

  it("loses the rows of a run before the run itself where that has more time", async () => {
    folder = await mkdtemp(join(tmpdir(), "between-expire-"));
    const run = join(folder, "20261101T000000-a");
    await mkdir(run);
    for (const name of ["result-0.arrow", "result-0.index", "1.log"]) {
      await writeFile(join(run, name), Buffer.alloc(1000));
      await utimes(join(run, name), 0, Date.now() / 1000 - 10 * 86_400);
    }
    const expired = await expiredRuns(
      folder,
      { spoolDays: 7, spoolBytes: 1e9, journalDays: 30 },
      () => false,
      Date.now(),
    );
    assert.deepEqual(
      expired.map(({ what, bytes, why }) => ({ what, bytes, why })),
      [{ what: "spools", bytes: 2000, why: "age" }],
    );
    for (const one of expired) await removeExpired(folder, one);
    assert.deepEqual(await readdir(run), ["1.log"]);
  });

  it("without a result's rows any more says that they have expired; the record is still there", async () => {
    const desk = await Desk.make(() => ({ columns: { n: "bigint" }, rows: [[1n]] }), {
      retention: { spoolDays: 0, spoolBytes: 0, journalDays: 0 },
    });
    const { run } = await desk.run(["select few"]);
    await desk.record(run);
    await desk.service.close();
    await desk.restart();
    await assert.rejects(desk.rows(run, 0), { code: "result.expired" });
    assert.equal((await desk.record(run)).view.state, "done");
    assert.equal((await desk.ended(run, () => true)).state, "done");
    await assert.rejects(desk.service.answer<"subscribe">({ t: "subscribe", run: runId("none") }, ann, never), {
      code: "run.unknown",
    });
    await desk.end();
  });
});
