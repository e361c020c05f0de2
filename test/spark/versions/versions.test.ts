import assert from "node:assert/strict";
import { tableFromIPC } from "apache-arrow";
import { setTimeout as sleep } from "node:timers/promises";
import { after, before, describe, it } from "mocha";
import { BetweenError } from "../../../protocol/errors.ts";
import { cacheFolder } from "../../../protocol/local/state-folders.ts";
import type { RunView } from "../../../protocol/messages.ts";
import { explain } from "../../../protocol/wording/say.ts";
import { pythonWorkers } from "../../../kernel-server/engine/python/python-workers.ts";
import { scalaWorkers } from "../../../kernel-server/engine/scala/scala-workers.ts";
import { openChannel } from "../../../kernel-server/engine/spark-connect/channel.ts";
import { sparkDialect } from "../../../kernel-server/engine/spark-connect/dialect.ts";
import { makeLink } from "../../../kernel-server/engine/spark-connect/link.ts";
import { execute } from "../../../kernel-server/engine/spark-connect/operation.ts";
import { root, sqlRelation } from "../../../kernel-server/engine/spark-connect/plan.ts";
import { sparkConnectEngine } from "../../../kernel-server/engine/spark-connect/spark-connect-engine.ts";
import { has } from "../../../kernel-server/engine/spark-connect/spark-versions.ts";
import { ServiceDesk, never } from "../../../kernel-server/session/test-desk.ts";
import { cuttingProxy } from "../../engines/cutting-proxy.ts";
import { type RunningSpark, releases, sparkRelease } from "../../support/spark-release.ts";
import { givesOn, runCase } from "../case.ts";
import { cases } from "../cases.ts";

/** What comes out otherwise on a release: named, so that more is seen. What Delta Lake is needed for is not run. */
const otherwise: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  // What can be computed while planning fails there already; the name of a function is its place.
  "3.5.7": {
    "a number that is none, cast": ["error engine.cast at 1:8-24"],
    "a division by zero": ["error engine.arithmetic at 1:8-13"],
    "a number too large for its type": ["error engine.arithmetic at 1:8-48"],
    "a function that is not there": ["error engine.function-not-found at 1:8-14 name=nofunc"],
  },
};
const isDelta = (one: (typeof cases)[number]) => givesOn(one, "spark").some((line) => line.includes("as delta"));
const needsNoDelta = cases.filter((one) => !isDelta(one));

const long =
  "select count(*) as n from range(0, 400000000, 1, 8) where xxhash64(id, 1) % 7 = 3 and xxhash64(id, 2) % 5 < 9";
const codes = (view: RunView) =>
  view.cells.flatMap(({ kind, state, error }) => (kind === "code" ? [error?.code ?? state] : []));

for (const release of releases) {
  const { version } = release;
  describe(`on Spark ${version}`, () => {
    let spark: RunningSpark | undefined;
    let address = "";
    let desk: ServiceDesk;
    before(async function () {
      try {
        spark = await sparkRelease(release, {
          "spark.connect.execute.reattachable.senderMaxStreamDuration": "2s",
          "spark.sql.shuffle.partitions": "2",
        });
      } catch (thrown) {
        const { code } = BetweenError.from(thrown);
        if (code !== "scala.fetch-failed" && code !== "spark.jars-offline" && code !== "spark.jar-refused")
          throw thrown;
        console.log(`  Spark ${version}: skipped. ${explain("en", BetweenError.from(thrown).toWire()).message}`);
        this.skip();
      }
      address = `sc://127.0.0.1:${spark.port}`;
      const workers = [pythonWorkers({ cacheFolder: cacheFolder() }), scalaWorkers({ cacheFolder: cacheFolder() })];
      desk = await ServiceDesk.over(sparkConnectEngine({ name: "prod", address, files: "here" }), { workers });
    });
    after(async () => {
      if (!spark) return;
      await desk.end();
      await spark.end();
    });

    for (const one of needsNoDelta)
      it(one.name, async () =>
        assert.deepEqual(await runCase(desk, one), otherwise[version]?.[one.name] ?? givesOn(one, "spark")),
      );

    it("a session says what its engine lacks, once", async () => {
      const session = await desk.open();
      const notes = async () => (await desk.run(["select 1"], { on: session })).notes;
      const lacks = { code: "engine.spark-old", args: { detail: version } };
      assert.deepEqual([await notes(), await notes()], [has(version, "progress") ? [] : [lacks], []]);
    });

    it("saving as Delta Lake says that there is none", async () => {
      assert.deepEqual(codes(await desk.run(["--| save: {to: a/t}\nselect 1 as a"], { save: true })), [
        "spark.no-delta",
      ]);
    });

    it("a named result is whole, whatever partitions it came from", async () => {
      const cells = [
        "--| name: base\nselect id from range(0, 100, 1, 16)",
        "select count(*) as n, sum(id) as s from base",
      ];
      const { run } = await desk.run(cells);
      assert.deepEqual(await desk.rows(run, 1), [["100", "4950"]]);
    });

    it("an interrupted query ends, and the session goes on; progress is told where there is any", async () => {
      const session = await desk.open();
      await desk.run(["--| name: base\nselect 1 as a"], { on: session });
      const run = await desk.start(session, [long.replace("400000000", "8000000000")]);
      const hasBegun = (view: RunView) => view.cells[0]?.state === "running";
      const hasProgress = (view: RunView) => (view.cells[0]?.progress?.total ?? 0) > 0;
      await desk.ended(run, has(version, "progress") ? hasProgress : hasBegun);
      await desk.interrupt(run);
      assert.deepEqual(codes(await desk.ended(run)), ["interrupted"]);
      assert.deepEqual(codes(await desk.run(["select a from base"], { on: session })), ["done"]);
    });

    it("streams that the server ends are read on without a gap or a double row", async () => {
      const channel = openChannel({ host: "127.0.0.1", port: spark?.port ?? 0, tls: false, headers: {} });
      const link = makeLink(channel, sparkDialect(version), crypto.randomUUID(), "test");
      const plan = root(sqlRelation("select id from range(0, 400000, 1, 4)", []));
      const seen: unknown[] = [];
      for await (const { responseType } of execute(link, { id: crypto.randomUUID(), plan, repeatable: true }, never)) {
        if (responseType.case !== "arrowBatch") continue;
        const column: Iterable<unknown> = tableFromIPC(responseType.value.data).getChild("id") ?? [];
        seen.push(...column);
        await sleep(150);
      }
      await link.settled();
      channel.close();
      assert.equal(seen.length, 400_000);
      assert.ok(seen.every((id, i) => id === BigInt(i)));
    });

    it("a run goes on when its kernel-server is started anew", async () => {
      const proxy = await cuttingProxy(spark?.port ?? 0);
      const engineAt = (at: string) => sparkConnectEngine({ name: "prod", address: at, files: "here" });
      const first = await ServiceDesk.over(engineAt(`sc://127.0.0.1:${proxy.port}`));
      try {
        const run = await first.start(await first.open(), [long, "select 5 as five"]);
        await first.ended(run, (view) => (view.cells[0]?.results.length ?? 0) > 0);
        await first.service.close();
        // What is left of the first server in this process is cut off, as by its death.
        await proxy.close();
        await first.restart({ engines: [engineAt(address)] });
        assert.deepEqual(codes(await first.ended(run)), ["done", "done"]);
        assert.deepEqual(await first.rows(run, 1), [["5"]]);
      } finally {
        await first.end();
      }
    });

    it("Python cells share names with SQL, and functions in Python say what they need", async () => {
      const session = await desk.open();
      const cells = [
        "spark.sql('select :a as a', {'a': 5}).createOrReplaceTempView('fives')",
        "spark.createDataFrame([(1,), (2,)], 'b int').createOrReplaceTempView('ours')",
        "from pyspark.sql import functions as F\nspark.range(1).select(F.udf(lambda n: n, 'long')('id')).schema.names and None",
      ];
      const text = cells.map((cell) => `\`\`\`{python}\n${cell}\n\`\`\`\n\n`).join("");
      const view = await desk.run(`${text}\`\`\`{sql}\nselect a, sum(b) as b from fives, ours group by a\n\`\`\`\n`, {
        on: session,
        keepGoing: true,
      });
      const isOld = version.startsWith("3.");
      assert.deepEqual(codes(view), ["done", "done", isOld ? "python.error" : "done", "done"]);
      assert.deepEqual(await desk.rows(view.run, view.cells.at(-1)?.results[0]?.result ?? 0), [["5", "3"]]);
      const said = String(view.cells[2]?.error?.args["message"] ?? "");
      if (isOld) assert.match(said, /needs Apache Spark 4\.0 or newer/);
    });

    if (version.startsWith("3."))
      it("Scala cells say what they need", async () => {
        const view = await desk.run("```{scala}\n1 + 1\n```\n");
        assert.deepEqual(codes(view), ["scala.needs-spark-4"]);
      });
  });
}
