import assert from "node:assert/strict";
import { afterEach, describe, it } from "mocha";
import { BetweenError } from "../../protocol/errors.ts";
import { fakeEngine } from "../engine/fake.ts";
import { streamOf } from "../engine/fake-rows.ts";
import type { WorkerCell, WorkerEvent, WorkerKind } from "../engine/worker.ts";
import { ServiceDesk } from "./test-desk.ts";

const python = (code: string, options = "") => `\`\`\`{python}\n${options}${code}\n\`\`\`\n\n`;
const pair = streamOf([{ name: "n", type: "bigint", nullable: true }], [[1n], [2n]]);

/** A worker that answers each cell from a script, and what was asked of it. */
function scriptedWorker(script: (cell: WorkerCell, signal: AbortSignal) => AsyncIterable<WorkerEvent>) {
  const cells: WorkerCell[] = [];
  const opened: string[][] = [];
  const dying: ((error: BetweenError) => void)[] = [];
  let closed = 0;
  const kind: WorkerKind = {
    language: "python",
    open: async ({ requirements }) => {
      opened.push([...requirements]);
      return {
        ended: new Promise((resolve) => dying.push(resolve)),
        run: (cell, signal) => {
          cells.push(cell);
          return script(cell, signal);
        },
        memory: async () => 5_000_000,
        close: async () => {
          closed += 1;
        },
      };
    },
  };
  return { kind, cells, opened, die: (error: BetweenError) => dying.at(-1)?.(error), closed: () => closed };
}

const engine = () =>
  fakeEngine(
    (text) =>
      text.startsWith("select") || text.startsWith("source:")
        ? { columns: { n: "bigint" }, rows: [[1n], [2n], [3n]] }
        : {},
    { remote: { url: "sc://127.0.0.1:1/;session_id=s;user_id=u" } },
  );

describe("cells of other languages", () => {
  let desk: ServiceDesk;
  afterEach(() => desk.end());
  const over = async (worker: ReturnType<typeof scriptedWorker>) => {
    const scripted = engine();
    desk = await ServiceDesk.over(scripted, { workers: [worker.kind] });
    return scripted;
  };

  it("print, show frames and pictures in order, and give their last frame a name that SQL reads", async () => {
    const worker = scriptedWorker(async function* () {
      yield { t: "text", stream: "stdout", text: "hello\n" };
      yield { t: "rows", ipc: pair, more: false, shown: true };
      yield { t: "media", mime: "image/png", data: "iVBO" };
      yield { t: "rows", ipc: pair, more: false, shown: false };
    });
    await over(worker);
    const view = await desk.run(`${python("x", "#| name: two\n")}\`\`\`{sql}\nselect * from two\n\`\`\`\n`);
    const [cell, sql] = view.cells;
    assert.equal(cell?.state, "done", JSON.stringify(cell?.error));
    assert.deepEqual(cell?.text_out, [{ stream: "stdout", text: "hello\n" }]);
    assert.deepEqual(cell?.media, [{ mime: "image/png", data: "iVBO", after: 1 }]);
    assert.deepEqual(
      cell?.results.map(({ name, main, rows, extent }) => ({ name, main, rows, extent })),
      [
        { name: undefined, main: false, rows: 2, extent: "all" },
        { name: "two", main: true, rows: 2, extent: "all" },
      ],
    );
    assert.equal(sql?.state, "done");
  });

  it("make the sources that their strings name, and are given the run's parameters", async () => {
    const worker = scriptedWorker(async function* () {});
    const scripted = await over(worker);
    const front = `---\nbetween: 1\nrequirements: [six==1.17.0]\nparams:\n  day: {type: date, default: 2026-11-01}\nsources:\n  logs: {path: ./a.json, format: json}\n  other: {path: ./b.json, format: json}\n---\n`;
    const view = await desk.run(`${front}${python('spark.table("logs").count()')}`);
    assert.equal(view.state, "done", JSON.stringify(view));
    assert.deepEqual(worker.opened, [["six==1.17.0"]]);
    assert.deepEqual(worker.cells[0]?.params, [{ name: "day", type: "date", value: "2026-11-01" }]);
    const made = scripted.begun.flatMap((work) => (work.do === "view" ? [work.name] : []));
    assert.deepEqual(made, ["logs"]);
  });

  it("fail for a source that cannot be read only where they miss it", async () => {
    const worker = scriptedWorker(async function* ({ code }) {
      const message = "[TABLE_OR_VIEW_NOT_FOUND] The table or view `logs` cannot be found.";
      if (code.startsWith("spark"))
        throw new BetweenError("python.error", { type: "AnalysisException", message }, { at: { line: 1, column: 1 } });
      yield { t: "text", stream: "stdout", text: "nothing is read\n" };
    });
    const unreadable = new BetweenError("engine.path-empty", { path: "./a.json" });
    const remote = { url: "sc://127.0.0.1:1/;session_id=s;user_id=u" };
    const scripted = fakeEngine((text) => (text === "source:logs" ? { error: unreadable, failsAt: "read" } : {}), {
      remote,
    });
    desk = await ServiceDesk.over(scripted, { workers: [worker.kind] });
    const front = "---\nbetween: 1\nsources:\n  logs: {path: ./a.json, format: json}\n---\n";
    const cells = python("# logs are not read here") + python('spark.table("logs").count()');
    const view = await desk.run(`${front}${cells}`);
    assert.deepEqual(
      view.cells.map(({ state, error }) => error?.code ?? state),
      ["done", "engine.path-empty"],
    );
    assert.deepEqual(view.cells[1]?.error?.at, { cell: 1, line: 1, column: 1 });
  });

  it("fail for a source that cannot be read any more, of which the engine has an earlier state", async () => {
    const state: { error?: BetweenError } = {};
    const scripted = fakeEngine(
      (text) => (text === "source:logs" ? { columns: { n: "bigint" }, rows: [], ...state } : {}),
      {
        remote: { url: "sc://127.0.0.1:1/;session_id=s;user_id=u" },
      },
    );
    desk = await ServiceDesk.over(scripted, { workers: [scriptedWorker(async function* () {}).kind] });
    const session = await desk.open();
    const text = `---\nbetween: 1\nsources:\n  logs: {path: ./t, format: delta}\n---\n${python("logs")}`;
    const codes = async () =>
      (await desk.run(text, { on: session })).cells.map(({ state, error }) => error?.code ?? state);
    assert.deepEqual(await codes(), ["done"]);
    state.error = new BetweenError("engine.path-empty", { path: "./t" });
    assert.deepEqual(await codes(), ["engine.path-empty"]);
  });

  it("fail with their place, and the cells behind them are skipped", async () => {
    const worker = scriptedWorker(async function* () {
      yield { t: "text", stream: "stderr", text: "before\n" };
      throw new BetweenError("engine.failed", {}, { at: { line: 2, column: 3 }, engineText: "boom" });
    });
    await over(worker);
    const view = await desk.run(`${python("a\nb b")}${python("c")}`);
    assert.deepEqual(
      view.cells.map(({ state }) => state),
      ["failed", "skipped"],
    );
    assert.deepEqual(view.cells[0]?.error?.at, { cell: 0, line: 2, column: 3 });
    assert.deepEqual(view.cells[0]?.text_out, [{ stream: "stderr", text: "before\n" }]);
  });

  it("end with the reason when their worker dies; the next cell has a new one and is told what is lost", async () => {
    const gone = new BetweenError("engine.died", { how: "killed" });
    let first = true;
    const worker = scriptedWorker(async function* () {
      if (!first) {
        yield { t: "text", stream: "stdout", text: "again\n" };
        return;
      }
      first = false;
      worker.die(gone);
      throw gone;
    });
    await over(worker);
    const view = await desk.run(`${python("a")}\`\`\`{sql}\nselect 1\n\`\`\`\n\n${python("b")}`, { keepGoing: true });
    assert.deepEqual(
      view.cells.map(({ state }) => state),
      ["failed", "done", "done"],
    );
    assert.equal(view.cells[0]?.error?.code, "engine.died");
    assert.deepEqual(
      view.cells[2]?.notes.map(({ code }) => code),
      ["worker.names-lost"],
    );
    assert.equal(worker.opened.length, 2);
  });

  it("keep no more pictures than a message can carry, and say so", async () => {
    const worker = scriptedWorker(async function* () {
      for (let i = 0; i < 102; i++) yield { t: "media", mime: "text/plain", data: "x" };
      yield { t: "media", mime: "text/plain", data: "x" };
    });
    await over(worker);
    const view = await desk.run(python("a"));
    assert.equal(view.cells[0]?.media?.length, 100);
    assert.deepEqual(
      view.cells[0]?.notes.map(({ code }) => code),
      ["cell.media-too-many"],
    );
    await desk.end();
    const large = scriptedWorker(async function* () {
      yield { t: "media", mime: "image/png", data: "A".repeat(1_400_001) };
    });
    await over(large);
    const cut = await desk.run(python("a"));
    assert.deepEqual(
      cut.cells[0]?.notes.map(({ code }) => code),
      ["cell.media-too-large"],
    );
  });

  it("do not name a frame that was cut", async () => {
    const worker = scriptedWorker(async function* () {
      yield { t: "rows", ipc: pair, more: true, shown: false };
    });
    await over(worker);
    const plain = await desk.run(python("a"));
    assert.deepEqual(
      plain.cells[0]?.results.map(({ rows, extent }) => [rows, extent]),
      [[2, "more"]],
    );
    const named = await desk.run(python("a", "#| name: x\n"));
    assert.equal(named.cells[0]?.error?.code, "cell.frame-cut");
  });

  it("say when nobody runs them here, or not on this engine", async () => {
    desk = await ServiceDesk.over(engine());
    const view = await desk.run(`${python("a")}\`\`\`{scala}\n1\n\`\`\`\n\n\`\`\`{vega-lite}\n{}\n\`\`\`\n`, {
      keepGoing: true,
    });
    assert.deepEqual(
      view.cells.map(({ error, state }) => error?.code ?? state),
      ["cell.no-worker", "cell.scala-needs-spark", "done"],
    );
  });
});
