import assert from "node:assert/strict";
import { afterEach, describe, it } from "mocha";
import type { Answer, Script } from "../../kernel-server/engine/fake.ts";
import { NOTEBOOK_OUTPUT_BYTES, SHRUNK_ROWS } from "../../protocol/cell-output.ts";
import { LIVE_TIMES } from "../../extension/runs/live-runs.ts";
import { BetweenError } from "../../protocol/errors.ts";
import { fromBase64 } from "../../protocol/values/base64.ts";
import { decodePage } from "../../protocol/values/page.ts";
import { kernel, markdown, NotebookDesk, sql } from "./notebook-desk.ts";
import type { TestCell, Window } from "./notebook-desk.ts";

const until = (signal: AbortSignal) =>
  new Promise<void>((_, reject) =>
    signal.addEventListener("abort", () => reject(new BetweenError("engine.interrupted")), { once: true }),
  );

let gate: () => void = () => undefined;
const script: Script = (text): Answer | undefined => {
  if (text === "fails")
    return { error: new BetweenError("engine.sql-syntax", {}, { engineText: "no" }), failsAt: "statement" };
  if (text === "forever") return { columns: { n: "int" }, rows: [], before: (_, signal) => until(signal) };
  if (text.startsWith("gated")) {
    return {
      columns: { n: "int" },
      rows: [[1]],
      before: (batch) => (batch === -1 ? new Promise((resolve) => (gate = resolve)) : Promise.resolve()),
    };
  }
  if (text.startsWith("missing"))
    return { error: new BetweenError("engine.table-not-found", { name: "base" }), failsAt: "statement" };
  if (text.startsWith("wide")) {
    return {
      columns: { t: "string" },
      rows: Array.from({ length: 2000 }, (_, i) => [`${i} ${"x".repeat(150)}`]),
      batch: 500,
    };
  }
  if (text.startsWith("many")) {
    return { columns: { n: "int" }, rows: Array.from({ length: 3000 }, (_, i) => [i]), batch: 500 };
  }
  const rows = /^select (\d+)/.exec(text);
  return { columns: { n: "int" }, rows: [[Number(rows?.[1] ?? 0)]] };
};

const state = ({ output }: TestCell) => output?.state;
const values = ({ output }: TestCell): unknown[] => {
  const page = output?.results[0]?.page;
  if (!page) return [];
  const decoded = decodePage(fromBase64(page.arrow));
  assert.equal(decoded.rows, page.rows);
  return Array.from({ length: decoded.rows }, (_, row) => Number(decoded.columns[0]?.value(row)));
};

describe("the runs of a notebook", () => {
  let desk: NotebookDesk;
  let times = LIVE_TIMES;
  const open = async (...cells: TestCell[]): Promise<Window> => {
    desk = await NotebookDesk.make(script);
    desk.times = times;
    const window = desk.open(cells);
    await window.runs.restore(kernel());
    return window;
  };
  /** The same file in another window, with nothing on screen. */
  const again = (window: Window): Window =>
    desk.open(window.cells.map((cell) => ({ ...sql(cell.value), kind: cell.kind, language: cell.language })));
  afterEach(async () => {
    times = LIVE_TIMES;
    await desk.end();
  });

  it("show each cell's rows, in one run in the order of the document", async () => {
    const window = await open(markdown("# Title"), sql("select 1"), sql("select 2"));
    await window.runs.execute([window.cell(2), window.cell(1)], kernel());
    assert.deepEqual(window.cells.map(state), [undefined, "done", "done"]);
    assert.deepEqual(window.cells.map(values), [[], [1], [2]]);
    assert.equal(window.cell(1).output?.run, window.cell(2).output?.run);
    assert.deepEqual(window.cell(1).told, ["create", "start", "end true"]);
    assert.equal(desk.engine.opened.length, 1);
  });

  it("stop at the first error, and leave what the later cells showed", async () => {
    const window = await open(sql("select 1"), sql("select 2"));
    await window.execute();
    window.cell(0).value = "fails";
    await window.execute();
    assert.deepEqual(window.cells.map(state), ["failed", "done"]);
    assert.deepEqual(values(window.cell(1)), [2]);
    assert.deepEqual(window.cell(1).told.slice(-2), ["create", "end undefined"]);
    window.settings.continueAfterError = true;
    window.cell(1).value = "select 3";
    await window.execute();
    assert.deepEqual(values(window.cell(1)), [3]);
  });

  it("hold all rows that fit, and tell exactly how many those are", async () => {
    const window = await open(sql("many"));
    await window.execute();
    assert.equal(window.cell(0).output?.results[0]?.rows, 3000);
    assert.equal(values(window.cell(0)).length, 3000);
  });

  it("run a cell once, however often it is asked for while it runs", async () => {
    const window = await open(sql("gated"), sql("select 2"));
    const first = window.execute(0);
    await window.until(() => state(window.cell(0)) === "running");
    const second = window.execute(0, 1);
    gate();
    await Promise.all([first, second]);
    assert.deepEqual(window.cell(0).told, ["create", "start", "end true"]);
    assert.deepEqual(values(window.cell(1)), [2]);
  });

  it("wait behind an earlier run of a cell whose rows are still on their way, and run then, in their order", async () => {
    const window = await open(sql("select 1"), sql("select 2"));
    let rowsCome: () => void = () => undefined;
    desk.rows = new Promise((resolve) => (rowsCome = resolve));
    const first = window.execute(0);
    await window.until(() => window.runs.running(window.cell(0))?.state.is === "ended");
    window.cell(0).value = "select 3";
    const later = [window.execute(0), window.execute(0), window.execute(1)];
    assert.deepEqual(window.cell(0).told, ["create", "start"]);
    rowsCome();
    await Promise.all([first, ...later]);
    assert.deepEqual(window.cells.map(values), [[3], [2]]);
    assert.deepEqual(window.cell(0).told, ["create", "start", "end true", "create", "start", "end true"]);
    const statements = desk.engine.begun.flatMap((work) => (work.do === "statement" ? [work.text] : []));
    assert.deepEqual(statements, ["select 1", "select 3", "select 2"]);
  });

  it("are not begun when they are cancelled while they wait for an earlier run's rows", async () => {
    const window = await open(sql("select 1"));
    let rowsCome: () => void = () => undefined;
    desk.rows = new Promise((resolve) => (rowsCome = resolve));
    const first = window.execute(0);
    await window.until(() => window.runs.running(window.cell(0))?.state.is === "ended");
    const second = window.execute(0);
    await window.runs.interrupt();
    rowsCome();
    await Promise.all([first, second]);
    assert.deepEqual(window.cell(0).told, ["create", "start", "end true"]);
  });

  it("keep the earlier rows on screen until there are new ones", async () => {
    const window = await open(sql("gated"));
    const first = window.execute();
    await window.until(() => state(window.cell(0)) === "running");
    gate();
    await first;
    const before = window.cell(0).output;
    const second = window.execute();
    await window.until(() => state(window.cell(0)) === "running");
    assert.equal(window.cell(0).output?.run, before?.run);
    assert.deepEqual(values(window.cell(0)), [1]);
    gate();
    await second;
    assert.notEqual(window.cell(0).output?.run, before?.run);
    assert.ok(window.cell(0).shown.every(({ output }) => output === before?.output));
  });

  it("end what is cancelled, and what waits behind it", async () => {
    const window = await open(sql("forever"), sql("select 2"));
    const running = window.execute();
    await window.until(() => state(window.cell(0)) === "running");
    await window.runs.interrupt();
    await running;
    assert.equal(state(window.cell(0)), "interrupted");
    assert.deepEqual(window.cell(1).told, ["create", "end undefined"]);
    assert.equal(window.runs.busy, false);
  });

  it("end in the editor though the server is mute, after ending the session was offered; the truth is shown later", async () => {
    times = { ...LIVE_TIMES, grace: 20, deadline: 600 };
    const window = await open(sql("gated"), sql("select 2"));
    const running = window.execute();
    await window.until(() => state(window.cell(0)) === "running");
    desk.deaf = true;
    void window.runs.interrupt();
    await window.until(() => window.cell(0).shown.some(({ doing }) => doing?.t === "cancelling" && doing.forceable));
    await running;
    assert.deepEqual(window.offers, ["end"]);
    assert.equal(state(window.cell(0)), "lost");
    assert.equal(window.cell(0).output?.error?.code, "cells.no-answer");
    assert.deepEqual(window.cell(1).told, ["create", "end undefined"]);
    gate();
    await window.until(() => desk.engine.begun.length >= 4);
    await window.runs.look(kernel());
    await window.until(() => state(window.cell(0)) === "done" && !window.runs.busy);
    await window.runs.look(kernel());
    await window.until(() => !window.runs.busy);
    assert.deepEqual(window.cells.map(values), [[1], [2]]);
  });

  it("end in the editor when the server stays away, and are shown as they went on when it is back", async () => {
    times = { ...LIVE_TIMES, outOfTouch: 30 };
    const window = await open(sql("gated"));
    const running = window.execute();
    await window.until(() => state(window.cell(0)) === "running");
    desk.down = new BetweenError("wire.unreachable", { reason: "the network is gone" });
    desk.hangUp();
    await running;
    assert.equal(window.cell(0).output?.error?.code, "cells.out-of-touch");
    desk.down = undefined;
    gate();
    await window.runs.restore(kernel());
    await window.until(() => state(window.cell(0)) === "done");
    assert.deepEqual(values(window.cell(0)), [1]);
  });

  it("go on when the running cell is deleted, without it", async () => {
    const window = await open(sql("gated"), sql("select 2"));
    const running = window.execute();
    await window.until(() => state(window.cell(0)) === "running");
    const [gone] = window.cells.splice(0, 1);
    assert.ok(gone);
    window.runs.removed([gone], []);
    assert.equal(gone.told.at(-1), "end undefined");
    gate();
    await running;
    assert.deepEqual(values(window.cell(0)), [2]);
  });

  it("go on in the cells that come in their place when the file is read anew, though VS Code interrupts", async () => {
    const window = await open(sql("select 5"), sql("gated"), sql("select 2"));
    void window.execute();
    await window.until(() => state(window.cell(1)) === "running");
    const interrupted = window.runs.interruptUnlessTaken();
    const gone = window.cells.splice(0, 3, sql("select 5"), sql("gated"), sql("select 2"), sql("select 9"));
    window.runs.removed(gone, [...window.cells]);
    await interrupted;
    assert.deepEqual(
      gone.map(({ told }) => told.at(-1)),
      ["end true", "end undefined", "end undefined"],
    );
    await window.until(() => state(window.cell(1)) === "running");
    assert.deepEqual(values(window.cell(0)), [5]);
    gate();
    await window.until(() => state(window.cell(2)) === "done");
    assert.deepEqual(window.cells.slice(0, 3).map(values), [[5], [1], [2]]);
    assert.equal(window.cell(3).output, undefined);
  });

  it("end when VS Code interrupts and the running cell does not come back", async () => {
    const window = await open(sql("gated"), sql("select 2"));
    const running = window.execute();
    await window.until(() => state(window.cell(0)) === "running");
    const [gone] = window.cells.splice(0, 1, sql("select 3"));
    assert.ok(gone);
    window.runs.removed([gone], [window.cell(0)]);
    await window.runs.interruptUnlessTaken();
    await running;
    assert.equal(window.cell(0).output, undefined);
    assert.equal(state(window.cell(1)), undefined);
  });

  it("show in each cell its own result though cells are moved and edited meanwhile", async () => {
    const window = await open(sql("gated"), sql("select 2"));
    const running = window.execute();
    await window.until(() => state(window.cell(0)) === "running");
    window.cells.reverse();
    window.cell(0).value = "select 5";
    gate();
    await running;
    assert.deepEqual(window.cells.map(values), [[2], [1]]);
    window.runs.review();
    assert.deepEqual(window.stale(), ["code", undefined]);
  });

  it("say in the cell why the server refuses, and in no other", async () => {
    const window = await open(
      { ...sql("title: [\nparams: 1"), language: "between-front" },
      sql("select 1"),
      sql("select 2"),
    );
    await window.execute();
    assert.equal(state(window.cell(1)), "failed");
    assert.match(window.cell(1).output?.error?.code ?? "", /^notebook\./);
    assert.deepEqual(window.cell(2).told, ["create", "end undefined"]);
  });

  it("can be cancelled while the server cannot be reached", async () => {
    const window = await open(sql("select 1"), sql("select 2"));
    await desk.endServer();
    const running = window.execute();
    await window.until(() => state(window.cell(0)) === "running");
    await window.runs.interrupt();
    await running;
    assert.equal(state(window.cell(0)), "interrupted");
    assert.deepEqual(window.cell(1).told, ["create", "end undefined"]);
    await desk.startServer();
  });

  it("are there again in another window, without running", async () => {
    const window = await open(markdown("x"), sql("select 1"), sql("many"), sql("fails"));
    await window.execute();
    const begun = desk.engine.begun.length;
    const other = again(window);
    await other.runs.restore(kernel());
    assert.deepEqual(other.cells.map(state), [undefined, "done", "done", "failed"]);
    assert.deepEqual(values(other.cell(1)), [1]);
    assert.equal(values(other.cell(2)).length, 3000);
    assert.deepEqual(other.cell(1).told, ["create", "start", "end true"]);
    assert.equal(desk.engine.begun.length, begun);
    assert.equal(other.cell(1).output?.startedAt, window.cell(1).output?.startedAt);
  });

  it("go on in a window that opens in their midst", async () => {
    const window = await open(sql("select 1"), sql("gated"), sql("select 3"));
    const running = window.execute();
    await window.until(() => state(window.cell(1)) === "running");
    const other = again(window);
    await other.runs.restore(kernel());
    assert.equal(state(other.cell(0)), "done");
    await other.until(() => state(other.cell(1)) === "running");
    gate();
    await running;
    await other.until(() => !other.runs.busy);
    assert.deepEqual(other.cells.map(values), [[1], [1], [3]]);
    assert.deepEqual(other.cell(2).told, ["create", "start", "end true"]);
  });

  it("are of the engine that they run on, also in a window whose kernel is another one", async () => {
    const window = await open(sql("gated"));
    const running = window.runs.execute(window.cells, kernel("other"));
    await window.until(() => state(window.cell(0)) === "running");
    const other = again(window);
    await other.runs.restore(kernel());
    await other.until(() => state(other.cell(0)) === "running");
    await other.runs.endSession(kernel());
    assert.equal(other.runs.running(other.cell(0))?.state.cancel, undefined);
    await other.runs.endSession(kernel("other"));
    assert.notEqual(other.runs.running(other.cell(0))?.state.cancel, undefined);
    gate();
    await running;
    await other.until(() => !other.runs.busy);
    assert.deepEqual(other.cells.map(values), [[1]]);
  });

  it("appear in a window that looks while another one runs them", async () => {
    const window = await open(sql("gated"));
    const other = again(window);
    await other.runs.restore(kernel());
    const running = window.execute();
    await window.until(() => state(window.cell(0)) === "running");
    await other.runs.look(kernel());
    await other.until(() => state(other.cell(0)) === "running");
    gate();
    await running;
    await other.until(() => !other.runs.busy && state(other.cell(0)) === "done");
    const told = other.cell(0).told.length;
    await other.runs.look(kernel());
    assert.equal(other.cell(0).told.length, told);
  });

  it("show the newest result of each cell, whichever run it is of, and say which are of other code", async () => {
    const window = await open(sql("select 1"), sql("--| name: b\nselect 2"));
    await window.execute();
    await window.execute(0);
    window.cell(1).value = "--| name: b\nselect 20";
    const other = again(window);
    await other.runs.restore(kernel());
    assert.notEqual(other.cell(0).output?.run, other.cell(1).output?.run);
    assert.deepEqual(values(other.cell(1)), [2]);
    assert.deepEqual(other.stale(), [undefined, "code"]);
  });

  it("find a cell without a name by its neighbours when its code has changed", async () => {
    const window = await open(sql("select 1"), sql("select 2"), sql("select 3"));
    await window.execute();
    window.cell(1).value = "select 20";
    const other = again(window);
    await other.runs.restore(kernel());
    assert.deepEqual(other.cells.map(values), [[1], [2], [3]]);
    assert.deepEqual(other.stale(), [undefined, "code", undefined]);
  });

  it("come back from the editor's own store while no server runs, and are of the same run when it does", async () => {
    const window = await open(sql("select 1"), sql("fails"));
    await window.execute();
    await window.runs.keep();
    await desk.endServer();
    const other = again(window);
    await other.runs.restore(kernel());
    assert.deepEqual(other.cells.map(state), ["done", "failed"]);
    assert.deepEqual(values(other.cell(0)), [1]);
    const run = other.cell(0).output?.run;
    assert.equal(run && other.runs.view(run)?.cells.length, 2);
    await desk.startServer();
    const told = other.cell(0).told.length;
    await other.runs.restore(kernel());
    assert.equal(other.cell(0).told.length, told);
  });

  it("are lost with a server whose engine cannot go on, and said to be", async () => {
    const window = await open(sql("select 1"), sql("forever"), sql("select 3"));
    const running = window.execute();
    await window.until(() => state(window.cell(1)) === "running");
    desk.engine.cutOff();
    await desk.endServer();
    await desk.startServer();
    await running;
    assert.equal(state(window.cell(0)), "done");
    assert.ok(["lost", "interrupted"].includes(state(window.cell(1)) ?? ""), state(window.cell(1)));
    assert.deepEqual(window.cell(1).output?.results, []);
    assert.equal(window.runs.busy, false);
    const told = window.cell(1).told.length;
    await window.runs.look(kernel());
    assert.equal(window.cell(1).told.length, told);
  });

  it("go on over a line that breaks", async () => {
    const window = await open(sql("gated"));
    const running = window.execute();
    await window.until(() => state(window.cell(0)) === "running");
    desk.down = new BetweenError("wire.unreachable", { reason: "the network is gone" });
    desk.hangUp();
    await window.until(() => window.cell(0).output?.doing?.t === "reconnecting");
    desk.down = undefined;
    await window.until(() => window.cell(0).output?.doing?.t === "running");
    gate();
    await running;
    assert.deepEqual(values(window.cell(0)), [1]);
  });

  it("end with their session, at once and each of them", async () => {
    const window = await open(sql("forever"), sql("select 2"));
    const running = window.execute();
    await window.until(() => state(window.cell(0)) === "running");
    await window.runs.endSession(kernel());
    await running;
    assert.equal(state(window.cell(0)), "interrupted");
    assert.equal(window.runs.session(kernel()), undefined);
  });

  it("open another session where theirs is gone, and name what was lost with it", async () => {
    const window = await open(sql("--| name: base\nselect 1"), sql("select 2"));
    await window.execute();
    const session = window.runs.session(kernel())?.session;
    assert.ok(session);
    const client = await desk.servers.client();
    await client.ask({ t: "close", command: crypto.randomUUID() as never, session });
    await window.execute(1);
    assert.deepEqual(values(window.cell(1)), [2]);
    assert.deepEqual(window.warnings, [{ code: "cells.session-lost", args: { names: "base" } }]);
  });

  it("hold no more than an editor can back up beside unsaved text, whatever is run; the oldest shrink", async () => {
    const window = await open(...Array.from({ length: 40 }, (_, i) => sql(`wide ${i}`)));
    const total = () => window.cells.reduce((sum, { output }) => sum + (output ? JSON.stringify(output).length : 0), 0);
    let most = 0;
    const watch = setInterval(() => (most = Math.max(most, total())), 1);
    await window.execute();
    const held = () => window.cells.reduce((sum, cell) => sum + (window.runs.shown(cell)?.bytes ?? 0), 0);
    await window.until(() => held() <= NOTEBOOK_OUTPUT_BYTES - 500_000);
    assert.equal(held(), total());
    clearInterval(watch);
    assert.ok(most < 9_000_000, `${most} bytes at once`);
    assert.equal(window.cell(0).output?.results[0]?.page?.rows, SHRUNK_ROWS);
    assert.equal(window.cell(39).output?.results[0]?.page?.rows, 2000);
    assert.equal(window.cell(0).output?.results[0]?.rows, 2000);
    await window.runs.keep();
    const other = again(window);
    await other.runs.restore(kernel());
    assert.deepEqual(
      other.cells.map(state),
      Array.from({ length: 40 }, () => "done"),
    );
    assert.ok(
      other.cells.every(({ told }) => told.length === 3),
      "what the store had was read from the server again",
    );
  });

  it("write what a cell saves when asked to", async () => {
    const window = await open(sql("--| save: {to: out, format: parquet, replace: all}\nselect 1"));
    await window.execute();
    assert.ok(window.cell(0).output?.saveable);
    await window.runs.execute([window.cell(0)], kernel(), { save: true });
    assert.equal(window.cell(0).output?.saved.length, 1);
    assert.equal(window.cell(0).output?.saveable, undefined);
  });

  it("do not come back when the person has cleared them", async () => {
    const window = await open(sql("select 1"));
    await window.execute();
    window.runs.cleared(window.cell(0));
    assert.equal(window.runs.shown(window.cell(0)), undefined);
    await window.runs.look(kernel());
    assert.equal(window.runs.shown(window.cell(0)), undefined);
  });

  it("draw a Vega-Lite cell over the rows of the cell that it names", async () => {
    const spec = { data: { name: "base" }, mark: "bar" };
    const window = await open(sql("--| name: base\nselect 7"), { ...sql(JSON.stringify(spec)), language: "vega-lite" });
    await window.execute();
    assert.deepEqual(window.cell(1).output?.results[0]?.vegaLite, spec);
    assert.deepEqual(values(window.cell(1)), [7]);
    assert.deepEqual(window.stale(), [undefined, undefined]);
    await window.execute(0);
    assert.deepEqual(window.stale(), [undefined, "upstream"]);
  });
});
