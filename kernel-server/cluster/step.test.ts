import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { BetweenError } from "../../protocol/errors.ts";
import { newCluster } from "./state.ts";
import type { ClusterEffect, ClusterEvent, ClusterState, Seen } from "./state.ts";
import { GIVE_UP_MS, LEAD_MS, SETTLE_MS, nextLook, step } from "./step.ts";

const settings = { group: "team-workers", max: 4, idleMs: 600_000 };
const group = (desired: number, have: number, more: Partial<Seen> = {}): ClusterEventAt => ({
  t: "seen",
  seen: { desired, have, min: 0, max: 8, ...more },
});
type Distribute<T> = T extends unknown ? Omit<T, "at"> : never;
type ClusterEventAt = Distribute<ClusterEvent>;

/** What comes of events at their times, each effect in a few words. */
function after(...events: [number, ClusterEventAt][]): string[][] {
  return trace(events).map(({ effects }) => effects.map(words));
}
function trace(events: readonly (readonly [number, ClusterEventAt])[]) {
  let state = newCluster(settings, 0);
  return events.map(([at, event]) => {
    const [next, effects] = step(state, { ...event, at });
    state = next;
    return { state, effects, at };
  });
}
function words(effect: ClusterEffect): string {
  switch (effect.do) {
    case "mark":
      return `mark ${effect.want}`;
    case "grow":
    case "shrink":
      return `${effect.do} ${effect.to}`;
    case "tell":
      return `tell ${effect.id} ${effect.code} ${effect.args["have"] ?? ""}/${effect.args["want"] ?? ""}`;
    case "go":
      return `go ${effect.id}`;
    case "fail":
      return `fail ${effect.id} ${effect.error.code}`;
  }
}

describe("a cluster's next step", () => {
  it("marks its need, grows the group, tells what has come, and lets the cell go on", () => {
    assert.deepEqual(
      after(
        [0, { t: "hold", id: 1 }],
        [1, group(0, 0)],
        [60_000, group(4, 0)],
        [90_000, group(4, 1)],
        [95_000, group(4, 4)],
      ),
      [["mark 4"], ["grow 4", "tell 1 cluster.waiting 0/4"], [], ["tell 1 cluster.waiting 1/4"], ["go 1"]],
    );
  });

  it("goes on with fewer when no more come for a minute", () => {
    const came = after(
      [0, { t: "hold", id: 1 }],
      [1, group(4, 0)],
      [100_000, group(4, 2)],
      [100_000 + SETTLE_MS, group(4, 2)],
    );
    assert.deepEqual(came.slice(2), [["tell 1 cluster.waiting 2/4"], ["tell 1 cluster.fewer 2/4", "go 1"]]);
  });

  it("lets later cells go on at once while workers are there, also with fewer than wanted", () => {
    const came = after(
      [0, { t: "hold", id: 1 }],
      [1, group(4, 2)],
      [SETTLE_MS + 1, group(4, 2)],
      [SETTLE_MS + 2, { t: "release", id: 1 }],
      [SETTLE_MS + 300, { t: "hold", id: 2 }],
    );
    assert.deepEqual(came.at(-1), ["go 2"]);
  });

  it("sends workers away after their idle time, and takes its mark away before", () => {
    const came = after(
      [0, { t: "hold", id: 1 }],
      [1, group(4, 4)],
      [10, { t: "release", id: 1 }],
      [10 + settings.idleMs - 1, group(4, 4)],
      [10 + settings.idleMs, { t: "time" }],
      [20 + settings.idleMs, group(0, 0)],
    );
    assert.deepEqual(came.slice(2), [[], [], ["mark 0", "shrink 0"], []]);
  });

  it("sends away what an earlier server left, and asks again while another server keeps it", () => {
    const { idleMs } = settings;
    assert.deepEqual(after([0, group(3, 3)], [idleMs, group(3, 3)], [idleMs + 60_000, group(3, 3)]), [
      [],
      ["shrink 0"],
      ["shrink 0"],
    ]);
  });

  it("never goes below what the group is to have at least", () => {
    const { idleMs } = settings;
    assert.deepEqual(after([0, group(3, 3, { min: 1 })], [idleMs, group(3, 3, { min: 1 })]), [[], ["shrink 1"]]);
    assert.deepEqual(after([0, group(1, 1, { min: 1 })], [idleMs, group(1, 1, { min: 1 })]), [[], []]);
  });

  it("relies on no look that is older than its mark", () => {
    assert.deepEqual(after([0, group(4, 4)], [5, { t: "hold", id: 1 }], [9, group(0, 0)]), [
      [],
      ["mark 4"],
      ["grow 4", "tell 1 cluster.waiting 0/4"],
    ]);
  });

  it("asks for no more than the group allows, and says when that is nothing", () => {
    assert.deepEqual(after([0, { t: "hold", id: 1 }], [1, group(0, 0, { max: 2 })], [2, group(2, 2, { max: 2 })]), [
      ["mark 4"],
      ["grow 2", "tell 1 cluster.waiting 0/2"],
      ["go 1"],
    ]);
    assert.deepEqual(after([0, { t: "hold", id: 1 }], [1, group(0, 0, { max: 0 })])[1], [
      "fail 1 cluster.group-closed",
    ]);
  });

  it("calls workers before a tick is due and keeps them until its run holds them", () => {
    const due = 3_600_000;
    const came = trace([
      [0, { t: "due", due }],
      [1, group(0, 0)],
      [due - LEAD_MS, { t: "time" }],
      [due - LEAD_MS + 1, group(0, 0)],
      [due, { t: "hold", id: 1 }],
      [due + 1, group(4, 4)],
    ]);
    assert.deepEqual(
      came.map(({ effects }) => effects.map(words)),
      [[], [], ["mark 4"], ["grow 4"], ["tell 1 cluster.waiting 0/4"], ["go 1"]],
    );
    const [, quiet] = came;
    assert.equal(quiet && nextLook(quiet.state, 1), due - LEAD_MS - 1);
  });

  it("tells a running cell that a worker went away", () => {
    const came = after([0, { t: "hold", id: 1 }], [1, group(4, 4)], [30_000, group(4, 3)], [60_000, group(4, 4)]);
    assert.deepEqual(came.slice(2), [["tell 1 cluster.worker-lost 3/4"], []]);
  });

  it("tells once what keeps machines from coming, and fails with it at last", () => {
    const error = new BetweenError("cluster.no-capacity", {
      group: "team-workers",
      reason: "InsufficientInstanceCapacity",
    });
    const trouble = { t: "trouble", error, fatal: false } as const;
    const came = trace([
      [0, { t: "hold", id: 1 }],
      [1, group(4, 0)],
      [10, trouble],
      [5_000, trouble],
      [GIVE_UP_MS, group(4, 0)],
    ]);
    assert.deepEqual(
      came.slice(2).map(({ effects }) => effects.map(words)),
      [["tell 1 cluster.no-capacity /"], [], ["fail 1 cluster.no-workers"]],
    );
    const failed = came.at(-1)?.effects[0];
    assert.equal(failed?.do === "fail" && failed.error.engineText, "InsufficientInstanceCapacity");
  });

  it("fails all who wait, but nobody who runs, when waiting does not help", () => {
    const error = new BetweenError("cluster.denied", { group: "team-workers", action: "SetDesiredCapacity" });
    const came = after([0, { t: "hold", id: 1 }], [1, group(4, 4)], [30_000, group(4, 0)]);
    assert.deepEqual(came[1], ["go 1"]);
    const refused = after([0, { t: "hold", id: 1 }], [1, group(4, 4)], [2, { t: "trouble", error, fatal: true }]);
    assert.deepEqual(refused.at(-1), []);
    const waiting = after([0, { t: "hold", id: 1 }], [2, { t: "trouble", error, fatal: true }]);
    assert.deepEqual(waiting.at(-1), ["fail 1 cluster.denied"]);
  });
});

describe("a cluster, whatever happens", () => {
  /** Events in any order, times that only grow; ids are those of holders that there were. */
  const anything = fc.array(
    fc.record({
      pause: fc.oneof(fc.nat(10_000), fc.nat(2 * settings.idleMs)),
      what: fc.oneof(
        fc.constant("hold" as const),
        fc.record({ release: fc.nat(20) }),
        fc.record({ due: fc.option(fc.nat(8 * settings.idleMs), { nil: undefined }) }),
        fc.record({ desired: fc.nat(8), have: fc.nat(8), min: fc.nat(2), max: fc.nat(8) }),
        fc.record({ fatal: fc.boolean() }),
        fc.constant("time" as const),
      ),
    }),
    { maxLength: 60 },
  );

  const play = (happenings: typeof anything extends fc.Arbitrary<infer T> ? T : never) => {
    let at = 0;
    let ids = 0;
    const events = happenings.map(({ pause, what }): [number, ClusterEventAt] => {
      at += pause;
      if (what === "hold") return [at, { t: "hold", id: ++ids }];
      if (what === "time") return [at, { t: "time" }];
      if ("release" in what) return [at, { t: "release", id: ids === 0 ? 0 : 1 + (what.release % ids) }];
      if ("due" in what) return [at, { t: "due", due: what.due }];
      if ("fatal" in what) {
        const error = new BetweenError("cluster.unreachable", { group: settings.group, reason: "timeout" });
        return [at, { t: "trouble", error, fatal: what.fatal }];
      }
      return [at, { t: "seen", seen: what }];
    });
    return { events, traced: trace(events) };
  };

  it("sends no worker away while something runs, waits or is due here", () => {
    fc.assert(
      fc.property(anything, (happenings) => {
        for (const { state, effects, at } of play(happenings).traced) {
          if (!effects.some(({ do: what }) => what === "shrink")) continue;
          assert.equal(state.holders.length, 0);
          assert.equal(state.marked, 0, "the mark goes first");
          assert.ok(state.due === undefined || at < state.due - LEAD_MS || at >= state.due + settings.idleMs);
        }
      }),
    );
  });

  it("lets each who waits go on or fail at most once, and tells nobody who has failed or left", () => {
    fc.assert(
      fc.property(anything, (happenings) => {
        const { events, traced } = play(happenings);
        const settled = new Set<number>();
        const gone = new Set<number>();
        traced.forEach(({ effects }, i) => {
          const event = events[i]?.[1];
          if (event?.t === "release") gone.add(event.id);
          for (const effect of effects) {
            if (effect.do !== "go" && effect.do !== "fail" && effect.do !== "tell") continue;
            assert.ok(!gone.has(effect.id), `${effect.do} ${effect.id} after it was gone`);
            if (effect.do === "tell") continue;
            assert.ok(!settled.has(effect.id), `${effect.do} ${effect.id} twice`);
            settled.add(effect.id);
            if (effect.do === "fail") gone.add(effect.id);
          }
        });
      }),
    );
  });

  it("grows within the settings and the group, and only while something needs it", () => {
    fc.assert(
      fc.property(anything, (happenings) => {
        for (const { state, effects } of play(happenings).traced) {
          for (const effect of effects) {
            if (effect.do !== "grow") continue;
            assert.ok(effect.to <= settings.max && effect.to <= (state.seen?.max ?? 0) && effect.to > 0);
            assert.equal(state.marked, settings.max);
          }
        }
      }),
    );
  });

  it("always looks again while somebody waits or workers stand idle", () => {
    fc.assert(
      fc.property(anything, (happenings) => {
        for (const { state, at } of play(happenings).traced) {
          const next = nextLook(state, at);
          const idleWorkers = state.seen && state.seen.desired > state.seen.min;
          if (state.holders.length > 0 || state.marked > 0 || idleWorkers) {
            assert.ok(next !== undefined && next >= 0 && next <= settings.idleMs, String(next));
          }
        }
      }),
    );
  });

  it("goes to rest by itself when all have left: the workers away and nothing more to look at", () => {
    fc.assert(
      fc.property(anything, (happenings) => {
        const { traced, events } = play(happenings);
        let state: ClusterState = traced.at(-1)?.state ?? newCluster(settings, 0);
        let at = events.at(-1)?.[0] ?? 0;
        let desired = state.seen?.desired ?? 5;
        const min = state.seen?.min ?? 0;
        const does = (event: ClusterEventAt) => {
          const [next, effects] = step(state, { ...event, at });
          state = next;
          for (const effect of effects) {
            if (effect.do === "grow") desired = Math.max(desired, effect.to);
            if (effect.do === "shrink") desired = effect.to;
          }
        };
        for (const { id } of state.holders) does({ t: "release", id });
        does({ t: "due", due: undefined });
        for (let i = 0; i < 200; i++) {
          const next = nextLook(state, at);
          if (next === undefined) break;
          at += Math.max(next, 1);
          does({ t: "seen", seen: { desired, have: desired, min, max: 8 } });
        }
        assert.ok(desired <= min);
        assert.equal(state.marked, 0);
        assert.equal(nextLook(state, at), undefined);
      }),
    );
  });
});
