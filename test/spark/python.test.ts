import assert from "node:assert/strict";
import { globSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Context, after, afterEach, before, describe, it } from "mocha";
import { BetweenError } from "../../protocol/errors.ts";
import { explain } from "../../protocol/wording/say.ts";
import { findPython } from "../../kernel-server/engine/sail/find-python.ts";
import { sparkConnectEngine } from "../../kernel-server/engine/spark-connect/spark-connect-engine.ts";
import { PythonDesk, needsPython, pythonCell, sqlCell } from "../python/python-desk.ts";
import { type SparkCluster, sparkCluster } from "../support/spark-cluster.ts";

const TWICE = `
from pyspark.sql.functions import udf
@udf("long")
def twice(n): return n * 2
spark.udf.register("twice", twice)
spark.range(3).select(twice("id")).collect()`;

describe("functions in Python on a standalone cluster", function () {
  this.timeout(600_000);
  let cluster: SparkCluster | undefined;
  let desk: PythonDesk;

  const start = async (context: Context, env: Record<string, string> = {}) => {
    await needsPython(context);
    cluster = await sparkCluster({ workers: 1, env });
    desk = await PythonDesk.on(sparkConnectEngine({ name: "prod", address: cluster.address, env: {} }));
  };
  const end = async () => {
    await desk?.end();
    await cluster?.end();
    cluster = undefined;
  };

  describe("whose executors have the Python of the cells", () => {
    before(async function () {
      await start(this);
    });
    after(end);

    const value = async (code: string) => (await desk.cell(code)).media?.[0]?.data;

    it("leave no job behind when their cell, or one in SQL, is interrupted before it runs", async () => {
      // Spark compiles code for so many sums for a second, and begins the job only then. (Of a hundred it would not compile them,
      // and tasks that run uncompiled code over a range do not stop.)
      const sums = (n: number) => Array.from({ length: 80 }, (_, i) => `sum(id % ${n * 1000 + i})`).join(", ");
      const endless = (n: number) => `select ${sums(n)} from range(0, 100000000000000, 1, 4)`;
      const kinds = [
        (n: number) => sqlCell(endless(n)),
        (n: number) => pythonCell(`spark.sql("${endless(n)}").collect()`),
      ];
      let n = 1;
      for (const waitMs of [250, 500, 750, 1_000, 1_250]) {
        for (const cell of kinds) {
          const run = await desk.desk.start(desk.session, cell(n++));
          await desk.desk.ended(run, ({ state }) => state === "running");
          await sleep(waitMs);
          await desk.desk.interrupt(run);
          assert.equal((await desk.desk.ended(run)).state, "interrupted");
          // Waits for ever where a job has kept all cores.
          assert.deepEqual(await desk.sql("select count(*) from range(10)"), [["10"]]);
        }
      }
    });

    it("end with the reason when their server comes again without their session; the next cell is told what is lost", async () => {
      await desk.cell("kept = 1");
      await desk.run(sqlCell("--| name: base\nselect 1 as a"));
      const run = await desk.desk.start(
        desk.session,
        pythonCell("import time\nwhile True:\n    print(spark.range(10).count())\n    time.sleep(0.1)"),
      );
      await desk.desk.ended(run, ({ cells: [cell] }) => cell?.text_out.length !== 0);
      await cluster?.connect.kill();
      await cluster?.restartConnect();
      const [cell] = (await desk.desk.ended(run)).cells;
      assert.equal(cell?.error?.code, "engine.session-gone", JSON.stringify(cell?.error));
      const next = await desk.run(pythonCell("spark.range(10).count()"));
      assert.deepEqual(next.notes, [{ code: "session.names-lost", args: { names: "base" } }]);
      assert.deepEqual(
        next.cells.map(({ state, notes }) => [state, notes]),
        [["done", [{ code: "worker.names-lost", args: { language: "python" } }]]],
      );
    });

    it("run row by row, and from SQL by their name", async () => {
      assert.equal(await value(TWICE), "[Row(twice(id)=0), Row(twice(id)=2), Row(twice(id)=4)]");
      assert.deepEqual(await desk.sql("select twice(id) from range(3)"), [["0"], ["2"], ["4"]]);
    });

    it("run on pandas Series, and from SQL by their name", async () => {
      const code = `
import pandas as pd
from pyspark.sql.functions import pandas_udf
@pandas_udf("double")
def half(n: pd.Series) -> pd.Series: return n / 2
spark.udf.register("half", half)
[row[0] for row in spark.range(3).select(half("id")).collect()]`;
      assert.equal(await value(code), "[0.0, 0.5, 1.0]");
      assert.deepEqual(await desk.sql("select half(id) from range(3)"), [["0.0"], ["0.5"], ["1.0"]]);
    });

    it("run on pandas frames, by parts and by groups", async () => {
      const parts = `
def odd(frames):
    for frame in frames: yield frame[frame.id % 2 == 1]
[row.id for row in spark.range(6).mapInPandas(odd, "id long").sort("id").collect()]`;
      assert.equal(await value(parts), "[1, 3, 5]");
      const groups = `
def total(frame): return frame.assign(id=frame.id.sum()).head(1)
grouped = spark.range(6).selectExpr("id % 2 as k", "id").groupBy("k").applyInPandas(total, "k long, id long")
[tuple(row) for row in grouped.sort("k").collect()]`;
      assert.equal(await value(groups), "[(0, 6), (1, 9)]");
    });

    it("fail with their own exception, at its line in the cell, and in SQL", async () => {
      const { error } = await desk.ends(`
@udf("long")
def broken(n): return n // 0
spark.udf.register("broken", broken)
spark.range(3).select(broken("id")).collect()`);
      const args = { type: "ZeroDivisionError", message: "integer division or modulo by zero" };
      assert.deepEqual([error?.code, error?.args, error?.at?.line], ["python.function-error", args, 3]);
      const { cells } = await desk.run(sqlCell("select broken(id) from range(3)"));
      assert.deepEqual([cells[0]?.error?.code, cells[0]?.error?.args], ["python.function-error", args]);
    });

    it("say which package the engine does not have", async () => {
      const { error } = await desk.ends(`
@udf("long")
def lost(n):
    import IPython
    return n
spark.range(3).select(lost("id")).collect()`);
      assert.deepEqual([error?.code, error?.args], ["python.function-lacks", { name: "IPython" }]);
    });
  });

  describe("whose executors have another Python", () => {
    afterEach(end);

    it("say which versions differ, in Python and in SQL", async function () {
      const own = await version(undefined);
      const kept = globSync(join(homedir(), ".pyenv/versions/3.1*/bin/python3"));
      const named = ["3.10", "3.11", "3.12", "3.13"].map((minor) => `python${minor}`);
      const found = await Promise.all([...named, ...kept].map(version));
      const other = found.find((each) => each && own && each.version !== own.version);
      if (!own || !other) {
        console.log("      skipped: there is only one Python here");
        return this.skip();
      }
      await start(this, { PYSPARK_PYTHON: other.path });
      const { error } = await desk.ends(TWICE);
      const args = { engine: other.version, cells: own.version };
      assert.deepEqual([error?.code, error?.args, error?.at?.line], ["python.function-versions", args, 6]);
      assert.match(explain("en", error ?? { code: "internal", args: {} }).hint ?? "", /PYSPARK_PYTHON/);
      const { cells } = await desk.run(sqlCell("select twice(id) from range(3)"));
      assert.deepEqual([cells[0]?.error?.code, cells[0]?.error?.args], ["python.function-versions", args]);
      assert.deepEqual(await desk.sql("select 1"), [["1"]]);
    });
  });
});

/** A Python of this name, or what cells would have. */
async function version(named: string | undefined): Promise<{ path: string; version: string } | undefined> {
  try {
    const { path, version } = await findPython(named, AbortSignal.timeout(30_000));
    const minor = /^\d+\.\d+/.exec(version)?.[0];
    return minor === undefined ? undefined : { path, version: minor };
  } catch (thrown) {
    if (thrown instanceof BetweenError) return undefined;
    throw thrown;
  }
}
