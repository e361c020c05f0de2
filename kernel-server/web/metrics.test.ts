import assert from "node:assert/strict";
import { tmpdir } from "node:os";
import { describe, it } from "mocha";
import { runId, sessionId } from "../../protocol/ids.ts";
import { emptyRunView } from "../../protocol/run-view.ts";
import type { CellView } from "../../protocol/messages.ts";
import { makeMetrics } from "./metrics.ts";

describe("figures of a server", () => {
  it("count runs, cells and bytes by engine, language and state, and never take a name from a notebook", async () => {
    const metrics = makeMetrics({
      version: "1",
      data: tmpdir(),
      look: () => ({
        sessions: [{ engine: "prod", state: "running", cellsWaiting: 3 }],
        runs: { queued: 2, running: 1 },
      }),
      sockets: () => 5,
      ready: async () => ({ ready: true, store: false, engines: { prod: false } }),
    });
    const cell = (language: string, state: CellView["state"], bytes: number): CellView => ({
      kind: "code",
      language,
      text: "",
      line: 1,
      options: {},
      ...(state && { state }),
      ms: 2000,
      results: [{ result: 0, schema: [], main: true, rows: 1, bytes }],
      text_out: [],
      checks: [],
      saved: [],
      notes: [],
    });
    const view = emptyRunView({
      run: runId("r"),
      session: sessionId("s"),
      notebook: { uri: "u", id: "u", title: "t", timezone: "UTC", lang: "en" },
      engine: "Apache Spark 4.2.0 (prod)",
      user: "ann",
      params: [],
      createdAt: 0,
      cells: [],
    });
    const cells = [cell("sql", "done", 100), cell("python", "failed", 20), cell("evil-name", "failed", 3)];
    metrics.runEnded({ ...view, state: "failed", cells });
    const text = await metrics.text();
    for (const line of [
      'between_runs_total{engine="prod",state="failed"} 1',
      'between_cells_total{engine="prod",language="sql",state="done"} 1',
      'between_cells_total{engine="prod",language="other",state="failed"} 1',
      'between_result_bytes_total{engine="prod"} 123',
      'between_cell_seconds_sum{engine="prod",language="python"} 2',
      'between_runs_active{state="queued"} 2',
      "between_cells_waiting 3",
      "between_connections 5",
      "between_store_up 0",
      'between_engine_up{engine="prod"} 0',
    ])
      assert.ok(text.split("\n").includes(line), line);
    assert.doesNotMatch(text, /evil|ann/);
  });
});
