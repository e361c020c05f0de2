import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { after, before, beforeEach, describe, it } from "mocha";
import { BetweenError } from "../../protocol/errors.ts";
import { sessionId } from "../../protocol/ids.ts";
import { cacheFolder } from "../../protocol/local/state-folders.ts";
import type { Engine } from "../../kernel-server/engine/engine.ts";
import { findJava } from "../../kernel-server/engine/local-spark/find-java.ts";
import { localSparkEngine } from "../../kernel-server/engine/local-spark/local-spark-engine.ts";
import { sparkConnectEngine } from "../../kernel-server/engine/spark-connect/spark-connect-engine.ts";
import { isAlive } from "../support/between.ts";
import { descendants } from "../support/processes.ts";

const never = new AbortController().signal;
const failureOf = async (work: Promise<unknown>) => {
  try {
    await work;
  } catch (thrown) {
    return BetweenError.from(thrown).code;
  }
  return "none";
};

describe("Spark on this machine", () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "between-local-spark-"));
    await mkdir(join(folder, "scratch"));
    await writeFile(join(folder, "rows.json"), '{"a": 1}\n{"a": 2}\n');
  });
  after(() => rm(folder, { recursive: true, force: true }));
  const options = () => ({
    session: sessionId(crypto.randomUUID()),
    user: "test",
    folder,
    timezone: "UTC",
    scratch: join(folder, "scratch"),
  });
  const engine = (idleMs?: number): Engine =>
    localSparkEngine({
      name: "local-spark",
      cacheFolder: cacheFolder(),
      memory: "1g",
      cores: 2,
      conf: { "spark.sql.shuffle.partitions": "3" },
      ...(idleMs !== undefined && { idleMs }),
    });
  /** Processes that were there before a test are another suite's, a cluster's for instance. */
  let foreign = new Set<number>();
  beforeEach(async () => {
    foreign = new Set(await descendants(process.pid));
  });
  const javas = async () => (await descendants(process.pid)).filter((pid) => !foreign.has(pid));

  it("is one server for all sessions, reads the notebook's folder, and stops when nobody uses it", async () => {
    const spark = engine(500);
    const [one, two] = await Promise.all([spark.open(options(), never), spark.open(options(), never)]);
    assert.equal(
      new URL(one.remote?.url.replace(/^sc:/, "http:") ?? "").port,
      new URL(two.remote?.url.replace(/^sc:/, "http:") ?? "").port,
    );
    assert.deepEqual(await one.analyze({ of: "sql", text: "select a from json.`./rows.json`", args: [] }, never), [
      { name: "a", type: "bigint", nullable: true },
    ]);
    assert.equal((await two.files("./rows.json", never)).bytes, 18);
    const { url = "", token = "" } = one.remote ?? {};
    assert.notEqual(token, "");
    const port = /:(\d+)\//.exec(url)?.[1];
    const stranger = sparkConnectEngine({ name: "x", address: `sc://127.0.0.1:${port}` });
    assert.equal(await failureOf(stranger.open(options(), never)), "engine.not-allowed");
    const right = sparkConnectEngine({
      name: "x",
      address: `sc://127.0.0.1:${port}/;use_ssl=false;token=\${env:T}`,
      env: { T: token },
    });
    const third = await right.open(options(), never);
    assert.equal(right.label, "Apache Spark 4.2.0");
    const parts = await javas();
    await Promise.all([one, two, third].map((session) => session.close()));
    while (parts.some(isAlive)) await sleep(50);
  });

  it("is started anew when it has died, and says that it had", async () => {
    const spark = engine(0);
    const session = await spark.open(options(), never);
    for (const pid of await javas()) process.kill(pid, "SIGKILL");
    assert.equal((await session.ended)?.code, "spark.died");
    const next = await spark.open(options(), never);
    assert.equal((await next.files("./rows.json", never)).files, 1);
    await next.close();
  });

  it("never outlives the process that started it", async () => {
    const source = `
      import { localSparkEngine } from ${JSON.stringify(new URL("../../kernel-server/engine/local-spark/local-spark-engine.ts", import.meta.url).href)};
      const engine = localSparkEngine({ name: "s", cacheFolder: ${JSON.stringify(cacheFolder())}, memory: "1g", cores: 1 });
      const options = ${JSON.stringify(options())};
      await engine.open(options, new AbortController().signal);
      console.log("open");
      setInterval(() => {}, 1000);
    `;
    const child = spawn(process.execPath, ["--input-type=module", "-e", source], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(child.stdout, "data");
    const parts = await descendants(child.pid ?? 0);
    assert.ok(parts.length > 0);
    child.kill("SIGKILL");
    while (parts.some(isAlive)) await sleep(50);
  });

  it("without a Java is one error that says what to do, before anything is fetched", async () => {
    assert.equal(await failureOf(findJava({ ...process.env, JAVA_HOME: "" }, never)), "none");
    const { PATH, JAVA_HOME } = process.env;
    process.env["PATH"] = folder;
    process.env["JAVA_HOME"] = folder;
    try {
      assert.equal(await failureOf(engine().open(options(), never)), "spark.no-java");
    } finally {
      process.env["PATH"] = PATH;
      if (JAVA_HOME === undefined) delete process.env["JAVA_HOME"];
      else process.env["JAVA_HOME"] = JAVA_HOME;
    }
  });
});
