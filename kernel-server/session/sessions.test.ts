import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, describe, it } from "mocha";
import { BetweenError } from "../../protocol/errors.ts";
import { commandId } from "../../protocol/ids.ts";
import type { ResultQuery } from "../../protocol/messages.ts";
import type { Who } from "../../protocol/service.ts";
import type { Answer, Script } from "../engine/fake.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { Desk, ann, never } from "./test-desk.ts";

const bob = { user: "bob", role: "analyst" } as const;
const numbers = (count: number): Answer => ({
  columns: { n: "bigint" },
  rows: Array.from({ length: count }, (_, i) => [BigInt(i)]),
});
const forever: Answer = {
  columns: { n: "bigint" },
  rows: [[1n]],
  before: (_, signal) =>
    new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(new Error("stopped")))),
};
/** Does not hear that it is to stop. */
const deaf: Answer = { ...forever, before: () => new Promise(() => undefined) };
const script: Script = (text) => {
  const count = /^select numbers (\d+)$/.exec(text)?.[1];
  if (count !== undefined) return numbers(Number(count));
  if (text.startsWith("select count(*)")) return { columns: { count: "bigint" }, rows: [[42n]] };
  return { "select forever": forever, "select deaf": deaf }[text];
};
const count: ResultQuery = { of: "count", where: [] };
const all: ResultQuery = { of: "rows", where: [], order: [] };

const failure = async (work: Promise<unknown>) => {
  try {
    await work;
  } catch (thrown) {
    return BetweenError.from(thrown).code;
  }
  throw new Error("did not fail");
};

describe("opening a session", () => {
  let desk: Desk;
  afterEach(() => desk.end());

  it("joins the one that the same user has for the same notebook", async () => {
    desk = await Desk.make(script);
    const [first, second] = await Promise.all([desk.opened(), desk.opened()]);
    assert.equal(first.session, second.session);
    assert.deepEqual([first.joined, second.joined], [false, true]);
    const other = [
      await desk.opened({ uri: "file:///other.between-nb" }),
      await desk.opened({ lifetime: "run" }),
      await desk.opened({ folder: join(desk.folder, "elsewhere") }),
      await desk.opened({}, bob),
    ];
    for (const { session, joined } of other) assert.ok(session !== first.session && joined === false);
    assert.equal(new Set(other.map(({ session }) => session)).size, 4);
  });

  it("joins none that is being closed", async () => {
    desk = await Desk.make(script, { stopMs: 50 });
    const first = await desk.opened();
    const run = await desk.start(first.session, ["select deaf", "select numbers 1"]);
    await desk.ended(run, (view) => view.cells[0]?.state === "running");
    const closing = desk.close(first.session);
    const second = await desk.opened();
    assert.deepEqual([second.joined, second.session === first.session], [false, false]);
    await closing;
    const view = await desk.ended(run);
    assert.deepEqual([view.state, view.cells.map(({ state }) => state)], ["interrupted", ["interrupted", "skipped"]]);
    assert.equal((await desk.run(["select numbers 3"], { on: second.session })).state, "done");
  });

  it("keeps it for as long as was asked, and as long as something is asked beside its queue", async () => {
    desk = await Desk.make(
      (text, args) => (text === "select many" ? { ...numbers(20), batch: 1 } : script(text, args)),
      {
        idleMs: 3_600_000,
      },
    );
    const { session } = await desk.opened({ idleMs: 0 });
    while ((await sessions()).length > 0) await new Promise((resolve) => setTimeout(resolve, 5));
    const held = await desk.opened({ idleMs: 0 });
    desk.service.hold?.(ann, [held.session]);
    const run = await desk.run(["--| preview: 1\nselect many"], { on: held.session });
    const asked = await desk.ask(run.run, all);
    desk.service.gone?.(ann, [held.session]);
    assert.equal((await desk.ended(asked)).cells[0]?.results[0]?.rows, 20);
    assert.notEqual(held.session, session);
    while ((await sessions()).length > 0) await new Promise((resolve) => setTimeout(resolve, 5));
  });

  const sessions = async (who = ann) => (await desk.service.answer<"sessions">({ t: "sessions" }, who, never)).sessions;

  it("is told in the list with what runs and waits there, to its own user and to admins", async () => {
    desk = await Desk.make(script);
    const { session } = await desk.opened();
    desk.service.hold?.(ann, [session]);
    const first = await desk.start(session, ["select numbers 1", "select forever"]);
    const second = await desk.start(session, ["select numbers 1"]);
    await desk.ended(first, (view) => view.cells[1]?.state === "running");
    const [line, ...more] = await sessions();
    assert.deepEqual(
      { ...line, since: 0 },
      {
        session,
        uri: "file:///n.between-nb",
        engine: "fake",
        state: "running",
        since: 0,
        runs: [first, second],
        cell: 1,
        held: 1,
      },
    );
    assert.deepEqual([more, await sessions(bob)], [[], []]);
    assert.equal((await sessions({ user: "root", role: "admin" })).length, 1);
  });
});

describe("a question about a result", () => {
  let desk: Desk;
  afterEach(() => desk.end());
  const folders = async () => {
    const servers = join(desk.folder, "servers");
    const found = await Promise.all((await readdir(servers)).map((name) => readdir(join(servers, name, "queries"))));
    return found.flat();
  };

  it("is a run of its own that no list has, and goes with its session", async () => {
    desk = await Desk.make(script);
    const session = await desk.open();
    const { run } = await desk.run(["--| preview: 3\nselect numbers 10"], { on: session });
    const view = await desk.query(run, all);
    assert.equal(view.state, "done");
    assert.deepEqual(
      view.cells[0]?.results.map(({ rows, extent }) => [rows, extent]),
      [[10, "all"]],
    );
    assert.equal((await desk.rows(view.run, 0, { from: 9 })).at(-1)?.[0], "9");
    assert.deepEqual(await desk.answer(run, count), [["42"]]);
    const { runs } = await desk.service.answer<"runs">({ t: "runs", uri: "file:///n.between-nb" }, ann, never);
    assert.deepEqual(
      runs.map((line) => line.run),
      [run],
    );
    assert.equal((await folders()).length, 2);
    await desk.close(session);
    assert.deepEqual(await folders(), []);
    assert.equal(await failure(desk.rows(view.run, 0)), "query.gone");
    assert.equal(await failure(desk.ask(run, count)), "result.session-ended");
  });

  it("of a complete result has an answer after its session has ended, too", async () => {
    desk = await Desk.make(script);
    const session = await desk.open();
    const { run } = await desk.run(["select numbers 10"], { on: session });
    await desk.close(session);
    assert.deepEqual(await desk.answer(run, count), [["42"]]);
    assert.equal(desk.engine.opened.length, 2);
    await desk.service.close();
    await desk.restart();
    assert.deepEqual(await desk.answer(run, count), [["42"]]);
    assert.equal((await folders()).length, 1, "those of the server that ended are gone");
  });

  it("does not wait for the cell that runs, and is stopped by whoever asked", async () => {
    desk = await Desk.make((text, args) => (text.includes("is null") ? forever : script(text, args)));
    const session = await desk.open();
    const { run } = await desk.run(["select numbers 10"], { on: session });
    const busy = await desk.start(session, ["select forever"]);
    await desk.ended(busy, (view) => view.cells[0]?.state === "running");
    assert.deepEqual(await desk.answer(run, count), [["42"]]);
    const asked = await desk.ask(run, { of: "count", where: [{ column: 0, is: "null" }] });
    const interrupt = { t: "interrupt", run: asked } as const;
    const by = (who: Who) =>
      desk.service.answer<"interrupt">({ ...interrupt, command: commandId(randomUUID()) }, who, never);
    assert.equal(await failure(by(bob)), "session.not-yours");
    await by(ann);
    const view = await desk.ended(asked);
    assert.deepEqual([view.state, view.cells[0]?.state], ["interrupted", "interrupted"]);
    assert.equal((await desk.ended(busy, () => true)).cells[0]?.state, "running");
  });

  it("happens once, however often its command is sent", async () => {
    desk = await Desk.make(script);
    const { run } = await desk.run(["select numbers 10"], { on: await desk.open() });
    const ask = { t: "query", command: commandId(randomUUID()), run, result: 0, query: count } as const;
    const [first, second] = await Promise.all([1, 2].map(() => desk.service.answer<"query">(ask, ann, never)));
    assert.deepEqual(first, second);
    assert.equal((await folders()).length, 1);
    assert.equal(await failure(desk.ask(run, count, 5)), "result.unknown");
    const odd: ResultQuery = { of: "statistics", column: 9, where: [] };
    assert.equal(await failure(desk.ask(run, odd)), "query.no-column");
  });
});

describe("the list of a notebook's runs", () => {
  let desk: Desk;
  afterEach(() => desk.end());
  const listed = async (limit?: number) =>
    (
      await desk.service.answer<"runs">(
        { t: "runs", uri: "file:///n.between-nb", ...(limit !== undefined && { limit }) },
        ann,
        never,
      )
    ).runs;

  it("says of each which cells it was to run, of one that was just begun too", async () => {
    desk = await Desk.make(script);
    const session = await desk.open();
    const ended = await desk.run(["--| name: few\nselect numbers 1", "select numbers 2"], { on: session });
    const begun = await desk.start(session, ["select numbers 1", "select forever"], { cells: [1] });
    const [first, second] = await listed();
    assert.deepEqual([first?.run, second?.run], [begun, ended.run]);
    const hash = (cell: number) => ended.cells[cell]?.hash ?? "";
    assert.deepEqual(second?.ran, [
      { cell: 0, name: "few", hash: hash(0), state: "done" },
      { cell: 1, hash: hash(1), state: "done" },
    ]);
    assert.deepEqual(
      first?.ran?.map(({ cell }) => cell),
      [1],
    );
    await desk.service.close();
    await desk.restart();
    assert.deepEqual((await listed()).at(-1), second);
  });

  it("reads no record, so that long results and many runs cost nothing", async () => {
    desk = await Desk.make(script);
    const session = await desk.open();
    for (let i = 0; i < 30; i++) await desk.run(["select numbers 1000"], { on: session });
    await desk.service.close();
    const asked: string[] = [];
    const get: ObjectStore["get"] = (key, signal) => {
      asked.push(key);
      return desk.store.get(key, signal);
    };
    await desk.restart({ store: { ...desk.store, get } });
    assert.equal((await listed(20)).length, 20);
    assert.equal((await listed(20)).length, 20);
    assert.ok(asked.length <= 30, "each line is read once");
    assert.deepEqual(
      asked.filter((key) => !key.startsWith("lines/")),
      [],
    );
  });
});
