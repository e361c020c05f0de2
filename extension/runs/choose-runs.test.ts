import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { runId } from "../../protocol/ids.ts";
import { chooseRuns } from "./choose-runs.ts";
import type { KnownRun } from "./choose-runs.ts";

type Cell = KnownRun["cells"][number];
const cell = (at: number, hash: string, state: Cell["state"] = "done", name?: string): Cell => ({
  cell: at,
  key: { hash, ...(name !== undefined && { name }) },
  state,
});
const run = (id: string, createdAt: number, cells: Cell[], isWhole = false): KnownRun => ({
  run: runId(id),
  createdAt,
  isWhole,
  cells,
});
const chosen = (current: string[], ...runs: KnownRun[]) =>
  chooseRuns(
    current.map((hash) => ({ hash })),
    runs,
  ).chosen.map((each) => each && `${each.run}.${each.cell}`);

describe("the run that a cell shows", () => {
  it("is the newest that ran it, whatever order they come in", () => {
    const old = run("z", 1, [cell(0, "a"), cell(1, "b")]);
    const young = run("a", 2, [cell(1, "b")]);
    assert.deepEqual(chosen(["a", "b"], old, young), ["z.0", "a.1"]);
    assert.deepEqual(chosen(["a", "b"], young, old), ["z.0", "a.1"]);
  });

  it("is an earlier one where the newest only skipped it", () => {
    const old = run("old", 1, [cell(0, "a"), cell(1, "b")]);
    const young = run("young", 2, [cell(0, "a", "failed"), cell(1, "b", "skipped")]);
    assert.deepEqual(chosen(["a", "b"], old, young), ["young.0", "old.1"]);
  });

  it("is found by name though the code is other by now", () => {
    const known = run("r", 1, [cell(3, "old", "done", "dau")]);
    const { chosen: found } = chooseRuns([{ hash: "new", name: "dau" }], [known]);
    assert.equal(found[0]?.cell, 3);
  });

  it("is not found by position in a part of a notebook, but in the whole one", () => {
    const part = run("r", 1, [cell(1, "old")]);
    const { chosen: found, unclear } = chooseRuns([{ hash: "new" }], [part]);
    assert.deepEqual([found, unclear], [[undefined], ["r"]]);
    const whole = run(
      "r",
      1,
      [{ ...cell(0, "a"), state: undefined }, cell(1, "old"), { ...cell(2, "c"), state: undefined }],
      true,
    );
    assert.deepEqual(chosen(["a", "new", "c"], whole), [undefined, "r.1", undefined]);
  });

  it("is each its own where two cells have the same code", () => {
    const known = run("r", 1, [cell(0, "a"), cell(2, "a")]);
    assert.deepEqual(chosen(["a", "b", "a"], known), ["r.0", undefined, "r.2"]);
  });
});
