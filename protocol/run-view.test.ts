import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { decodeToClient, encodeMessage } from "./codec.ts";
import { runId, sessionId } from "./ids.ts";
import { answers, cellStates, runStates } from "./messages.ts";
import type { RunEvent, RunView } from "./messages.ts";
import { applyEvent, emptyRunView, summarize } from "./run-view.ts";
import { HEAD_UNITS, TAIL_UNITS } from "./text-output.ts";

const cell = { kind: "code", language: "sql", text: "select 1", line: 3, options: { name: "a" }, hash: "00" } as const;
const empty = emptyRunView({
  run: runId("r1"),
  session: sessionId("s1"),
  notebook: { uri: "file:///n", id: "n", title: "N", timezone: "Asia/Seoul", lang: "ko" },
  engine: "embedded",
  user: "u",
  params: [{ name: "day", type: "date", value: "2026-11-22" }],
  createdAt: 5,
  cells: [cell, { kind: "markdown", text: "# T", line: 1, options: {} }],
});
const replay = (events: readonly RunEvent[], from: RunView = empty) => events.reduce(applyEvent, from);

const index = fc.nat(3);
/** The wire carries no key of this name: see the codec's tests. */
const key = fc.string().filter((name) => name !== "__proto__");
const args = fc.dictionary(key, fc.oneof(fc.string(), fc.integer()), { maxKeys: 2, noNullPrototype: true });
const maybe = <K extends string, T>(name: K, value: fc.Arbitrary<T>) =>
  fc.option(value).map((one) => (one === null ? {} : { [name]: one }));
const error = maybe("error", fc.constant({ code: "internal" as const, args: { reason: "x" } }));
const merge = (parts: object[]) => Object.assign({}, ...parts) as RunEvent; // SAFETY: the arbitraries below are typed by review; the codec checks them.
/** Any event, of cells and results that exist and that do not. */
const anyEvent: fc.Arbitrary<RunEvent> = fc
  .oneof(
    fc.tuple(fc.record({ t: fc.constant("run"), at: fc.nat(), state: fc.constantFrom(...runStates) }), error),
    fc.tuple(
      fc.record({ t: fc.constant("cell"), cell: index, at: fc.nat(), state: fc.constantFrom(...cellStates) }),
      error,
      maybe("ms", fc.nat()),
    ),
    fc.tuple(
      fc.record({ t: fc.constant("result"), cell: index, result: index, schema: fc.constant([]) }),
      maybe("name", fc.string()),
      maybe("main", fc.boolean()),
    ),
    fc.tuple(
      fc.record({ t: fc.constant("rows"), result: index, rows: fc.nat(), bytes: fc.nat() }),
      maybe("extent", fc.constantFrom("all", "more")),
    ),
    fc.tuple(
      fc.record({
        t: fc.constant("text"),
        cell: index,
        stream: fc.constantFrom("stdout", "stderr"),
        text: fc.oneof(
          fc.string({ unit: "binary" }),
          fc.nat(90_000).map((size) => "긴😀".repeat(size / 3)),
        ),
      }),
    ),
    fc.tuple(
      fc.record({ t: fc.constant("progress"), cell: index, done: fc.nat(), total: fc.nat() }),
      maybe("bytesRead", fc.nat()),
    ),
    fc.tuple(
      fc.record({
        t: fc.constant("check"),
        cell: index,
        level: fc.constantFrom("error", "warn"),
        code: fc.string(),
        args,
      }),
    ),
    fc.tuple(
      fc.record({
        t: fc.constant("saved"),
        cell: index,
        result: index,
        to: fc.string(),
        format: fc.string(),
        rows: fc.nat(),
        replaced: fc.string(),
      }),
    ),
    fc.tuple(fc.record({ t: fc.constant("note"), code: fc.string(), args }), maybe("cell", index)),
    fc.tuple(fc.record({ t: fc.constant("value"), name: key, text: fc.string() })),
  )
  .map(merge);

/** As the wire carries it. */
function sent(view: RunView): RunView {
  const value = { recovered: false, cursor: { epoch: 1, seq: 1 }, view };
  const told = decodeToClient(encodeMessage({ t: "reply", id: 1, value }));
  assert.ok(told.t === "reply");
  const answer = answers.subscribe.parse(told.value);
  assert.ok(!answer.recovered);
  return answer.view;
}

describe("a run's view", () => {
  it("keeps what is known of a cell's other results when one of them gets rows", () => {
    const result = (n: number) => ({ t: "result" as const, cell: 0, result: n, schema: [] });
    const rows = (n: number) => ({ t: "rows" as const, result: n, rows: n + 1, bytes: 8, extent: "all" as const });
    const view = replay([result(0), rows(0), result(1), rows(1)]);
    assert.deepEqual(
      view.cells[0]?.results.map(({ rows, extent }) => [rows, extent]),
      [
        [1, "all"],
        [2, "all"],
      ],
    );
  });

  it("is the same from a snapshot and the tail as from all events", () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 40 }), fc.nat(40), (events, at) => {
        const snapshot = sent(replay(events.slice(0, at)));
        assert.deepEqual(replay(events.slice(at), snapshot), replay(events));
      }),
      { numRuns: 200 },
    );
  });

  it("never changes what it was made from, and shares what an event does not touch", () => {
    const freeze = <T>(value: T): T => {
      if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
        Object.freeze(value);
        Object.values(value).forEach(freeze);
      }
      return value;
    };
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 30 }), (events) => {
        events.reduce((view, event) => freeze(applyEvent(view, event)), freeze(structuredClone(empty)));
      }),
      { numRuns: 50 },
    );
    const after = applyEvent(empty, { t: "text", cell: 0, stream: "stdout", text: "x" });
    assert.equal(after.cells[1], empty.cells[1]);
    assert.equal(after.params, empty.params);
  });

  it("adds up to a document", () => {
    const view = replay([
      { t: "run", at: 10, state: "running" },
      { t: "cell", cell: 0, at: 11, state: "running" },
      { t: "progress", cell: 0, done: 1, total: 2 },
      { t: "result", cell: 0, result: 0, name: "a", schema: [{ name: "x", type: "int", nullable: false }], main: true },
      { t: "rows", result: 0, rows: 1, bytes: 8 },
      { t: "rows", result: 0, rows: 2, bytes: 16, extent: "all" },
      { t: "value", name: "a.x", text: "1" },
      { t: "cell", cell: 0, at: 15, state: "failed", error: { code: "wire.closed", args: {} }, ms: 4 },
      { t: "run", at: 16, state: "failed" },
    ]);
    assert.deepEqual(view, {
      ...empty,
      state: "failed",
      startedAt: 10,
      endedAt: 16,
      values: { "a.x": "1" },
      cells: [
        {
          ...empty.cells[0],
          state: "failed",
          startedAt: 11,
          ms: 4,
          error: { code: "wire.closed", args: {} },
          results: [
            {
              result: 0,
              name: "a",
              schema: [{ name: "x", type: "int", nullable: false }],
              main: true,
              rows: 2,
              bytes: 16,
              extent: "all",
            },
          ],
        },
        empty.cells[1],
      ],
    });
    assert.deepEqual(summarize(view), {
      run: "r1",
      uri: "file:///n",
      title: "N",
      engine: "embedded",
      state: "failed",
      createdAt: 5,
      endedAt: 16,
      cells: 1,
      failed: 1,
      ran: [{ cell: 0, name: "a", hash: "00", state: "failed" }],
    });
  });

  it("keeps the beginning and the end of a long output, and says how much it left out", () => {
    const line = "0123456789".repeat(10);
    let view = empty;
    for (let n = 0; n < 20_000; n++) view = applyEvent(view, { t: "text", cell: 0, stream: "stdout", text: line });
    const [head, tail] = view.cells[0]?.text_out ?? [];
    assert.ok(head && tail && view.cells[0]?.text_out.length === 2);
    assert.equal(head.text.length, HEAD_UNITS);
    assert.ok(tail.text.length >= TAIL_UNITS && tail.text.length < TAIL_UNITS + 64 * 1024 + line.length);
    assert.equal(head.text.length + (tail.cut ?? 0) + tail.text.length, 20_000 * line.length);
    assert.ok(line.repeat(20_000).endsWith(tail.text));
  });
});
