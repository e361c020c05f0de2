import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { after, afterEach, before, beforeEach, describe, it } from "mocha";
import { tableFromIPC } from "apache-arrow";
import type { RunView } from "../../protocol/messages.ts";
import { openChannel } from "../../kernel-server/engine/spark-connect/channel.ts";
import { sparkDialect } from "../../kernel-server/engine/spark-connect/dialect.ts";
import { SparkConnectService } from "../../kernel-server/engine/spark-connect/gen/spark/connect/base_pb.js";
import { type Link, makeLink } from "../../kernel-server/engine/spark-connect/link.ts";
import { execute } from "../../kernel-server/engine/spark-connect/operation.ts";
import { root, sqlRelation } from "../../kernel-server/engine/spark-connect/plan.ts";
import { sparkConnectEngine } from "../../kernel-server/engine/spark-connect/spark-connect-engine.ts";
import { ServiceDesk, ann, never } from "../../kernel-server/session/test-desk.ts";
import { type CuttingProxy, cuttingProxy } from "../engines/cutting-proxy.ts";
import { type SparkCluster, sparkCluster } from "../support/spark-cluster.ts";

/** Eight tasks of some seconds each. */
const long =
  "select count(*) as n from range(0, 800000000, 1, 8) where xxhash64(id, 1) % 7 = 3 and xxhash64(id, 2) % 5 < 9";
const ids = "select id from range(0, 400000, 1, 4)";

describe("Spark, when things break", () => {
  let cluster: SparkCluster;
  let proxy: CuttingProxy;
  before(async () => {
    cluster = await sparkCluster({ conf: { "spark.connect.execute.reattachable.senderMaxStreamDuration": "2s" } });
  });
  after(() => cluster.end());
  beforeEach(async () => (proxy = await cuttingProxy(cluster.port)));
  afterEach(() => proxy.close());

  describe("between us and the server", () => {
    let link: Link;
    let streams = 0;
    beforeEach(() => {
      const channel = openChannel({ host: "127.0.0.1", port: proxy.port, tls: false, headers: {} });
      streams = 0;
      const counting: typeof channel = {
        ...channel,
        stream(method, request, signal) {
          streams++;
          return channel.stream(method, request, signal);
        },
      };
      link = makeLink(counting, sparkDialect("4.2.0"), crypto.randomUUID(), "test");
    });
    afterEach(async () => {
      await link.settled();
      link.channel.close();
    });

    /** Reads the ids, `during` each batch. */
    const read = async (during: (batch: number) => Promise<void> | void) => {
      const seen: bigint[] = [];
      let batches = 0;
      const operation = { id: crypto.randomUUID(), plan: root(sqlRelation(ids, [])), repeatable: true };
      for await (const { responseType } of execute(link, operation, never)) {
        if (responseType.case !== "arrowBatch") continue;
        const column: Iterable<unknown> = tableFromIPC(responseType.value.data).getChild("id") ?? [];
        for (const id of column) if (typeof id === "bigint") seen.push(id);
        await during(batches++);
      }
      return seen;
    };
    const assertWhole = (seen: readonly bigint[]) => {
      assert.equal(seen.length, 400_000);
      assert.ok(seen.every((id, i) => id === BigInt(i)));
    };

    it("streams that the server ends when they are old go on without a gap or a double row", async () => {
      assertWhole(await read(() => sleep(150)));
      assert.ok(streams > 2, `${streams} streams`);
    });

    it("a connection that is cut in mid-stream, and again, loses no row and doubles none", async () => {
      assertWhole(await read((batch) => (batch % 10 === 5 ? proxy.cutAfter(10_000) : undefined)));
      assert.ok(proxy.cuts() > 1, `${proxy.cuts()} cuts`);
    });

    it("a connection that is reset is made again", async () => {
      assertWhole(await read((batch) => (batch === 7 ? proxy.reset() : undefined)));
      assert.equal(proxy.cuts(), 1);
    });

    it("a network that hangs for a while is waited for", async () => {
      assertWhole(
        await read((batch) => {
          if (batch !== 7) return;
          proxy.stall();
          setTimeout(() => proxy.resume(), 3_000);
        }),
      );
    });
  });

  describe("under a notebook", () => {
    let desk: ServiceDesk;
    beforeEach(async () => {
      const address = `sc://127.0.0.1:${proxy.port}`;
      desk = await ServiceDesk.over(sparkConnectEngine({ name: "prod", address, files: "here" }));
    });
    afterEach(() => desk.end());
    const isRunning = (view: RunView) => (view.cells[0]?.progress?.total ?? 0) > 0;
    const codes = (view: RunView) => view.cells.map(({ state, error }) => error?.code ?? state);
    const named = ["--| name: base\nselect 1 as a"];

    it("a save tells how far it is", async () => {
      const code = "--| save: {to: ids, format: parquet, mode: replace-all}\nselect id from range(0, 37000000, 1, 37)";
      const run = await desk.start(await desk.open(), [code], { save: true });
      // The first rows come from a few tasks, all of them from as many as there are partitions.
      const isSaving = ({ cells: [cell] }: RunView) => cell?.progress?.total === 37 && cell.saved.length === 0;
      assert.ok(isSaving(await desk.ended(run, isSaving)));
      const [cell] = (await desk.ended(run)).cells;
      assert.deepEqual([cell?.error, cell?.saved[0]?.rows], [undefined, 37_000_000]);
    });

    it("a worker that dies in mid-query costs time and no row", async () => {
      const whole = await desk.run([long]);
      const expected = await desk.rows(whole.run, 0);
      const session = await desk.open();
      const run = await desk.start(session, [long]);
      await desk.ended(run, isRunning);
      await cluster.workers.shift()?.kill();
      const view = await desk.ended(run);
      assert.deepEqual(codes(view), ["done"]);
      assert.deepEqual(await desk.rows(run, 0), expected);
      await cluster.startWorker();
    });

    it("an engine that cannot be reached for a while is waited for, which is said in the cell once", async () => {
      const run = await desk.start(await desk.open(), [long]);
      const isTold = ({ cells: [cell] }: RunView) => cell?.notes.some(({ code }) => code === "engine.waiting") === true;
      await desk.ended(run, isRunning);
      proxy.shut();
      await desk.ended(run, isTold);
      proxy.open();
      const view = await desk.ended(run);
      assert.deepEqual(codes(view), ["done"]);
      assert.equal(view.cells[0]?.notes.filter(({ code }) => code === "engine.waiting").length, 1);
    });

    it("an interrupted query is over when its tasks are, and the session with its names goes on", async () => {
      const session = await desk.open();
      await desk.run(named, { on: session });
      const run = await desk.start(session, [long]);
      await desk.ended(run, isRunning);
      await desk.interrupt(run);
      assert.deepEqual(codes(await desk.ended(run)), ["interrupted"]);
      const next = await desk.run(["select a from base"], { on: session });
      assert.deepEqual([codes(next), next.notes], [["done"], []]);
    });

    it("an interrupt of what a server does that does not answer any more is not waited for", async function () {
      // Less than tasks are given to let go of their cores.
      this.timeout(60_000);
      const run = await desk.start(await desk.open(), [long]);
      await desk.ended(run, isRunning);
      proxy.shut();
      await desk.interrupt(run);
      assert.deepEqual(codes(await desk.ended(run)), ["interrupted"]);
      proxy.open();
    });

    it("a session that has ended on the server is noticed, its names are told, and the next run has a fresh one", async () => {
      const session = await desk.open();
      await desk.run(named, { on: session });
      const channel = openChannel({ host: "127.0.0.1", port: cluster.port, tls: false, headers: {} });
      const other = makeLink(channel, sparkDialect("4.2.0"), session, ann.user);
      await channel.unary(SparkConnectService.method.releaseSession, other.ids());
      channel.close();
      assert.deepEqual(codes(await desk.run(["select a from base"], { on: session })), ["engine.session-gone"]);
      const next = await desk.run(["select 2 as b"], { on: session });
      assert.deepEqual(codes(next), ["done"]);
      assert.deepEqual(next.notes, [{ code: "session.names-lost", args: { names: "base" } }]);
    });

    it("a run goes on when its kernel-server is started anew", async () => {
      const session = await desk.open();
      const run = await desk.start(session, [long, "select 5 as five"]);
      await desk.ended(run, isRunning);
      await desk.service.close();
      // What is left of the first server in this process is cut off, as by its death.
      await proxy.close();
      await desk.restart({ engines: [sparkConnectEngine({ name: "prod", address: cluster.address, files: "here" })] });
      const view = await desk.ended(run);
      assert.deepEqual(codes(view), ["done", "done"]);
      assert.deepEqual(await desk.rows(run, 1), [["5"]]);
    });

    it("a server that is killed and comes again has lost the session: that is said, and the next run goes well", async () => {
      const session = await desk.open();
      await desk.run(named, { on: session });
      const run = await desk.start(session, [long]);
      await desk.ended(run, isRunning);
      await cluster.connect.kill();
      await cluster.restartConnect();
      assert.deepEqual(codes(await desk.ended(run)), ["engine.session-gone"]);
      const next = await desk.run(["select 2 as b"], { on: session });
      assert.deepEqual(codes(next), ["done"]);
      assert.deepEqual(next.notes, [{ code: "session.names-lost", args: { names: "base" } }]);
    });
  });
});
