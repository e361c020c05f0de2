import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { runId, sessionId } from "../../protocol/ids.ts";
import type { RunEvent, RunView } from "../../protocol/messages.ts";
import { applyEvent, emptyRunView } from "../../protocol/run-view.ts";
import { cellLines } from "./cell-lines.ts";
import { paint } from "./paint.ts";
import { frameLines } from "./run-frame.ts";
import { widthOf } from "./text-width.ts";

const ways = { lang: "en", paint: paint(false), width: 60 } as const;
const schema = [{ name: "n", type: "bigint", nullable: false }];

function viewAfter(...events: RunEvent[]): RunView {
  const cells = ["dau", "", ""].map((name, i) => ({
    kind: "code" as const,
    language: "sql",
    text: `\nselect ${i} as 가입자수 from a_table_with_a_name_that_is_long`,
    line: 10 * (i + 1),
    options: name ? { name } : {},
  }));
  const start = emptyRunView({
    run: runId("20261122T052341-3f9a1c04"),
    session: sessionId("s"),
    notebook: { uri: "between:test", id: "a", title: "A", timezone: "UTC", lang: "en" },
    engine: "embedded",
    user: "me",
    params: [],
    createdAt: 0,
    cells,
  });
  const queued = cells.map((_, cell): RunEvent => ({ t: "cell", cell, at: 0, state: "queued" }));
  return [...queued, ...events].reduce(applyEvent, start);
}

const running: RunEvent[] = [
  { t: "cell", cell: 0, at: 1000, state: "running" },
  { t: "result", cell: 0, result: 0, schema, main: true },
  { t: "rows", result: 0, rows: 5000, bytes: 40_000 },
];

describe("cellLines", () => {
  it("show state, time, rows, the table and its exact note", () => {
    const view = viewAfter(
      ...running,
      { t: "rows", result: 0, rows: 12_345, bytes: 1, extent: "all" },
      { t: "cell", cell: 0, at: 2200, state: "done", ms: 1200 },
    );
    const preview = {
      result: 0,
      columns: [{ name: "n", type: "bigint", align: "right" as const }],
      rows: [["1"], [null]],
    };
    assert.deepEqual(cellLines(view, 0, [preview], ways), [
      "✔ [1/3] dau · done · 1.2 s · 12,345 rows",
      "       n",
      "  bigint",
      "  ──────",
      "       1",
      "    null",
      "  first 2 of 12,345 rows",
    ]);
  });

  it("say what a note can be helped with", () => {
    const note = {
      t: "note",
      cell: 0,
      code: "source.skipped",
      args: { source: "logs", skipped: 3, lines: 5 },
    } as const;
    const done = { t: "cell", cell: 0, at: 0, state: "done", ms: 3 } as const;
    assert.deepEqual(cellLines(viewAfter(note, done), 0, [], { ...ways, width: 120 }).slice(1), [
      "  3 of 5 lines of logs could not be read and are left out.",
      "    → With on-malformed: keep they stand in the column _malformed.",
    ]);
  });

  it("point at the line of the file in which a cell failed", () => {
    const error = { code: "cli.output-gone", args: {}, at: { cell: 1, line: 2, column: 8 } } as const;
    const lines = cellLines(viewAfter({ t: "cell", cell: 1, at: 0, state: "failed", ms: 3, error }), 1, [], ways);
    assert.match(lines[1] ?? "", /^ {2}between:test:21:8: /);
    assert.equal(lines[3]?.indexOf("^"), lines[2]?.indexOf("1 as"));
  });
});

describe("frameLines", () => {
  it("show the running cell with its progress and the waiting ones, within the terminal", () => {
    const progress: RunEvent = { t: "progress", cell: 0, done: 12, total: 40, bytesRead: 12_300_000 };
    const lines = frameLines(
      { view: viewAfter(...running, progress), news: "Reconnecting; the run goes on.", now: 4400, height: 3 },
      ways,
    );
    assert.match(lines[0] ?? "", /\[1\/3\] dau · 5,000 rows so far · 3\.4 s · 30 % · 12\.3 MB$/);
    assert.equal(lines[1]?.trim(), "2 more cells wait");
    assert.equal(lines[2]?.trim(), "Reconnecting; the run goes on.");
    for (const line of lines) assert.ok(widthOf(line) < ways.width, line);
  });

  it("are none when nothing runs or waits", () => {
    const ended = [0, 1, 2].map((cell): RunEvent => ({ t: "cell", cell, at: 0, state: "done" }));
    assert.deepEqual(frameLines({ view: viewAfter(...ended), news: undefined, now: 0, height: 8 }, ways), []);
  });

  it("never wrap, whatever the labels are", () => {
    for (let width = 20; width < 70; width++) {
      for (const line of frameLines(
        { view: viewAfter({ t: "cell", cell: 1, at: 0, state: "running" }), news: "가".repeat(80), now: 0, height: 8 },
        { ...ways, width },
      ))
        assert.ok(widthOf(line) < width, `${width}: ${line}`);
    }
  });
});
