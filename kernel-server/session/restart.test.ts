import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { appendFile, mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, it } from "mocha";
import { commandId, serverId } from "../../protocol/ids.ts";
import { fakeEngine } from "../engine/fake.ts";
import type { Answer, Script } from "../engine/fake.ts";
import { folderStore } from "../store/folder.ts";
import { makeService } from "./make-service.ts";
import { Desk, ann, never, texts } from "./test-desk.ts";
import { gather } from "./spool/page.ts";

const numbers = (from: number, to: number, more: Partial<Answer> = {}): Answer => ({
  columns: { n: "bigint" },
  rows: Array.from({ length: to - from }, (_, i) => [BigInt(from + i)]),
  ...more,
});

/** The server is gone without a word: nobody reads on, and its lock is that of a dead process. */
async function crash(desk: Desk): Promise<void> {
  desk.engine.cutOff();
  const servers = join(desk.folder, "servers");
  for (const name of await readdir(servers)) await rm(join(servers, name, "lock"), { force: true });
  const [name] = await readdir(servers);
  assert.ok(name);
  await utimes(join(servers, name), 0, 0);
}

/** Rows in batches of ten, which wait at the third until `open`. */
function stopped() {
  let open: () => void = () => undefined;
  let reach: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  const reached = new Promise<void>((resolve) => (reach = resolve));
  const before = async (batch: number) => {
    if (batch !== 3) return;
    reach();
    await opened;
  };
  return { answer: numbers(0, 100, { batch: 10, before }), reached, open };
}

describe("a server that starts again", () => {
  let desk: Desk;
  afterEach(() => desk.end());

  const script =
    (slow: Answer): Script =>
    (text) => {
      if (text === "select slow") return slow;
      if (text.startsWith("select few")) return numbers(0, 5);
      if (text.startsWith("select count(*)")) return numbers(100, 101);
      if (text.startsWith("create")) return {};
      return undefined;
    };

  it("has the runs that ended, with their rows", async () => {
    desk = await Desk.make(script({}));
    const before = await desk.run(["select few"]);
    await desk.service.close();
    await desk.restart();
    assert.deepEqual(await desk.ended(before.run), before);
    assert.equal((await desk.rows(before.run, 0)).length, 5);
    assert.deepEqual((await desk.record(before.run)).view, before);
  });

  it("goes on with a run where the engine still works on it: no row is lost, none comes twice, nothing runs twice", async () => {
    const slow = stopped();
    desk = await Desk.make(script(slow.answer), { reattach: true });
    const session = await desk.open();
    const run = await desk.start(session, [
      "select few",
      "--| {name: slow, expect: [{rows: {min: 100}}]}\ncreate a; select slow",
      "select few 2",
    ]);
    await desk.ended(run, (view) => (view.cells[1]?.results[0]?.rows ?? 0) >= 30);
    await crash(desk);
    await desk.restart();
    const seen = await desk.ended(run, () => true);
    assert.deepEqual([seen.state, seen.cells[1]?.state], ["running", "running"]);
    slow.open();
    const view = await desk.ended(run);
    assert.equal(view.state, "done", JSON.stringify(view));
    assert.deepEqual(
      view.cells.map((cell) => [cell.state, cell.results.map(({ result, rows, extent }) => [result, rows, extent])]),
      [
        ["done", [[0, 5, "all"]]],
        ["done", [[1, 100, "all"]]],
        ["done", [[2, 5, "all"]]],
      ],
    );
    assert.deepEqual(
      (await desk.rows(run, 1)).map(([n]) => Number(n)),
      Array.from({ length: 100 }, (_, i) => i),
    );
    const statements = desk.engine.begun.flatMap((work) => (work.do === "statement" ? [work.text] : []));
    assert.deepEqual(statements, ["select few", "create a", "select slow", "select few 2"]);
    assert.equal(desk.engine.opened.at(-1)?.resume, true);
    assert.deepEqual((await desk.record(run)).view, view);
  });

  it("goes on once more after a second crash", async () => {
    const slow = stopped();
    desk = await Desk.make(script(slow.answer), { reattach: true });
    const run = await desk.start(await desk.open(), ["create a; select slow"]);
    await desk.ended(run, (view) => (view.cells[0]?.results[0]?.rows ?? 0) >= 30);
    for (let i = 0; i < 2; i++) {
      await crash(desk);
      await desk.restart();
    }
    slow.open();
    const view = await desk.ended(run);
    assert.deepEqual([view.state, view.cells[0]?.results[0]?.rows], ["done", 100]);
    assert.equal(desk.engine.begun.filter((work) => work.do === "statement").length, 2);
  });

  it("gives a client that comes back a snapshot and what follows, under a new epoch", async () => {
    const slow = stopped();
    desk = await Desk.make(script(slow.answer), { reattach: true });
    const run = await desk.start(await desk.open(), ["select slow"]);
    await slow.reached;
    await crash(desk);
    await desk.restart();
    const told = await desk.service.answer<"subscribe">(
      { t: "subscribe", run, cursor: { epoch: 1, seq: 2 } },
      ann,
      never,
    );
    assert.equal(told.recovered, false);
    assert.deepEqual(told.cursor, { epoch: 2, seq: 0 });
    slow.open();
    let last = 0;
    for await (const { epoch, seq } of told.events) {
      assert.deepEqual([epoch, seq], [2, last + 1]);
      last = seq;
    }
    assert.ok(last > 0);
  });

  it("says at once that a run is lost where the engine's session is gone, and keeps what had ended", async () => {
    const slow = stopped();
    desk = await Desk.make(script(slow.answer));
    const session = await desk.open();
    const run = await desk.start(session, ["select few", "select slow", "select few"]);
    const waiting = await desk.start(session, ["select few"]);
    await slow.reached;
    await crash(desk);
    await desk.restart();
    const view = await desk.ended(run);
    assert.deepEqual([view.state, ...view.cells.map((cell) => cell.state)], ["lost", "done", "lost", "skipped"]);
    assert.equal(view.cells[1]?.error?.code, "run.lost");
    assert.equal((await desk.rows(run, 0)).length, 5);
    assert.equal((await desk.ended(waiting)).state, "lost");
    assert.deepEqual((await desk.record(run)).view, view);
  });

  it("looks again at servers that have died meanwhile when it is asked for a run that it does not know", async () => {
    const slow = stopped();
    desk = await Desk.make(script(slow.answer));
    const run = await desk.start(await desk.open(), ["select few", "select slow"]);
    await slow.reached;
    desk.engine.cutOff();
    const [server] = await readdir(join(desk.folder, "servers"));
    assert.ok(server);
    // Its lock is that of a process which lives on for a while.
    const dying = spawn("sleep", ["60"]);
    const lock = { pid: dying.pid, birth: "", at: Date.now(), nonce: "dying" };
    await writeFile(join(desk.folder, "servers", server, "lock"), JSON.stringify(lock));
    await desk.restart();
    await assert.rejects(desk.ended(run), { code: "run.unknown" });
    dying.kill("SIGKILL");
    await once(dying, "exit");
    const views = await Promise.all([desk.ended(run), desk.ended(run)]);
    for (const view of views)
      assert.deepEqual([view.state, ...view.cells.map((cell) => cell.state)], ["lost", "done", "lost"]);
    assert.equal((await desk.rows(run, 0)).length, 5);
    const { runs } = await desk.service.answer<"runs">({ t: "runs" }, ann, never);
    assert.deepEqual(
      runs.map((line) => [line.run, line.state]),
      [[run, "lost"]],
    );
  });

  it("remembers which run a command began", async () => {
    desk = await Desk.make(script({}));
    const session = await desk.open();
    const command = commandId(randomUUID());
    const run = await desk.start(session, ["select few"], { command });
    await desk.ended(run);
    await desk.service.close();
    await desk.restart();
    assert.equal(await desk.start(session, ["select few"], { command }), run);
  });

  it("leaves a run to its engine when it is closed, and takes it up again", async () => {
    const slow = stopped();
    desk = await Desk.make(script(slow.answer), { reattach: true });
    const run = await desk.start(await desk.open(), ["select slow"]);
    await slow.reached;
    await desk.service.close();
    desk.engine.cutOff();
    slow.open();
    await desk.restart();
    const view = await desk.ended(run);
    assert.deepEqual([view.state, view.cells[0]?.results[0]?.rows], ["done", 100]);
  });

  it("takes a torn journal for what its whole lines say", async () => {
    const slow = stopped();
    desk = await Desk.make(script(slow.answer));
    const run = await desk.start(await desk.open(), ["select few", "select slow"]);
    await slow.reached;
    await crash(desk);
    const [server] = await readdir(join(desk.folder, "servers"));
    assert.ok(server);
    await appendFile(join(desk.folder, "servers", server, "runs", run, "1.log"), '{"seq":99,"event":{"t":"ru');
    await desk.restart();
    assert.equal((await desk.ended(run)).state, "lost");
  });
});

describe("a server that is killed", () => {
  it("leaves everything that it had said, whole, to the next one", async function () {
    this.timeout(30_000);
    const folder = await mkdtemp(join(tmpdir(), "between-killed-"));
    try {
      const here = (path: string) => JSON.stringify(new URL(path, import.meta.url).href);
      const program = `
        import { makeService } from ${here("./make-service.ts")};
        import { folderStore } from ${here("../store/folder.ts")};
        import { fakeEngine } from ${here("../engine/fake.ts")};
        import { sqlCell } from ${here("./test-desk.ts")};
        const [folder] = process.argv.slice(1);
        const rows = Array.from({ length: 200_000 }, (_, i) => [BigInt(i)]);
        const answer = { columns: { n: "bigint" }, rows, batch: 500, before: (n) => new Promise((r) => n < 300 && setTimeout(r, 1)) };
        const service = await makeService({ engines: [fakeEngine(() => answer)], store: folderStore(folder + "/store"), state: folder, serverId: "killed", version: "0.1.0", name: "x" });
        const ann = { user: "ann", role: "analyst" };
        const never = new AbortController().signal;
        const { session } = await service.answer({ t: "open", command: "c1", uri: "u", folder, lifetime: "idle" }, ann, never);
        const text = sqlCell("--| preview: 1000000\\nselect n");
        const { run } = await service.answer({ t: "run", command: "c2", session, uri: "u", text, params: {}, keepGoing: false, save: false }, ann, never);
        const told = await service.answer({ t: "subscribe", run }, ann, never);
        for await (const { event } of told.events) if (event.t === "rows") console.log(JSON.stringify({ run, rows: event.rows }));`;
      const child = spawn(process.execPath, ["--input-type=module", "-e", program, folder], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      let said = "";
      child.stdout.on("data", (part: Buffer) => {
        said += part.toString();
        if (said.split("\n").length > 2) child.kill("SIGKILL");
      });
      await once(child, "close");
      const last: unknown = JSON.parse(said.split("\n").at(-2) ?? "");
      assert.ok(typeof last === "object" && last !== null && "run" in last && "rows" in last);

      const service = await makeService({
        engines: [fakeEngine(() => undefined)],
        store: folderStore(join(folder, "store")),
        state: folder,
        serverId: serverId(randomUUID()),
        version: "0.1.0",
        name: "next",
      });
      const { runs } = await service.answer<"runs">({ t: "runs" }, ann, never);
      const [line] = runs;
      assert.ok(line);
      assert.deepEqual([line.run, line.state], [last.run, "lost"]);
      const { body } = await service.answer<"rows">(
        { t: "rows", run: line.run, result: 0, from: 0, follow: true },
        ann,
        never,
      );
      const rows = texts(await gather(body)).map(([n]) => Number(n));
      assert.ok(rows.length >= Number(last.rows) && rows.length < 200_000, `${rows.length} of ${String(last.rows)}`);
      assert.ok(rows.every((n, i) => n === i));
      await service.close();
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
