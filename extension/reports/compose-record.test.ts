import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { CellOutput } from "../../protocol/cell-output.ts";
import { runId, sessionId } from "../../protocol/ids.ts";
import type { CellView, RunView } from "../../protocol/messages.ts";
import { composeRecord } from "./compose-record.ts";
import type { ShownAt } from "./compose-record.ts";
import { missingResults } from "./missing-results.ts";

const text = [
  "---",
  "between: 1",
  "title: Now",
  "timezone: Asia/Seoul",
  "---",
  "# Text",
  "",
  "```{sql}",
  "--| chart: {type: line, x: day, y: n}",
  "select 1",
  "```",
  "",
  "```{sql}",
  "select 2",
  "```",
  "",
].join("\n");

const ran = (state: CellView["state"], result: number): CellView => ({
  kind: "code",
  language: "sql",
  text: "old",
  line: 1,
  options: {},
  ...(state && { state }),
  results: [{ result, schema: [], main: true, rows: 3, bytes: 9, extent: "all" }],
  text_out: [],
  checks: [],
  saved: [],
  notes: [],
});

function shown(
  run: string,
  at: number,
  ordinal: number,
  more: { state?: CellView["state"]; stale?: boolean } = {},
): ShownAt {
  const view: RunView = {
    run: runId(run),
    session: sessionId("s"),
    notebook: { uri: "file:///a", id: "a", title: "Then", timezone: "UTC", lang: "en" },
    engine: "Sail",
    user: "me",
    params: [],
    state: "done",
    createdAt: at,
    startedAt: at,
    endedAt: at + 5,
    notes: [],
    values: { day: `${at}` },
    cells: [],
  };
  const output: CellOutput = {
    v: 1,
    output: `${ordinal}`,
    run: view.run,
    cell: 0,
    lang: "en",
    timezone: "UTC",
    state: "done",
    ...(more.stale && { stale: { why: "code" as const } }),
    text: [],
    results: [
      { result: 4, schema: [], main: true, rows: 3, bytes: 9, reachable: true, page: { rows: 3, arrow: "AA" } },
    ],
    checks: [],
    saved: [],
    notes: [],
  };
  return { view, ran: ran(more.state ?? "done", 4), output, ordinal };
}

describe("a report of what is shown", () => {
  it("has the text of now, and under each cell what is shown, whichever run it came from", () => {
    const { view, tables, stale } = composeRecord(text, [shown("r2", 200, 2, { stale: true }), shown("r1", 100, 1)]);
    assert.equal(view.notebook.title, "Now");
    assert.equal(view.notebook.timezone, "Asia/Seoul");
    assert.deepEqual(
      view.cells.map((cell) => [cell.text, cell.state, cell.results.map(({ result }) => result)]),
      [
        ["# Text", undefined, []],
        ["select 1", "done", [0]],
        ["select 2", "done", [1]],
      ],
    );
    assert.deepEqual(tables, [
      { result: 0, from: { run: "r1", result: 4 }, charted: true, page: { rows: 3, arrow: "AA" } },
      { result: 1, from: { run: "r2", result: 4 }, charted: false, page: { rows: 3, arrow: "AA" } },
    ]);
    assert.deepEqual([...stale], [2]);
    assert.equal(view.createdAt, 100);
    assert.equal(view.endedAt, 205);
    assert.deepEqual(view.values, { day: "200" });
  });

  it("says that it failed when one of its cells did", () => {
    assert.equal(composeRecord(text, [shown("r1", 1, 1, { state: "failed" }), shown("r2", 2, 2)]).view.state, "failed");
  });

  it("knows how many cells have no result of their present code", () => {
    assert.deepEqual(missingResults(text, new Set([1])), { missing: 1, of: 2 });
    assert.deepEqual(missingResults("# Text", new Set()), { missing: 0, of: 0 });
  });
});
