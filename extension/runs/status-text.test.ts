import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { CellOutput } from "../../protocol/cell-output.ts";
import { runId } from "../../protocol/ids.ts";
import { plainOutput } from "./plain-output.ts";
import { codeStatus, doingText, markdownStatus } from "./status-text.ts";

const output = (more: Partial<CellOutput> = {}): CellOutput => ({
  v: 1,
  output: "o",
  run: runId("r"),
  cell: 0,
  lang: "en",
  timezone: "UTC",
  state: "done",
  ms: 1234,
  text: [],
  results: [
    {
      result: 0,
      schema: [{ name: "n", type: "int", nullable: true }],
      main: true,
      rows: 12_345,
      bytes: 1,
      extent: "all",
      reachable: true,
    },
  ],
  checks: [],
  saved: [],
  notes: [],
  ...more,
});
const texts = (...args: Parameters<typeof codeStatus>) => codeStatus(...args).map(({ text }) => text);

describe("the line under a cell", () => {
  it("says how many rows an ended cell has, and exactly how long it took", () => {
    const [done] = codeStatus(output(), undefined, undefined, undefined, "en");
    assert.deepEqual(done, { text: "12,345 rows", tooltip: "1.2 s" });
    assert.deepEqual(texts(output(), undefined, undefined, undefined, "ko"), ["12,345행"]);
    const failed = output({ state: "failed", results: [] });
    assert.deepEqual(texts(failed, undefined, undefined, undefined, "en"), ["failed"]);
  });

  it("says what a running cell does", () => {
    const running = { t: "running", done: 45, total: 100, bytesRead: 120_000_000, rows: 1 } as const;
    assert.equal(doingText(running, "en"), "45 % · 120 MB read · 1 row");
    assert.equal(doingText({ t: "starting-engine", detail: "pip" }, "en"), "starting the engine · pip");
    assert.equal(doingText({ t: "queued", before: 2 }, "en"), "waiting for 2 before it");
    assert.deepEqual(texts(output(), { t: "reconnecting" }, { why: "code" }, undefined, "en"), ["reconnecting"]);
  });

  it("offers to run a stale cell, and to save what is not saved", () => {
    const status = codeStatus(output(), undefined, { why: "upstream", names: ["a", "b"] }, { to: "out" }, "en");
    assert.deepEqual(
      status.map(({ does }) => does),
      [undefined, "run", "save"],
    );
    assert.match(status[1]?.tooltip ?? "", /a, b/);
    const saved = output({ saved: [{ result: 0, to: "out", format: "delta", rows: 1, replaced: "*" }] });
    assert.deepEqual(texts(saved, undefined, undefined, { to: "out" }, "en"), ["12,345 rows · saved"]);
  });

  it("shows the values that a text refers to", () => {
    const status = markdownStatus("# {{day}} {{dau.users}} {{day}}", { day: "2026-01-01" }, "en");
    assert.deepEqual(
      status.map(({ text }) => text),
      ["day = 2026-01-01", "dau.users: no value yet"],
    );
  });
});

describe("an output as plain text", () => {
  it("says what was printed, what there is, and what went wrong, and stays small", () => {
    const error = { code: "engine.sql-syntax", args: {}, engineText: "no such thing" } as const;
    const text = [{ stream: "stdout" as const, text: "a".repeat(100_000) }];
    const plain = plainOutput(output({ text, error }));
    assert.match(plain, /12,345 rows: n/);
    assert.match(plain, /no such thing/);
    assert.match(plain, /98,?000 characters left out/);
    assert.ok(plain.length < 5_000);
  });
});
