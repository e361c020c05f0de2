import assert from "node:assert/strict";
import { mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { after, before, describe, it } from "mocha";
import { commandId } from "../../protocol/ids.ts";
import { cacheFolder } from "../../protocol/local/state-folders.ts";
import { sailEngine } from "../../kernel-server/engine/sail/sail-engine.ts";
import { sparkConnectEngine } from "../../kernel-server/engine/spark-connect/spark-connect-engine.ts";
import { gather } from "../../kernel-server/session/spool/page.ts";
import { ServiceDesk, ann, never, sqlCell } from "../../kernel-server/session/test-desk.ts";
import { root } from "../support/between.ts";
import { everyType, everyTypeRead, exportParquet, throughParquet } from "../support/parquet-exports.ts";
import { type SparkCluster, sparkCluster } from "../support/spark-cluster.ts";
import { type Case, givesOn, runCase } from "./case.ts";
import { cases } from "./cases.ts";
import { examples, runExample } from "./examples.ts";

/** The usual 200 and 50 partitions of shuffles and of Delta's logs take most of the time on two cores. */
const small = { "spark.sql.shuffle.partitions": "2", "spark.databricks.delta.snapshotPartitions": "2" };

describe("on the embedded engine", () => {
  let desk: ServiceDesk;
  before(async () => (desk = await ServiceDesk.over(sailEngine({ cacheFolder: cacheFolder() }))));
  after(() => desk.end());
  for (const one of cases) it(one.name, async () => assert.deepEqual(await runCase(desk, one), givesOn(one, "sail")));
});

describe("on a standalone cluster of Spark", () => {
  let cluster: SparkCluster;
  let desk: ServiceDesk;
  before(async () => {
    cluster = await sparkCluster();
    desk = await ServiceDesk.over(
      sparkConnectEngine({ name: "prod", address: cluster.address, files: "here", conf: small }),
    );
  });
  after(async () => {
    await desk.end();
    await cluster.end();
  });
  for (const one of cases) it(one.name, async () => assert.deepEqual(await runCase(desk, one), givesOn(one, "spark")));

  it("a save over files that are no table is refused, and these stay", async () => {
    const file = join(desk.folder, "results/mine/a.txt");
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, "mine");
    const { cells } = await desk.run(["--| save: {to: mine, format: parquet}\nselect 1 as x"], { save: true });
    assert.deepEqual([cells[0]?.error?.code, cells[0]?.error?.args["file"]], ["save.foreign", file]);
    assert.equal(await readFile(file, "utf8"), "mine");
  });

  for (const name of examples)
    it(`${name} gives what it gives on the embedded engine`, async () => {
      const embedded = await ServiceDesk.over(sailEngine({ cacheFolder: cacheFolder() }));
      try {
        assert.deepEqual(await runExample(desk, name), await runExample(embedded, name));
      } finally {
        await embedded.end();
      }
    });

  describe("whose disks are not ours", () => {
    let there: ServiceDesk;
    before(async () => {
      there = await ServiceDesk.over(sparkConnectEngine({ name: "prod", address: cluster.address, conf: small }));
    });
    after(() => there.end());

    it("a path that is relative to the notebook is refused where it stands", async () => {
      const one: Case = { name: "", cells: ["select *\nfrom json.`./logs`"], gives: [] };
      assert.deepEqual(await runCase(there, one), ["error spark.path-relative at 2:11-19 path=./logs"]);
    });

    it("files are looked at by the engine", async () => {
      const { session } = await there.opened();
      const path = join(root, "examples/data/nginx-json.log.gz");
      const ask = { t: "inspect", session, path, format: "json" } as const;
      const { files, bytes } = await there.service.answer<"inspect">(ask, ann, never);
      assert.deepEqual([files, bytes], [1, (await stat(path)).size]);
    });

    it("rows come back as CSV and JSON, longer ones than are kept too", async () => {
      const session = await there.open();
      const query = "--| preview: 2\nselect id, concat('a,', id) as t, array(id) as l from range(0, 4, 1, 1)";
      const { run } = await there.run([query], { on: session });
      const exported = async (format: "csv" | "json") => {
        const ask = { t: "export", command: commandId(crypto.randomUUID()), run, result: 0, format } as const;
        const { body } = await there.service.answer<"export">(ask, ann, never);
        return Buffer.from(await gather(body)).toString();
      };
      assert.equal(await exported("csv"), 'id,t,l\r\n0,"a,0",[0]\r\n1,"a,1",[1]\r\n2,"a,2",[2]\r\n3,"a,3",[3]\r\n');
      assert.equal((await exported("json")).split("\n")[3], '{"id":3,"t":"a,3","l":[3]}');
    });

    it("rows come back as Parquet with every type as it is, and in row groups", async () => {
      assert.deepEqual(await throughParquet(there, everyType), everyTypeRead);
      const many = await throughParquet(there, sqlCell("--| preview: 10\nselect id, uuid() as u from range(2500000)"));
      assert.deepEqual([many.count, many.types, many.groups], [2_500_000, { id: "int64", u: "string" }, 3]);
      const none = await throughParquet(there, sqlCell("select id, array(id) as l from range(3) where id > 5"));
      assert.deepEqual([none.count, none.types], [0, { id: "int64", l: "list<element: int64>" }]);
    });

    it("Parquet names the column that it has no place for", async () => {
      const { run } = await there.run(["select 1 as a, make_interval(1, 2, 3, 4) as span"]);
      await assert.rejects(async () => gather(await exportParquet(there, run)), {
        code: "storage.parquet-type",
        args: { column: "span", type: "month_day_nano_interval" },
      });
    });
  });
});
