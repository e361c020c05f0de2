import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, it } from "mocha";
import { BetweenError } from "../../protocol/errors.ts";
import { commandId, runId } from "../../protocol/ids.ts";
import type { RunEvent } from "../../protocol/messages.ts";
import type { Engine } from "../engine/engine.ts";
import type { Answer, Script } from "../engine/fake.ts";
import { folderStore } from "../store/folder.ts";
import { gather } from "./spool/page.ts";
import { Desk, ServiceDesk, ann, isOver, never, sqlCell, texts } from "./test-desk.ts";

const numbers = (count: number, more: Partial<Answer> = {}): Answer => ({
  columns: { n: "bigint" },
  rows: Array.from({ length: count }, (_, i) => [BigInt(i)]),
  ...more,
});
const one: Answer = { columns: { n: "bigint", text: "string" }, rows: [[7n, "seven"]] };

/** Answers `numbers K` with so many rows, and the rest from a table. */
const scripted =
  (table: Record<string, Answer> = {}): Script =>
  (text) => {
    const count = /^select numbers (\d+)$/.exec(text)?.[1];
    if (count !== undefined) return numbers(Number(count));
    return Object.entries(table).find(([start]) => text.startsWith(start))?.[1];
  };

/** Rows that do not come before `open` is called, and when the engine has got so far. */
function gated(count: number) {
  let open: () => void = () => undefined;
  let reach: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  const reached = new Promise<void>((resolve) => (reach = resolve));
  const before = async (_: number, signal: AbortSignal) => {
    reach();
    await Promise.race([opened, new Promise((resolve) => signal.addEventListener("abort", resolve))]);
    signal.throwIfAborted();
  };
  return { answer: numbers(count, { before }), reached, open };
}

describe("sessions", () => {
  let desk: Desk;
  afterEach(() => desk.end());

  it("run a notebook's cells in order, and each result's rows can be read", async () => {
    desk = await Desk.make(scripted({ "select 7": one, "create view": {} }));
    const view = await desk.run(["select 7 as n", "create view x as select 1", "select numbers 3000"]);
    assert.equal(view.state, "done");
    assert.deepEqual(
      view.cells.map((cell) => [
        cell.state,
        cell.results.map(({ result, main, rows, extent }) => [result, main, rows, extent]),
      ]),
      [
        ["done", [[0, true, 1, "all"]]],
        ["done", []],
        ["done", [[1, true, 3000, "all"]]],
      ],
    );
    assert.deepEqual(await desk.rows(view.run, 0), [["7", "seven"]]);
    assert.equal((await desk.rows(view.run, 1)).length, 3000);
    assert.equal((await desk.rows(view.run, 1, { from: 2999 })).at(-1)?.[0], "2999");
    assert.equal(desk.engine.opened[0]?.folder, desk.folder);
  });

  it("say exactly what is shown: all rows, or the first of more", async () => {
    desk = await Desk.make(scripted());
    const view = await desk.run(["--| preview: 100\nselect numbers 100", "--| preview: 100\nselect numbers 101"]);
    assert.deepEqual(
      view.cells.map((cell) => [cell.results[0]?.rows, cell.results[0]?.extent]),
      [
        [100, "all"],
        [100, "more"],
      ],
    );
    assert.equal((await desk.rows(view.run, 1)).length, 100);
  });

  it("run several statements of a cell, the last of which bears its name", async () => {
    desk = await Desk.make(scripted({ "set x": {}, show: { ...numbers(2), command: true } }));
    const view = await desk.run([
      "--| name: last\nselect numbers 5;\nset x = 1;\nshow tables; -- done\n",
      "--| name: plain\nselect numbers 3; set x = 2",
    ]);
    assert.deepEqual(
      view.cells[0]?.results.map(({ name, main, rows }) => ({ name, main, rows })),
      [
        { name: undefined, main: false, rows: 5 },
        { name: "last", main: true, rows: 2 },
      ],
    );
    assert.deepEqual(
      view.cells[1]?.results.map(({ name, main }) => ({ name, main })),
      [{ name: "plain", main: true }],
    );
  });

  it("never compute a complete result again: its name stands for the kept rows", async () => {
    desk = await Desk.make(scripted());
    const session = await desk.open();
    await desk.run(["--| name: few\nselect numbers 10", "--| {name: many, preview: 10}\nselect numbers 11"], {
      on: session,
    });
    const views = desk.engine.begun.flatMap((work) => (work.do === "view" ? [work] : []));
    assert.deepEqual(
      views.map(({ name, relation }) => [name, relation.of]),
      [
        ["few", "rows"],
        ["many", "view"],
      ],
    );
    const [few] = views;
    assert.ok(few?.relation.of === "rows");
    assert.equal(texts(few.relation.ipc).length, 10);
  });

  it("tell the values of named results of one row, and those of parameters", async () => {
    desk = await Desk.make(scripted({ "select 7": one }));
    const text = `---\nparams:\n  day: {type: date, default: 2026-11-21}\n---\n${sqlCell("--| name: dau\nselect 7 where :day > 1")}`;
    const view = await desk.run(text);
    assert.deepEqual(view.values, { day: "2026-11-21", "dau.n": "7", "dau.text": "seven" });
    const statement = desk.engine.begun.find((work) => work.do === "statement");
    assert.deepEqual(statement?.do === "statement" && statement.args, [
      { name: "day", type: "date", value: "2026-11-21" },
    ]);
  });

  it("refuse an undeclared parameter with its place, before anything runs", async () => {
    desk = await Desk.make(scripted());
    const view = await desk.run(["select numbers 3;\n  select numbers :nope"]);
    assert.equal(view.state, "failed");
    const { error } = view.cells[0] ?? {};
    assert.equal(error?.code, "cell.undeclared");
    assert.deepEqual(error?.at, { cell: 0, line: 2, column: 18, endLine: 2, endColumn: 23 });
    assert.equal(desk.engine.begun.length, 0);
  });

  it("make views of the sources that a cell names, again when their files have changed or cannot be looked at", async () => {
    const unknown = {
      error: new BetweenError("engine.table-not-found", { name: "saved" }),
      failsAt: "statement",
    } as const;
    const script = {
      "source:logs": numbers(1),
      "source:saved": numbers(1, { error: new BetweenError("engine.path-not-found", {}) }),
      "select *\nfrom saved": numbers(1, unknown),
      select: numbers(2),
      "files:./logs": numbers(1),
    };
    desk = await Desk.make(scripted(script));
    const front =
      "---\nsources:\n  logs: {path: ./logs, format: json}\n  other: {path: ./other, format: csv}\n  saved: {result: growth/dau, format: delta}\n---\n";
    const session = await desk.open();
    const text = front + sqlCell("select * from Logs") + sqlCell("select `logs`.n from logs");
    await desk.run(text, { on: session });
    await desk.run(text, { on: session });
    const made = () =>
      desk.engine.begun.filter((work) => work.do === "view").map((work) => (work.do === "view" ? work.name : ""));
    assert.deepEqual(made(), ["logs"]);
    script["files:./logs"] = numbers(2);
    await desk.run(text, { on: session });
    assert.deepEqual(made(), ["logs", "logs"]);
    const elsewhere = text.replace("./logs", "./elsewhere");
    await desk.run(elsewhere, { on: session });
    await desk.run(elsewhere, { on: session });
    assert.deepEqual(made(), ["logs", "logs", "logs", "logs"]);
    const missing = await desk.run(front + sqlCell("select *\nfrom saved"), { on: session });
    assert.equal(missing.cells[0]?.error?.code, "source.unsaved");
    assert.deepEqual(missing.cells[0].error.at, { cell: 0, line: 2, column: 6, endLine: 2, endColumn: 11 });
  });

  it("give an engine's error its place in the cell", async () => {
    const error = new BetweenError(
      "engine.sql-syntax",
      {},
      { at: { line: 1, column: 8, endLine: 1, endColumn: 12 }, engineText: "found x" },
    );
    const second = new BetweenError("engine.cast", {}, { at: { line: 2, column: 3 } });
    desk = await Desk.make(
      scripted({
        "select oops": { ...numbers(1), error, failsAt: "statement" },
        "select\n": numbers(1, { error: second }),
      }),
    );
    const view = await desk.run(["select numbers 1; select oops", "select numbers 1;\n\n select\n  bad"], {
      keepGoing: true,
    });
    assert.deepEqual(view.cells[0]?.error?.at, { cell: 0, line: 1, column: 26, endLine: 1, endColumn: 30 });
    assert.equal(view.cells[0]?.error?.engineText, "found x");
    assert.deepEqual(view.cells[1]?.error?.at, { cell: 1, line: 4, column: 3 });
  });

  it("stop at the first failure unless told to keep going; an allowed failure fails nothing", async () => {
    const error = new BetweenError("engine.failed");
    desk = await Desk.make(scripted({ bad: { error } }));
    const states = async (first: string, keepGoing: boolean) => {
      const view = await desk.run([first, "select numbers 1"], { keepGoing });
      return [view.state, ...view.cells.map((cell) => cell.state)];
    };
    assert.deepEqual(await states("bad", false), ["failed", "failed", "skipped"]);
    assert.deepEqual(await states("bad", true), ["failed", "failed", "done"]);
    assert.deepEqual(await states("--| allow-failure: true\nbad", false), ["done", "failed", "done"]);
  });

  it("keep the rows that came before a failure", async () => {
    desk = await Desk.make(
      scripted({ "select half": numbers(50, { batch: 10, error: new BetweenError("engine.failed") }) }),
    );
    const view = await desk.run(["select half"]);
    assert.equal(view.cells[0]?.state, "failed");
    const [result] = view.cells[0].results;
    assert.equal(result?.extent, undefined);
    assert.equal((await desk.rows(view.run, 0, { follow: true })).length, result?.rows);
  });

  it("run other languages not yet, and say so", async () => {
    desk = await Desk.make(scripted());
    const view = await desk.run("```{python}\n1\n```\n\n```{cobol}\n1\n```\n", { keepGoing: true });
    assert.deepEqual(
      view.cells.map((cell) => cell.error?.code),
      ["cell.no-worker", "cell.language-unknown"],
    );
  });

  it("say once in a run how many lines of a source were left out, and of a large one that it was not counted", async () => {
    const table = {
      "source:logs": numbers(2),
      "source:__between_skipped_logs": numbers(5),
      "files:./x.json": numbers(1),
      "select count(_malformed)": { columns: { bad: "bigint", all: "bigint" }, rows: [[3n, 5n]] },
      "select * from logs": numbers(2),
    };
    desk = await Desk.make(scripted(table));
    const source = "{path: ./x.json, format: json, schema: n bigint, on-malformed: skip}";
    const text = `---\nbetween: 1\nsources:\n  logs: ${source}\n---\n`;
    const twice = sqlCell("select * from logs").repeat(2);
    const view = await desk.run(text + twice);
    assert.deepEqual(
      view.cells.map(({ notes }) => notes),
      [[{ code: "source.skipped", args: { source: "logs", skipped: 3, lines: 5 } }], []],
    );
    const session = await desk.open();
    const counts = () => desk.engine.begun.filter((work) => work.do === "read" && work.relation.of === "sql").length;
    for (let run = 0; run < 2; run++) {
      const again = await desk.run(text + twice, { on: session });
      assert.deepEqual(
        again.cells.map(({ notes }) => notes.length),
        [1, 0],
        "each run says it, whatever the session has said",
      );
    }
    assert.equal(counts(), 2, "counted once for each session");
    const { engine } = desk;
    const large: Engine = {
      ...engine,
      async open(options, signal) {
        const session = await engine.open(options, signal);
        return { ...session, files: async () => ({ files: 3, bytes: 256_400_001, newest: 0 }) };
      },
    };
    const other = await ServiceDesk.over(large);
    try {
      const { cells } = await other.run(text + twice);
      const uncounted = { code: "source.skipped-uncounted", args: { source: "logs", megabytes: 256 } };
      assert.deepEqual(
        cells.map(({ notes }) => notes),
        [[uncounted], []],
      );
    } finally {
      await other.end();
    }
  });

  it("run only the cells that were asked for", async () => {
    desk = await Desk.make(scripted());
    const view = await desk.run(["select numbers 1", "select numbers 2", "select numbers 3"], { cells: [1] });
    assert.deepEqual(
      view.cells.map((cell) => cell.state),
      [undefined, "done", undefined],
    );
    await assert.rejects(desk.run(["select numbers 1"], { cells: [5] }), { code: "run.no-cell" });
  });

  it("refuse a notebook with an error in it and a parameter of the wrong type", async () => {
    desk = await Desk.make(scripted());
    const text = `---\nparams:\n  n: {type: integer}\n---\n${sqlCell("select numbers 1")}`;
    await assert.rejects(desk.run(text, { params: { n: "x" } }), /notebook\./);
    await assert.rejects(desk.run(text), /notebook\.missing-parameter/);
    assert.equal((await desk.run(text, { params: { n: "5" } })).state, "done");
  });

  it("run a command that is sent twice once", async () => {
    desk = await Desk.make(scripted());
    const session = await desk.open();
    const command = commandId(randomUUID());
    const runs = await Promise.all([1, 2].map(() => desk.start(session, ["select numbers 1"], { command })));
    await desk.ended(runs[0] ?? runId("none"));
    runs.push(await desk.start(session, ["select numbers 1"], { command }));
    assert.equal(new Set(runs).size, 1);
    assert.equal(desk.engine.begun.filter((work) => work.do === "statement").length, 1);
  });

  it("let a subscriber resume behind its cursor, and give a snapshot for one that they do not know", async () => {
    desk = await Desk.make(scripted());
    const view = await desk.run(["select numbers 1"], { on: await desk.open() });
    const subscribe = async (cursor: { epoch: number; seq: number }) => {
      const told = await desk.service.answer<"subscribe">({ t: "subscribe", run: view.run, cursor }, ann, never);
      const events: RunEvent[] = [];
      for await (const logged of told.events) events.push(logged.event);
      return { recovered: told.recovered, events };
    };
    const all = await subscribe({ epoch: 1, seq: 0 });
    assert.equal(all.recovered, true);
    assert.deepEqual([all.events[0]?.t, all.events.at(-1)], ["run", { t: "run", at: view.endedAt, state: "done" }]);
    assert.deepEqual((await subscribe({ epoch: 1, seq: 2 })).events, all.events.slice(2));
    assert.deepEqual(await subscribe({ epoch: 1, seq: 999 }), { recovered: false, events: [] });
    assert.deepEqual(await subscribe({ epoch: 7, seq: 1 }), { recovered: false, events: [] });
  });

  it("interrupt the running cell on the engine and skip the rest; the next run goes on in the same session", async () => {
    const slow = gated(1);
    desk = await Desk.make(scripted({ "select slow": slow.answer }));
    const session = await desk.open();
    const run = await desk.start(session, ["select slow", "select numbers 1"]);
    await slow.reached;
    const waiting = await desk.start(session, ["select numbers 2"]);
    await desk.interrupt(waiting);
    await desk.interrupt(run);
    const view = await desk.ended(run);
    assert.deepEqual([view.state, ...view.cells.map((cell) => cell.state)], ["interrupted", "interrupted", "skipped"]);
    const other = await desk.ended(waiting);
    assert.deepEqual([other.state, ...other.cells.map((cell) => cell.state)], ["interrupted", "skipped"]);
    assert.equal((await desk.run(["select numbers 1"], { on: session })).state, "done");
    assert.equal(desk.engine.opened.length, 1);
  });

  it("end an engine by force that does not stop", async () => {
    const slow = gated(1);
    desk = await Desk.make(scripted({ "select slow": slow.answer }));
    const open = desk.engine.open.bind(desk.engine);
    desk.engine.open = async (options, signal) => {
      const session = await open(options, signal);
      return { ...session, run: (work) => session.run(work, never) };
    };
    const session = await desk.open();
    await desk.run(["--| name: kept\nselect numbers 1"], { on: session });
    const run = await desk.start(session, ["select slow"]);
    await slow.reached;
    await desk.interrupt(run);
    const view = await desk.ended(run);
    assert.deepEqual([view.state, view.cells[0]?.state], ["interrupted", "interrupted"]);
    assert.equal(view.cells[0]?.error?.code, "session.stopped");
    const next = await desk.run(["select numbers 1"], { on: session });
    assert.deepEqual([next.state, next.notes[0]?.args], ["done", { names: "kept" }]);
  });

  it("fail a cell that takes longer than its timeout", async () => {
    const slow = gated(1);
    desk = await Desk.make(scripted({ "select slow": slow.answer }));
    const view = await desk.run(["--| timeout: 1s\nselect slow"]);
    assert.equal(view.cells[0]?.state, "failed");
    assert.deepEqual(view.cells[0].error?.code, "cell.timeout");
  }).timeout(20_000);

  it("keep to a timeout also where the engine has to be ended for it, and go on in a fresh one if told to", async () => {
    const slow = gated(1);
    desk = await Desk.make(scripted({ "select slow": slow.answer }));
    const open = desk.engine.open.bind(desk.engine);
    desk.engine.open = async (options, signal) => {
      const session = await open(options, signal);
      return { ...session, run: (work) => session.run(work, never) };
    };
    const cells = ["--| name: kept\nselect numbers 1", "--| timeout: 1s\nselect slow", "select numbers 3"];
    const view = await desk.run(cells, { keepGoing: true });
    assert.deepEqual([view.state, ...view.cells.map((cell) => cell.state)], ["failed", "done", "failed", "done"]);
    assert.deepEqual(view.cells[1]?.error, { code: "cell.timeout", args: { seconds: 1 } });
    assert.deepEqual(
      view.cells[1].notes.map(({ code }) => code),
      ["session.stopped"],
    );
    assert.deepEqual(view.notes, [{ code: "session.names-lost", args: { names: "kept" } }]);
    assert.equal(desk.engine.opened.length, 2);
  }).timeout(20_000);

  it("say of a name whose rows are not kept that they are computed again, and when", async () => {
    const at = Date.UTC(2026, 10, 21, 5, 5);
    desk = await Desk.make(scripted({ select: numbers(1), with: numbers(1) }), { now: () => at });
    const session = await desk.open();
    const front = "---\ntimezone: Asia/Seoul\n---\n";
    const named = (options: string) => sqlCell(`--| {${options}, preview: 10}\nselect numbers 11`);
    const text = [
      named("name: Big"),
      named("name: copied, cache: true"),
      sqlCell("--| name: small\nselect numbers 3"),
      sqlCell("select * from copied join small on true"),
      sqlCell("select big from small"),
      sqlCell("with big as (select 1) select * from big"),
      sqlCell("select * from small join big on true; select count(*) from `big`"),
    ].join("");
    const view = await desk.run(front + text, { on: session });
    assert.deepEqual(
      view.cells.filter(({ kind }) => kind === "code").map(({ notes }) => notes),
      [[], [], [], [], [], [], [{ code: "cell.computed-again", args: { name: "big", time: "14:05" } }]],
    );
  });

  it("fail all that runs when the engine dies; the next run has a fresh one and says which names were lost", async () => {
    const died = new BetweenError("engine.died", { how: "SIGKILL" });
    const slow = gated(1);
    desk = await Desk.make(scripted({ "select slow": slow.answer }));
    const session = await desk.open();
    await desk.run(["--| name: a\nselect numbers 1", "--| name: b\nselect numbers 1"], { on: session });
    const run = await desk.start(session, ["select slow", "select numbers 1"], { keepGoing: true });
    await slow.reached;
    desk.engine.kill(session, died);
    const view = await desk.ended(run);
    assert.deepEqual([view.state, ...view.cells.map((cell) => cell.state)], ["failed", "failed", "skipped"]);
    assert.deepEqual(view.cells[0]?.error, died.toWire());
    const next = await desk.run(["select numbers 1"], { on: session });
    assert.equal(next.state, "done");
    assert.deepEqual(next.notes, [{ code: "session.names-lost", args: { names: "a, b" } }]);
    assert.deepEqual((await desk.run(["select numbers 1"], { on: session })).notes, []);
  });

  it("are lost with what runs there when the server's folder is removed, which is said to all who ask", async () => {
    const slow = gated(1);
    desk = await Desk.make(scripted({ "select slow": slow.answer }));
    const session = await desk.open();
    const run = await desk.start(session, ["select slow", "select numbers 1"]);
    const waiting = await desk.start(session, ["select numbers 1"]);
    await slow.reached;
    const gone = new Promise<BetweenError>((resolve) => desk.service.onGone(resolve));
    const following = [run, waiting].map((id) => desk.ended(id));
    await desk.ended(run, () => true);
    await rm(join(desk.folder, "servers"), { recursive: true });
    await assert.rejects(desk.start(session, ["select numbers 1"]), { code: "state.gone" });
    await assert.rejects(desk.open(), { code: "state.gone" });
    assert.equal((await gone).code, "state.gone");
    const [first, second] = await Promise.all(following);
    assert.deepEqual(
      [first, second].map((view) => [view?.state, view?.error?.code, view?.cells.map(({ state }) => state)]),
      [
        ["lost", "state.gone", ["lost", "skipped"]],
        ["lost", "state.gone", ["skipped"]],
      ],
    );
  });

  it("fail the run with the engine's reason when it cannot be opened", async () => {
    desk = await Desk.make(scripted());
    const error = new BetweenError("engine.start-failed", { how: "exit code 1" });
    desk.engine.open = async () => {
      throw error;
    };
    const view = await desk.run(["select numbers 1"]);
    assert.deepEqual([view.state, view.error, view.cells[0]?.state], ["failed", error.toWire(), "skipped"]);
  });

  it("end with their run where they are made for one, and when nobody holds them any more", async () => {
    desk = await Desk.make(scripted(), { idleMs: 0 });
    const idle = new Promise<void>((resolve) => desk.service.onIdle(0, resolve));
    const forRun = await desk.open("run");
    const forEditor = await desk.open();
    desk.service.hold?.(ann, [forEditor]);
    await desk.run(["select numbers 1"], { on: forRun });
    await desk.run(["select numbers 1"], { on: forEditor });
    const open = async () =>
      (await desk.service.answer<"sessions">({ t: "sessions" }, ann, never)).sessions.map(({ session }) => session);
    assert.deepEqual(await open(), [forEditor]);
    assert.equal(desk.service.idle, false);
    desk.service.gone?.(ann, [forEditor]);
    await idle;
    assert.deepEqual(await open(), []);
    await assert.rejects(desk.run(["select numbers 1"], { on: forRun }), { code: "session.unknown" });
  });

  it("belong to who opened them", async () => {
    desk = await Desk.make(scripted());
    const session = await desk.open();
    const close = (who: typeof ann) =>
      desk.service.answer<"close">({ t: "close", command: commandId(randomUUID()), session }, who, never);
    await assert.rejects(close({ user: "bob", role: "analyst" }), { code: "session.not-yours" });
    await close({ user: "root", role: "admin" });
  });

  it("write the run's record, from which history is listed newest first", async () => {
    desk = await Desk.make(scripted({ "select 7": one }));
    const first = await desk.run(["select 7", "select numbers 2000"]);
    const second = await desk.run(["select 7"], { uri: "file:///other.between-nb" });
    const record = await desk.record(first.run);
    assert.deepEqual(record.view, first);
    assert.deepEqual(
      record.tables.map(({ result, rows, arrow }) => [result, rows, texts(Buffer.from(arrow, "base64")).length]),
      [
        [0, 1, 1],
        [1, 1000, 1000],
      ],
    );
    const list = async (uri?: string) => {
      const { runs } = await desk.service.answer<"runs">({ t: "runs", ...(uri !== undefined && { uri }) }, ann, never);
      return runs.map(({ run }) => run);
    };
    assert.deepEqual((await list()).sort(), [first.run, second.run].sort());
    assert.deepEqual(await list("file:///other.between-nb"), [second.run]);
    await assert.rejects(desk.record(runId("20200101T000000-00000000")), { code: "run.unknown" });
  });

  it("are listed also when they end while the records are listed", async () => {
    const slow = gated(1);
    const [listed, goOn] = [new AbortController(), new AbortController()];
    let waits = false;
    const records = await mkdtemp(join(tmpdir(), "between-records-"));
    const store = folderStore(records);
    const list = store.list.bind(store);
    store.list = async function* (prefix, after, signal) {
      const all = [];
      for await (const one of list(prefix, after, signal)) all.push(one);
      if (waits) {
        listed.abort();
        await once(goOn.signal, "abort");
      }
      yield* all;
    };
    desk = await Desk.make(scripted({ "select slow": slow.answer }), { store });
    const run = await desk.start(await desk.open(), ["select slow"]);
    waits = true;
    const listing = desk.service.answer<"runs">({ t: "runs" }, ann, never);
    await once(listed.signal, "abort");
    waits = false;
    slow.open();
    await desk.ended(run);
    await desk.record(run);
    goOn.abort();
    assert.deepEqual(
      (await listing).runs.map((line) => line.run),
      [run],
    );
    await rm(records, { recursive: true });
  });

  it("keep 1,000 rows of a table in the record, and more of what a chart is drawn from", async () => {
    desk = await Desk.make(scripted());
    const chart = "--| {name: drawn, chart: {type: line, x: n, y: n}}";
    const { run } = await desk.run(["select numbers 3000", `${chart}\nselect numbers 3000`]);
    const { tables } = await desk.record(run);
    assert.deepEqual(
      tables.map(({ rows, arrow }) => [rows, texts(Buffer.from(arrow, "base64")).length]),
      [
        [1000, 1000],
        [3000, 3000],
      ],
    );
  });

  it("have no record of a run that goes on", async () => {
    const slow = gated(1);
    desk = await Desk.make(scripted({ "select slow": slow.answer }));
    const run = await desk.start(await desk.open(), ["select slow"]);
    await assert.rejects(desk.record(run), { code: "run.not-ended" });
    const { runs } = await desk.service.answer<"runs">({ t: "runs" }, ann, never);
    assert.deepEqual(
      runs.map((line) => line.run),
      [run],
    );
    slow.open();
    assert.ok(isOver(await desk.ended(run)));
  });

  it("give a long value whole, and an error where there is none", async () => {
    const long = "긴 글 ".repeat(40_000);
    desk = await Desk.make(scripted({ "select long": { columns: { text: "string" }, rows: [["short"], [long]] } }));
    const { run } = await desk.run(["select long"]);
    const value = async (row: number) => {
      const ask = { t: "value", run, result: 0, row, column: 0 } as const;
      return Buffer.from(await gather((await desk.service.answer<"value">(ask, ann, never)).body)).toString();
    };
    assert.ok((await desk.rows(run, 0))[1]?.[0]?.length ?? 0 < 4096);
    assert.equal(await value(1), long);
    assert.equal(await value(0), "short");
    await assert.rejects(value(2), { code: "result.no-row" });
    await assert.rejects(desk.rows(run, 9), { code: "result.unknown" });
  });

  it("export all rows of a result, of a complete one also when its session is gone", async () => {
    desk = await Desk.make(scripted());
    const session = await desk.open();
    const { run } = await desk.run(["select numbers 2", "--| preview: 3\nselect numbers 5"], { on: session });
    const exported = async (result: number) => {
      const ask = { t: "export", command: commandId(randomUUID()), run, result, format: "json" } as const;
      const { body } = await desk.service.answer<"export">(ask, ann, never);
      return Buffer.from(await gather(body)).toString();
    };
    const lines = (count: number) => Array.from({ length: count }, (_, n) => `{"n":${n}}\n`).join("");
    assert.equal(await exported(0), lines(2));
    assert.equal(await exported(1), lines(5));
    await desk.service.answer<"close">({ t: "close", command: commandId(randomUUID()), session }, ann, never);
    assert.equal(await exported(0), lines(2));
    await assert.rejects(exported(1), { code: "result.session-ended" });
    const { sessions } = await desk.service.answer<"sessions">({ t: "sessions" }, ann, never);
    assert.deepEqual(sessions, []);
  });

  it("say what an engine sees in files", async () => {
    const answer = { columns: { user: "bigint", dt: "string" }, rows: [[1n, "x"]] };
    desk = await Desk.make((text) => (text.endsWith("./logs") ? answer : undefined));
    const session = await desk.open();
    const ask = { t: "inspect", session, path: "./logs", format: "json" } as const;
    const found = await desk.service.answer<"inspect">(ask, ann, never);
    assert.deepEqual([found.schema.map(({ name }) => name), found.files], [["user", "dt"], 1]);
  });

  it("cache a query's rows where asked, so that everything later reads that copy", async () => {
    desk = await Desk.make(scripted());
    const view = await desk.run(["--| {cache: true, preview: 2, name: c}\nselect numbers 5"], {
      on: await desk.open(),
    });
    assert.equal(view.state, "done", JSON.stringify(view.cells[0]?.error));
    const done = desk.engine.begun.map((work) => (work.do === "view" ? `view of ${work.relation.of}` : work.do));
    assert.deepEqual(done, ["statement", "write", "view of parquet", "read", "view of view"]);
  });
});
