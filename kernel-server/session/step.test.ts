import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { BetweenError } from "../../protocol/errors.ts";
import { runId } from "../../protocol/ids.ts";
import { newSession, step } from "./step.ts";
import type { CellOutcome, Effect, SessionEvent, SessionState } from "./step.ts";

const a = runId("a");
const b = runId("b");
const died = new BetweenError("engine.died", { how: "SIGKILL" });
const run = (id = a, cells = 2, keepGoing = false): SessionEvent => ({
  t: "run",
  run: id,
  keepGoing,
  cells: Array.from({ length: cells }, (_, cell) => ({ cell, allowFailure: false })),
});
const ended = (state: CellOutcome["state"], cell = 0, id = a, more: Partial<CellOutcome> = {}): SessionEvent => ({
  t: "cell-ended",
  run: id,
  cell,
  outcome: { state, allowFailure: false, ...more },
});

/** What comes of events, each effect in a few words. */
function after(...events: SessionEvent[]): string[][] {
  let state = newSession();
  return events.map((event) => {
    const [next, effects] = step(state, event);
    state = next;
    return effects.map(words);
  });
}
const words = (effect: Effect): string => {
  const { do: what, ...rest } = effect;
  const values = Object.values(rest).map((value: unknown) => {
    if (value instanceof BetweenError) return value.code;
    return typeof value === "string" ? value : JSON.stringify(value);
  });
  return [what, ...values].join(" ");
};

describe("a session's next step", () => {
  it("opens the engine for the first run and runs its cells in order", () => {
    assert.deepEqual(after(run(), { t: "engine-ready" }, ended("done"), ended("done", 1)), [
      ["start-run a", "open-engine a"],
      ["start-cell a 0"],
      ["end-cell a 0 done", "start-cell a 1"],
      ["end-cell a 1 done", "end-run a done"],
    ]);
  });

  it("runs what waits when the run before has ended", () => {
    const [, , , last] = after(run(a, 1), run(b, 1), { t: "engine-ready" }, ended("done"));
    assert.deepEqual(last, ["end-cell a 0 done", "end-run a done", "start-run b", "start-cell b 0"]);
  });

  it("skips the rest after a failure, or keeps going to a failed end", () => {
    assert.deepEqual(after(run(), { t: "engine-ready" }, ended("failed", 0, a, { error: died })).at(-1), [
      "end-cell a 0 failed engine.died",
      "end-cell a 1 skipped",
      "end-run a failed",
    ]);
    assert.deepEqual(after(run(a, 2, true), { t: "engine-ready" }, ended("failed"), ended("done", 1)).slice(2), [
      ["end-cell a 0 failed", "start-cell a 1"],
      ["end-cell a 1 done", "end-run a failed"],
    ]);
  });

  it("interrupts the cell at work, skips the queued ones, and ends a waiting run at once", () => {
    assert.deepEqual(
      after(
        run(),
        run(b),
        { t: "engine-ready" },
        { t: "interrupt", run: b },
        { t: "interrupt", run: a },
        ended("interrupted"),
      ).slice(3),
      [
        ["end-cell b 0 skipped", "end-cell b 1 skipped", "end-run b interrupted"],
        ["stop-cell a 0", "end-cell a 1 skipped"],
        ["end-cell a 0 interrupted", "end-run a interrupted"],
      ],
    );
  });

  it("ends a run that is interrupted while the engine opens, and uses the engine later", () => {
    assert.deepEqual(after(run(a, 1), { t: "interrupt", run: a }, { t: "engine-ready" }, run(b, 1)).slice(1), [
      ["end-cell a 0 skipped", "end-run a interrupted"],
      [],
      ["start-run b", "start-cell b 0"],
    ]);
  });

  it("fails the run when its engine dies, and tells the next one which names were lost", () => {
    const events = [
      run(a, 3, true),
      { t: "engine-ready" },
      ended("done", 0, a, { name: "x" }),
      { t: "engine-died", error: died },
      ended("interrupted", 1),
      run(b, 1),
    ] as const;
    assert.deepEqual(after(...events).slice(3), [
      ["stop-cell a 1"],
      ["end-cell a 1 failed engine.died", "end-cell a 2 skipped", "end-run a failed"],
      ["start-run b", 'note b session.names-lost {"names":"x"}', "open-engine b"],
    ]);
  });

  it("goes on, where it is to, after a cell whose time was over and whose engine had to be ended for it", () => {
    const start = [
      { t: "engine-ready" },
      ended("done", 0, a, { name: "x" }),
      { t: "engine-died", error: died },
      ended("failed", 1, a, { error: new BetweenError("cell.timeout", { seconds: 1 }), late: true }),
    ] as const;
    const said = ['note a 1 engine.died {"how":"SIGKILL"}', "end-cell a 1 failed cell.timeout"];
    assert.deepEqual(after(run(a, 3, true), ...start, { t: "engine-ready" }).slice(3), [
      ["stop-cell a 1"],
      [...said, 'note a session.names-lost {"names":"x"}', "open-engine a"],
      ["start-cell a 2"],
    ]);
    assert.deepEqual(after(run(a, 3), ...start).at(-1), [...said, "end-cell a 2 skipped", "end-run a failed"]);
  });

  it("fails the run when the engine does not open", () => {
    assert.deepEqual(after(run(a, 1), { t: "engine-failed", error: died }).at(-1), [
      "end-cell a 0 skipped",
      "end-run a failed engine.died",
    ]);
  });

  it("ends whatever runs or waits as lost at once, and closes the engine then", () => {
    const gone = new BetweenError("state.gone", { path: "s" });
    assert.deepEqual(
      after(run(), run(b, 1), { t: "engine-ready" }, { t: "lost", error: gone }, ended("interrupted"), {
        t: "close",
      }).slice(3),
      [
        [
          "stop-cell a 0",
          "end-cell a 0 lost state.gone",
          "end-cell a 1 skipped",
          "end-run a lost state.gone",
          "end-cell b 0 skipped",
          "end-run b lost state.gone",
        ],
        [],
        ["close-engine"],
      ],
    );
  });

  it("closes the engine when what ran has stopped", () => {
    assert.deepEqual(after(run(), { t: "engine-ready" }, { t: "close" }, ended("interrupted")).slice(2), [
      ["stop-cell a 0", "end-cell a 1 skipped"],
      ["end-cell a 0 interrupted", "end-run a interrupted", "close-engine"],
    ]);
  });

  it("ends each cell and each run exactly once, whatever happens in whatever order", () => {
    const kinds = fc.constantFrom(
      "run",
      "interrupt",
      "ready",
      "open-failed",
      "died",
      "done",
      "failed",
      "close",
      "lost",
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(kinds, fc.nat(3), fc.boolean()), { maxLength: 60 }), (script) => {
        let state: SessionState = newSession();
        const seen: Effect[] = [];
        let runs = 0;
        let open = false;
        const give = (event: SessionEvent) => {
          const [next, effects] = step(state, event);
          state = next;
          seen.push(...effects);
          if (effects.some((effect) => effect.do === "open-engine")) open = true;
        };
        const end = (outcome: CellOutcome["state"]) => {
          if (state.running) give(ended(outcome, state.running.cell, state.running.run));
        };
        for (const [kind, n, flag] of script) {
          if (kind === "run") give(run(runId(`r${runs++}`), n, flag));
          else if (kind === "interrupt") give({ t: "interrupt", run: runId(`r${n}`) });
          else if (kind === "ready" || kind === "open-failed") {
            if (!open || state.engine !== "opening") continue;
            open = false;
            give(kind === "ready" ? { t: "engine-ready" } : { t: "engine-failed", error: died });
          } else if (kind === "died") {
            if (state.engine === "ready") give({ t: "engine-died", error: died });
          } else if (kind === "close") give({ t: "close" });
          else if (kind === "lost") give({ t: "lost", error: died });
          else end(kind);
        }
        for (let i = 0; i < 500 && state.runs.length > 0; i++) {
          if (state.engine === "opening") give({ t: "engine-ready" });
          end("done");
        }
        assert.equal(state.runs.length, 0);
        const endsOf = (what: Effect["do"]) =>
          seen.flatMap((effect) =>
            effect.do === what
              ? [
                  words(effect)
                    .split(" ")
                    .slice(1, what === "end-cell" ? 3 : 2)
                    .join(" "),
                ]
              : [],
          );
        for (const ends of [endsOf("end-run"), endsOf("end-cell")]) assert.equal(new Set(ends).size, ends.length);
        assert.equal(endsOf("end-run").length, runs);
      }),
      { numRuns: 500 },
    );
  });
});
