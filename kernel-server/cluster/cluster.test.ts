import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, it } from "mocha";
import { BetweenError } from "../../protocol/errors.ts";
import { serverId } from "../../protocol/ids.ts";
import { folderStore } from "../store/folder.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { makeCluster } from "./cluster.ts";
import type { Cluster } from "./cluster.ts";
import type { WorkerGroup } from "./worker-group.ts";

/** A group whose machines come when the test says so. */
class ScriptedGroup implements WorkerGroup {
  desired = 0;
  inService = 0;
  /** Machines come at once. */
  quick = true;
  readonly asked: number[] = [];
  error: BetweenError | undefined;
  noMachine: BetweenError | undefined;

  async look() {
    if (this.error) throw this.error;
    return { desired: this.desired, min: 0, max: 8, inService: this.inService };
  }
  async set(desired: number) {
    if (this.error) throw this.error;
    this.asked.push(desired);
    this.desired = desired;
    if (this.quick) this.inService = desired;
  }
  async failure() {
    return this.noMachine;
  }
}

const never = new AbortController().signal;

describe("workers that come and go", () => {
  let root: string;
  let store: ObjectStore;
  let group: ScriptedGroup;
  const clusters: Cluster[] = [];
  const make = (server: string, idleMs = 600_000) => {
    const settings = { group: "team", engine: "prod", max: 3, idleMs };
    const made = makeCluster({ settings, store, server: serverId(server), log: () => undefined, group });
    clusters.push(made);
    return made;
  };
  const until = async (holds: () => boolean) => {
    while (!holds()) await sleep(10);
  };

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), "between-cluster-"));
    store = folderStore(root);
    group = new ScriptedGroup();
  });
  afterEach(async () => {
    await Promise.all(clusters.splice(0).map((cluster) => cluster.close()));
    await rm(root, { recursive: true, force: true });
  });

  it("come for a cell, stay for the next, and go when nothing runs", async () => {
    const cluster = make("a", 300);
    const told: string[] = [];
    const release = await cluster.hold((code, args) => told.push(`${code} ${args["have"]}/${args["want"]}`), never);
    assert.deepEqual(told, ["cluster.waiting 0/3"]);
    assert.equal(cluster.awake, true);
    release();
    const again = await cluster.hold(() => assert.fail("nothing to wait for"), never);
    await sleep(500);
    assert.deepEqual(group.asked, [3], "a cell that runs keeps them");
    again();
    again();
    await until(() => group.asked.length === 2);
    assert.deepEqual(group.asked, [3, 0]);
    await until(() => !cluster.awake);
  });

  it("are not waited for any more once a cell is interrupted", async () => {
    group.quick = false;
    const cluster = make("a", 100);
    const stop = new AbortController();
    const held = cluster.hold(() => stop.abort(), stop.signal);
    await assert.rejects(held, { code: "engine.interrupted" });
    await until(() => group.asked.at(-1) === 0);
  });

  it("are not sent away by an idle server under another's run", async () => {
    const busy = make("busy");
    const idle = make("idle", 50);
    const mine = await idle.hold(() => undefined, never);
    const theirs = await busy.hold(() => undefined, never);
    mine();
    await sleep(400);
    assert.deepEqual(group.asked, [3]);
    theirs();
  });

  it("that an earlier server left behind are sent away", async () => {
    group.desired = group.inService = 2;
    make("fresh", 50);
    await until(() => group.asked.length === 1);
    assert.deepEqual(group.asked, [0]);
  });

  it("that cannot be asked for fail the cell with the reason", async () => {
    group.error = new BetweenError("cluster.denied", { group: "team", action: "SetDesiredCapacity" });
    await assert.rejects(
      make("a").hold(() => undefined, never),
      { code: "cluster.denied" },
    );
  });

  it("that EC2 does not have are told of while waiting", async () => {
    group.quick = false;
    group.noMachine = new BetweenError("cluster.no-capacity", {
      group: "team",
      reason: "InsufficientInstanceCapacity",
    });
    const told: string[] = [];
    const stop = new AbortController();
    const held = make("a").hold((code) => told.push(code), stop.signal);
    await until(() => told.includes("cluster.no-capacity"));
    stop.abort();
    await assert.rejects(held, { code: "engine.interrupted" });
  });

  it("are there before a tick that is due", async () => {
    make("a").expect(Date.now() + 60_000);
    await until(() => group.asked.length === 1);
    assert.deepEqual(group.asked, [3]);
  });

  it("stay when their server stops while something runs, and its mark with them", async () => {
    const [cluster] = [make("a", 50)];
    await cluster.hold(() => undefined, never);
    await cluster.close();
    await sleep(200);
    assert.deepEqual(group.asked, [3]);
    const marks: string[] = [];
    for await (const { key } of store.list("cluster/")) marks.push(key);
    assert.deepEqual(marks, ["cluster/team/a.json"]);
  });
});
