import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { runId, sessionId } from "../../protocol/ids.ts";
import type { RunEvent, RunView } from "../../protocol/messages.ts";
import { applyEvent, emptyRunView } from "../../protocol/run-view.ts";
import { newsOf, nothingTold, type News } from "./run-news.ts";

const empty = emptyRunView({
  run: runId("r"),
  session: sessionId("s"),
  notebook: { uri: "file:///a.between-nb", id: "a", title: "A", timezone: "UTC", lang: "en" },
  engine: "embedded",
  user: "me",
  params: [],
  createdAt: 0,
  cells: [
    { kind: "markdown", text: "# A", line: 1, options: {} },
    { kind: "code", language: "sql", text: "select 1", line: 3, options: { name: "first" } },
    { kind: "code", language: "sql", text: "select 2", line: 6, options: {} },
  ],
});
const cell = (cell: number, state: "queued" | "running" | "done" | "skipped"): RunEvent => ({
  t: "cell",
  cell,
  at: 0,
  state,
});
const text = (text: string): RunEvent => ({ t: "text", cell: 1, stream: "stdout", text });
const after = (...events: RunEvent[]) => events.reduce(applyEvent, empty);

/** What is told when these views come one after the other. */
function toldOf(...views: RunView[]): News[] {
  let told = nothingTold;
  return views.flatMap((view) => {
    const [next, news] = newsOf(told, view);
    told = next;
    return news;
  });
}

describe("newsOf", () => {
  it("tells starts and ends once, whether events or snapshots come", () => {
    const events: RunEvent[] = [
      cell(1, "queued"),
      cell(2, "queued"),
      cell(1, "running"),
      cell(1, "done"),
      cell(2, "running"),
      cell(2, "done"),
    ];
    const views = events.map((_, i) => after(...events.slice(0, i + 1)));
    const expected = [
      { t: "started", cell: 1 },
      { t: "ended", cell: 1 },
      { t: "started", cell: 2 },
      { t: "ended", cell: 2 },
    ];
    assert.deepEqual(toldOf(...views), expected);
    assert.deepEqual(toldOf(after(...events)), expected);
  });

  it("tells text in whole lines, the rest at the end", () => {
    const running = [cell(1, "running"), text("one\ntw")];
    const more = [...running, text("o\nthree")];
    assert.deepEqual(toldOf(after(...running), after(...more), after(...more, cell(1, "done"))), [
      { t: "started", cell: 1 },
      { t: "text", cell: 1, text: "one\n" },
      { t: "text", cell: 1, text: "two\n" },
      { t: "text", cell: 1, text: "three" },
      { t: "ended", cell: 1 },
    ]);
  });

  it("says how much of a long text was not kept", () => {
    const long = "x".repeat(99) + "\n";
    const view = after(cell(1, "running"), text(long.repeat(5000)), cell(1, "done"));
    const news = toldOf(view).filter(({ t }) => t === "text" || t === "text-left-out");
    const seen = news.reduce(
      (sum, item) => sum + (item.t === "text" ? item.text.length : item.t === "text-left-out" ? item.units : 0),
      0,
    );
    assert.equal(seen, 500_000);
    assert.deepEqual(
      news.map(({ t }) => t),
      ["text", "text-left-out", "text"],
    );
  });

  it("tells a note once and says nothing of the start of a skipped cell", () => {
    const note: RunEvent = { t: "note", code: "engine.starting", args: {} };
    assert.deepEqual(toldOf(after(note), after(note, cell(1, "skipped"))), [
      { t: "note", code: "engine.starting", args: {} },
      { t: "ended", cell: 1 },
    ]);
  });

  it("tell the set-up of a cell's process as it goes, once each", () => {
    const step = (detail: string): RunEvent => ({
      t: "note",
      cell: 1,
      code: "worker.setting-up",
      args: { language: "python", detail },
    });
    const [told, first] = newsOf(nothingTold, after(cell(1, "running"), step("a")));
    assert.deepEqual(first.at(-1), { t: "note", code: "worker.setting-up", args: { language: "python", detail: "a" } });
    const [, second] = newsOf(told, after(cell(1, "running"), step("a"), step("b")));
    assert.deepEqual(
      second.map((one) => (one.t === "note" ? one.args["detail"] : one.t)),
      ["b"],
    );
    assert.deepEqual(after(cell(1, "running"), step("a"), cell(1, "done")).cells[1]?.notes, []);
  });
});
