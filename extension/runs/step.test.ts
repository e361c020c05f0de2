import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import type { CellView } from "../../protocol/messages.ts";
import type { Account } from "./cell-account.ts";
import { newCell, step } from "./step.ts";
import type { CellEffect, CellInput, CellState } from "./step.ts";

const cell = (state: CellView["state"], more: Partial<CellView> = {}): CellView => ({
  kind: "code",
  text: "select 1",
  line: 1,
  options: {},
  results: [],
  text_out: [],
  checks: [],
  saved: [],
  notes: [],
  ...(state && { state }),
  ...more,
});
const account = (state: CellView["state"], more: Partial<Account> = {}): Account => ({
  cell: cell(state),
  before: 0,
  starting: false,
  ...more,
});
const told = (state: CellView["state"], more: Partial<Account> = {}): CellInput => ({
  t: "told",
  account: account(state, more),
  at: 1,
});
const error = { code: "cells.no-answer", args: { seconds: 20 } } as const;

const play = (...inputs: CellInput[]): { state: CellState; effects: CellEffect[] } => {
  let state = newCell;
  const effects = inputs.flatMap((input) => {
    const [next, more] = step(state, input);
    state = next;
    return more;
  });
  return { state, effects };
};
const did = (...inputs: CellInput[]) => play(...inputs).effects.map((effect) => effect.do);

const states = ["queued", "running", "done", "failed", "interrupted", "skipped", "lost"] as const;
const ends = fc.constantFrom<CellInput>(
  told("done"),
  told("failed"),
  told("interrupted"),
  told("lost"),
  told("skipped"),
  { t: "give-up", state: "lost", error, at: 9 },
  { t: "refused", at: 9 },
  { t: "refused", error, at: 9 },
  { t: "gone", at: 9 },
);
const anything = fc.oneof(
  fc.constantFrom(...states).map((state) => told(state)),
  fc.constantFrom<CellInput>(
    told("queued", { starting: true }),
    told("queued", { before: 2 }),
    { t: "connecting", what: "team", at: 1 },
    { t: "cancel", at: 2 },
    { t: "grace", at: 3 },
    { t: "line", away: true },
    { t: "line", away: false },
  ),
  ends,
);

describe("a cell's execution", () => {
  it("ends exactly once, shows only between its start and its end, and starts at most once, whatever comes", () => {
    fc.assert(
      fc.property(
        fc.array(anything, { maxLength: 12 }),
        ends,
        fc.array(anything, { maxLength: 4 }),
        (before, end, after) => {
          const effects = play(...before, end, ...after).effects.map((effect) => effect.do);
          const isEnd = (effect: CellEffect["do"]) => effect === "finish" || effect === "drop";
          assert.equal(effects.filter(isEnd).length, 1);
          assert.ok(isEnd(effects.at(-1) ?? "start"), "something follows the end");
          assert.ok(effects.filter((effect) => effect === "start").length <= 1);
          const start = effects.indexOf("start");
          const firstShow = effects.indexOf("show");
          if (firstShow !== -1) assert.ok(start !== -1 && start < firstShow);
          if (effects.includes("finish")) assert.ok(start !== -1, "VS Code takes no output of what never started");
        },
      ),
      { numRuns: 5000 },
    );
  });

  it("starts when the server runs it, at the time the server says", () => {
    const running = { ...account("running"), cell: cell("running", { startedAt: 500 }) };
    const { effects } = play(told("queued"), { t: "told", account: running, at: 900 });
    assert.deepEqual(effects, [{ do: "start", at: 500 }, { do: "show" }]);
  });

  it("starts while the engine does, when it is the first of its run", () => {
    assert.deepEqual(did(told("queued", { starting: true })), ["start", "show"]);
    assert.deepEqual(did(told("queued", { before: 1 })), []);
  });

  it("leaves what a skipped cell showed", () => {
    assert.deepEqual(did(told("queued", { before: 1 }), told("skipped")), ["drop"]);
  });

  it("says why the server refused it, but not when the person has cancelled it", () => {
    assert.deepEqual(play({ t: "refused", error, at: 1 }).state.failure, { state: "failed", error });
    assert.deepEqual(did({ t: "cancel", at: 1 }, { t: "refused", error, at: 2 }), ["drop"]);
    const connecting: CellInput = { t: "connecting", what: "team", at: 1 };
    assert.deepEqual(play(connecting, { t: "cancel", at: 1 }, { t: "refused", error, at: 2 }).state.failure, {
      state: "interrupted",
    });
  });

  it("is cancelled in two steps, and given up where the server is mute", () => {
    const { state } = play(told("running"), { t: "cancel", at: 10 }, { t: "grace", at: 5010 });
    assert.deepEqual(state.cancel, { since: 10, forceable: true });
    const givenUp = play(told("running"), { t: "cancel", at: 10 }, { t: "give-up", state: "lost", error, at: 20_010 });
    assert.deepEqual(givenUp.state.failure, { state: "lost", error });
    assert.equal(givenUp.effects.at(-1)?.do, "finish");
  });

  it("is given up silently where another cell of the run says why", () => {
    assert.deepEqual(did(told("queued", { before: 3 }), { t: "give-up", state: "lost", error, at: 1 }), ["drop"]);
  });
});
