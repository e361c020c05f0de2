import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { runId, sessionId } from "../ids.ts";
import type { RunEvent } from "../messages.ts";
import { applyEvent, emptyRunView } from "../run-view.ts";
import { Backlog } from "./backlog.ts";

const run = runId("r1");
const empty = emptyRunView({
  run,
  session: sessionId("s1"),
  notebook: { uri: "u", id: "n", title: "N", timezone: "UTC", lang: "en" },
  engine: "e",
  user: "u",
  params: [],
  createdAt: 0,
  cells: [0, 1].map((line) => ({ kind: "code" as const, text: "", line, options: {} })),
});

const cell = fc.nat(1);
const event: fc.Arbitrary<RunEvent> = fc.oneof(
  fc.record({ t: fc.constant("progress" as const), cell, done: fc.nat(), total: fc.nat() }),
  fc.record({ t: fc.constant("rows" as const), result: cell, rows: fc.nat(), bytes: fc.nat() }),
  fc.record({
    t: fc.constant("result" as const),
    cell,
    result: cell,
    schema: fc.array(fc.constant({ name: "x", type: "int", nullable: true }), { maxLength: 1 }),
  }),
  fc.record({
    t: fc.constant("text" as const),
    cell,
    stream: fc.constantFrom("stdout" as const, "stderr" as const),
    text: fc.string(),
  }),
  fc.record({
    t: fc.constant("cell" as const),
    cell,
    at: fc.nat(),
    state: fc.constantFrom("running" as const, "done" as const),
  }),
);

describe("a backlog", () => {
  it("adds up to the same run, and accounts for every event of each epoch", () => {
    const steps = fc.array(fc.record({ event, takes: fc.nat(1), newEpoch: fc.nat(19) }), { maxLength: 60 });
    fc.assert(
      fc.property(steps, (all) => {
        const backlog = new Backlog();
        let [epoch, seq] = [1, 0];
        const cursor = { epoch: 1, seq: 0 };
        let view = empty;
        const take = () => {
          const next = backlog.shift();
          if (!next) return false;
          if (next.epoch !== cursor.epoch) cursor.seq = 0;
          assert.equal(next.seq - (next.skipped ?? 0), cursor.seq + 1);
          Object.assign(cursor, { epoch: next.epoch, seq: next.seq });
          view = applyEvent(view, next.event);
          return true;
        };
        for (const step of all) {
          if (step.newEpoch === 0) [epoch, seq] = [epoch + 1, 0];
          backlog.add({ run, epoch, seq: ++seq, event: step.event });
          if (step.takes) take();
        }
        while (take());
        assert.deepEqual(
          view,
          all.reduce((before, step) => applyEvent(before, step.event), empty),
        );
        if (all.length > 0) assert.deepEqual(cursor, { epoch, seq });
      }),
      { numRuns: 2000 },
    );
  });

  it("holds one progress of a cell, however many came", () => {
    const backlog = new Backlog();
    for (let seq = 1; seq <= 10_000; seq++)
      backlog.add({ run, epoch: 1, seq, event: { t: "progress", cell: 0, done: seq, total: 10_000 } });
    const expected = { t: "progress", cell: 0, done: 10_000, total: 10_000 };
    assert.deepEqual(backlog.shift(), { run, epoch: 1, seq: 10_000, skipped: 9_999, event: expected });
    assert.equal(backlog.shift(), undefined);
  });

  it("is full of events that cannot be folded, and of much text", () => {
    const many = new Backlog();
    for (let seq = 1; !many.isFull; seq++) many.add({ run, epoch: 1, seq, event: { t: "note", code: "n", args: {} } });
    const long = new Backlog();
    for (let seq = 1; !long.isFull; seq++)
      long.add({ run, epoch: 1, seq, event: { t: "text", cell: 0, stream: "stdout", text: "x".repeat(10_000) } });
    let units = 0;
    for (let next = long.shift(); next; next = long.shift())
      if (next.event.t === "text") units += next.event.text.length;
    assert.ok(units >= 1024 * 1024 && units < 1024 * 1024 + 10_000, `${units} units`);
  });
});
