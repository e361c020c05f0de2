import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import { cacheFolder } from "../../protocol/local/state-folders.ts";
import { sailEngine } from "../../kernel-server/engine/sail/sail-engine.ts";
import { sparkConnectEngine } from "../../kernel-server/engine/spark-connect/spark-connect-engine.ts";
import { ServiceDesk } from "../../kernel-server/session/test-desk.ts";
import { type SparkCluster, sparkCluster } from "../support/spark-cluster.ts";
import { givesOn, runCase } from "./case.ts";
import { cases } from "./cases.ts";

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
});
