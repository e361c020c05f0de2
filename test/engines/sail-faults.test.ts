import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { after, afterEach, before, beforeEach, describe, it } from "mocha";
import { tableFromIPC } from "apache-arrow";
import { BetweenError } from "../../protocol/errors.ts";
import { sessionId } from "../../protocol/ids.ts";
import { cacheFolder } from "../../protocol/local/state-folders.ts";
import { openChannel } from "../../kernel-server/engine/spark-connect/channel.ts";
import { sail } from "../../kernel-server/engine/spark-connect/dialect.ts";
import { type Link, makeLink } from "../../kernel-server/engine/spark-connect/link.ts";
import { execute } from "../../kernel-server/engine/spark-connect/operation.ts";
import { root, sqlCommand, sqlRelation } from "../../kernel-server/engine/spark-connect/plan.ts";
import { ensureEnvironment } from "../../kernel-server/engine/sail/environment.ts";
import { type SailProcess, startSail } from "../../kernel-server/engine/sail/sail-process.ts";
import { type CuttingProxy, cuttingProxy } from "./cutting-proxy.ts";
import { type EngineDesk, engineDesk, never, workOf } from "./desk.ts";

const long = "select count(*) as n from range(1000000000) a, range(1000000) b where a.id * b.id % 7 = 3";

const failureOf = async (work: Promise<unknown>) => {
  try {
    await work;
  } catch (thrown) {
    return BetweenError.from(thrown);
  }
  throw new Error("did not fail");
};

describe("a session of the embedded engine", function () {
  this.timeout(120_000);
  let desk: EngineDesk;
  beforeEach(async () => (desk = await engineDesk()));
  afterEach(() => desk.end());

  /** The Sail processes that this process started. */
  const children = () =>
    execFileSync("ps", ["-o", "pid=,args=", "--ppid", String(process.pid)], { encoding: "utf8" })
      .split("\n")
      .filter((line) => line.includes("pysail"))
      .map((line) => Number(line.trim().split(/\s+/)[0]));

  const interrupted = async (text: string, after: "schema" | number) => {
    const stop = new AbortController();
    const read = async () => {
      const work = workOf({ do: "read", relation: { of: "sql", text, args: [] } });
      for await (const { t } of desk.session.run(work, stop.signal)) if (t === after) stop.abort();
    };
    if (typeof after === "number") setTimeout(() => stop.abort(), after);
    assert.equal((await failureOf(read())).code, "engine.interrupted");
  };

  it("stops a query that is interrupted and runs the next one", async () => {
    const file = await desk.write("rows.json", '{"a": 1}\n'.repeat(1000));
    for (const after of ["schema", 0, 10] as const) {
      await interrupted(
        `select count(*) from json.\`${file}\` a cross join json.\`${file}\` b cross join json.\`${file}\` c`,
        after,
      );
      assert.equal((await desk.sql("select 2 as a")).rows[0]?.["a"], 2);
    }
  });

  it("ends the process of an interrupted query that does not stop computing", async () => {
    await interrupted(long, 500);
    assert.equal((await desk.session.ended)?.code, "engine.not-stopping");
    assert.equal((await failureOf(desk.sql("select 1"))).code, "engine.not-stopping");
    assert.deepEqual(children(), []);
  });

  it("stops when the reader of a result stops reading", async () => {
    let rows = 0;
    const work = workOf({ do: "read", relation: { of: "sql", text: "select id from range(1000000000)", args: [] } });
    for await (const event of desk.session.run(work, never)) {
      if (event.t === "batch" && (rows += event.rows) > 20_000) break;
    }
    assert.equal((await desk.sql("select 1 as a")).rows[0]?.["a"], 1);
  });

  it("fails what runs at once when its process is killed, and says how it ended", async () => {
    const [pid] = children();
    assert.ok(pid !== undefined);
    const error = failureOf(desk.events({ do: "read", relation: { of: "sql", text: long, args: [] } }));
    await desk.sql("select 1");
    process.kill(pid, "SIGKILL");
    assert.deepEqual([(await error).code, (await error).args["how"]], ["engine.died", "signal SIGKILL"]);
    assert.equal((await desk.session.ended)?.code, "engine.died");
    assert.equal((await failureOf(desk.sql("select 1"))).code, "engine.died");
  });

  it("leaves no process behind when it is closed", async () => {
    const [pid] = children();
    await desk.session.close();
    assert.equal(await desk.session.ended, undefined);
    assert.ok(!children().includes(pid ?? 0));
  });

  it("cannot be joined again", async () => {
    assert.equal(
      (await failureOf(engineDesk({ resume: true, session: sessionId(crypto.randomUUID()) }))).code,
      "engine.session-gone",
    );
  });
});

describe("a connection to the engine that is cut", function () {
  this.timeout(120_000);
  let process: SailProcess;
  let proxy: CuttingProxy;
  let link: Link;
  before(async () => {
    const python = await ensureEnvironment({ cacheFolder: cacheFolder() }, never);
    process = await startSail({ python, folder: "/", scratch: "/tmp", memoryLimitBytes: undefined, aws: {} }, never);
    proxy = await cuttingProxy(process.port);
    const channel = openChannel({ host: "127.0.0.1", port: proxy.port, tls: false, headers: {} });
    link = makeLink(channel, sail, crypto.randomUUID(), "test");
  });
  after(async () => {
    await link.settled();
    link.channel.close();
    await proxy.close();
    await process.stop();
  });

  it("in mid-stream loses no row and doubles none", async () => {
    const ids: bigint[] = [];
    const before = proxy.cuts();
    let responses = 0;
    const plan = root(sqlRelation("select id from range(0, 1500000, 1, 1)", []));
    for await (const { responseType } of execute(link, { id: crypto.randomUUID(), plan, repeatable: true }, never)) {
      if (responseType.case !== "arrowBatch") continue;
      const column: Iterable<unknown> = tableFromIPC(responseType.value.data).getChild("id") ?? [];
      for (const id of column) if (typeof id === "bigint") ids.push(id);
      if (++responses % 60 === 0) proxy.cutAfter(100_000);
    }
    assert.ok(proxy.cuts() - before > 1, `cut ${proxy.cuts() - before} times`);
    assert.equal(ids.length, 1_500_000);
    assert.ok(ids.every((id, i) => id === BigInt(i)));
  });

  it("while a query without an answer yet runs is attached again", async () => {
    await link.settled();
    proxy.cutAfter(1);
    let rows = 0;
    const plan = root(sqlRelation("select 1 as a", []));
    for await (const { responseType } of execute(link, { id: crypto.randomUUID(), plan, repeatable: true }, never)) {
      if (responseType.case === "arrowBatch") rows += Number(responseType.value.rowCount);
    }
    assert.equal(rows, 1);
  });

  it("under a command is made again, and the command runs once, whether or not its answer was lost", async () => {
    const run = async (text: string) => {
      const plan = sqlCommand(text, []);
      for await (const _ of execute(link, { id: crypto.randomUUID(), plan, repeatable: false }, never));
    };
    await run("create table counted as select 1 as a");
    await link.settled();
    const before = proxy.cuts();
    proxy.cutAfter(1);
    // Sail forgets an operation that ended while nobody was attached: then nobody can know, and that is what is said.
    await run("insert into counted select 2").catch((thrown: unknown) => {
      assert.equal(thrown instanceof BetweenError && thrown.code, "engine.outcome-unknown");
    });
    assert.equal(proxy.cuts(), before + 1);
    let rows = 0;
    const plan = root(sqlRelation("select * from counted", []));
    for await (const { responseType } of execute(link, { id: crypto.randomUUID(), plan, repeatable: true }, never)) {
      if (responseType.case === "arrowBatch") rows += Number(responseType.value.rowCount);
    }
    assert.equal(rows, 2);
  });
});
