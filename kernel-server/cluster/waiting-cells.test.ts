import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, it } from "mocha";
import { BetweenError } from "../../protocol/errors.ts";
import { fakeEngine } from "../engine/fake.ts";
import { ServiceDesk } from "../session/test-desk.ts";
import type { Cluster } from "./cluster.ts";
import { withWorkers } from "./with-workers.ts";

/** Workers that come when the test lets them. */
function scriptedCluster() {
  const held = new Set<object>();
  let come: (() => void) | undefined;
  let fail: ((error: BetweenError) => void) | undefined;
  const arrival = new Promise<void>((resolve, reject) => {
    come = resolve;
    fail = reject;
  });
  arrival.catch(() => undefined);
  const cluster: Cluster = {
    awake: false,
    async hold(tell, signal) {
      tell("cluster.waiting", { have: 1, want: 4 });
      const stopped = new Promise<never>((_, reject) =>
        signal.addEventListener("abort", () => reject(new BetweenError("engine.interrupted")), { once: true }),
      );
      await Promise.race([arrival, stopped]);
      const one = {};
      held.add(one);
      return () => held.delete(one);
    },
    expect: () => undefined,
    close: async () => undefined,
  };
  return { cluster, held, come: () => come?.(), fail: (error: BetweenError) => fail?.(error) };
}

const engine = () => fakeEngine(() => ({ columns: { n: "int" }, rows: [[1]] }), {});
const waits = { notes: [{ code: "cluster.waiting", args: { have: 1, want: 4 } }] };
const notesOf = (notes: readonly { code: string; args: object }[] = []) => ({
  notes: notes.map(({ code, args }) => ({ code, args })),
});

describe("a cell whose workers are away", () => {
  it("says so while it waits, computes when they have come, and lets them go at its end", async () => {
    const { cluster, held, come } = scriptedCluster();
    const desk = await ServiceDesk.over(withWorkers(engine(), cluster));
    try {
      const run = await desk.start(await desk.open("run"), ["select 1"]);
      const waiting = await desk.ended(run, (view) => (view.cells[0]?.notes.length ?? 0) > 0);
      assert.equal(waiting.cells[0]?.state, "running");
      assert.deepEqual(notesOf(waiting.cells[0]?.notes), waits);
      come();
      const view = await desk.ended(run);
      assert.equal(view.state, "done");
      assert.equal(held.size, 0);
    } finally {
      await desk.end();
    }
  });

  it("can be interrupted while it waits, and its session goes on", async () => {
    const { cluster, come } = scriptedCluster();
    const desk = await ServiceDesk.over(withWorkers(engine(), cluster));
    try {
      const session = await desk.open();
      const run = await desk.start(session, ["select 1", "select 2"]);
      await desk.ended(run, (view) => (view.cells[0]?.notes.length ?? 0) > 0);
      await desk.interrupt(run);
      const view = await desk.ended(run);
      assert.deepEqual(
        [view.state, ...view.cells.map(({ state }) => state)],
        ["interrupted", "interrupted", "skipped"],
      );
      come();
      assert.equal((await desk.run(["select 1"], { on: session })).state, "done");
    } finally {
      await desk.end();
    }
  });

  it("fails with why no worker came", async () => {
    const { cluster, fail } = scriptedCluster();
    const desk = await ServiceDesk.over(withWorkers(engine(), cluster));
    try {
      const run = await desk.start(await desk.open("run"), ["select 1"]);
      fail(new BetweenError("cluster.no-workers", { minutes: 15, group: "team" }));
      assert.equal((await desk.ended(run)).cells[0]?.error?.code, "cluster.no-workers");
    } finally {
      await desk.end();
    }
  });

  it("has its whole time from when they are there", async () => {
    const { cluster, come } = scriptedCluster();
    const desk = await ServiceDesk.over(withWorkers(engine(), cluster));
    try {
      const run = await desk.start(await desk.open("run"), "```{sql}\n--| timeout: 1s\nselect 1\n```\n");
      await desk.ended(run, (view) => (view.cells[0]?.notes.length ?? 0) > 0);
      await sleep(1200);
      come();
      assert.equal((await desk.ended(run)).state, "done");
    } finally {
      await desk.end();
    }
  });
});
