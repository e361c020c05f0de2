import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { operationId, sessionId } from "../../protocol/ids.ts";
import type { Engine, Task, Work } from "../engine/engine.ts";
import type { Cluster } from "./cluster.ts";
import { needsWorkers } from "./needs-workers.ts";
import { withWorkers } from "./with-workers.ts";

const work = (task: Task): Work => ({ ...task, operation: operationId("o") });
const statement = (text: string) => work({ do: "statement", text, args: [], view: "v" });
const source = (format: "json" | "parquet" | "text", schema?: string) =>
  work({
    do: "view",
    name: "logs",
    relation: {
      of: "source",
      source: {
        name: "logs",
        from: { path: "s3://b/logs" },
        format,
        onMalformed: "fail",
        line: 1,
        ...(schema && { schema }),
      },
    },
  });
const read = work({ do: "read", relation: { of: "view", name: "v" } });

describe("what needs workers", () => {
  it("is reading, writing, commands that compute, and finding out columns", () => {
    const needs = [
      read,
      statement("insert into t select 1"),
      statement("create table t as select 1"),
      source("json"),
      source("parquet", "a int"),
    ];
    for (const one of needs) assert.equal(needsWorkers(one), true, JSON.stringify(one));
  });

  it("is not fixing a query, asking about tables, setting, or a source whose schema is told", () => {
    const without = [
      "select count(*) from logs",
      "show tables",
      "set spark.sql.ansi.enabled = true",
      "use logs",
      "drop view if exists v",
    ];
    for (const text of without) assert.equal(needsWorkers(statement(text)), false, text);
    assert.equal(needsWorkers(source("json", "a int")), false);
    assert.equal(needsWorkers(source("text")), false);
  });
});

/** An engine and a cluster that write down what they are asked. */
function scene(awake = false) {
  const log: string[] = [];
  const engine: Engine = {
    name: "prod",
    label: "Spark",
    can: { progress: true, reattach: true, delta: true, artifacts: true, files: "there" },
    open: async () => ({
      ended: new Promise(() => undefined),
      async *run(work) {
        log.push(`run ${work.do}`);
        yield { t: "schema", schema: [] };
      },
      analyze: async () => [],
      files: async () => ({ files: 0, bytes: 0, newest: 0 }),
      giveUp: async () => undefined,
      memory: async () => undefined,
      close: async () => undefined,
    }),
  };
  const cluster: Cluster = {
    awake,
    hold: async () => (log.push("hold"), () => log.push("release")),
    expect: () => undefined,
    close: async () => undefined,
  };
  const never = new AbortController().signal;
  const options = { session: sessionId("s"), user: "mina", folder: "/", timezone: "UTC", scratch: "/" };
  const open = async (on: Engine) => {
    const session = await on.open(options, never);
    const run = async (one: Work) => {
      for await (const event of session.run(one, never)) log.push(event.t);
    };
    return { session, run };
  };
  return { log, engine: withWorkers(engine, cluster), open, never };
}

describe("an engine with workers", () => {
  it("opens without them, and holds them as long as something computes", async () => {
    const { log, engine, open, never } = scene();
    const { session, run } = await open(engine);
    assert.deepEqual(log, []);
    await run(read);
    await run(statement("show tables"));
    assert.deepEqual(log.splice(0), ["hold", "run read", "schema", "release", "run statement", "schema"]);
    const release = await session.hold?.(() => undefined, never);
    release?.();
    assert.deepEqual(log, ["hold", "release"]);
  });

  it("lets them go also when a reader stops in the middle", async () => {
    const { log, engine, open, never } = scene();
    const { session } = await open(engine);
    for await (const event of session.run(read, never)) if (event.t === "schema") break;
    assert.deepEqual(log, ["hold", "run read", "release"]);
  });

  it("calls none for those who look: they are told that the workers are away", async () => {
    const away = scene();
    assert.ok(away.engine.looking);
    const looking = await away.open(away.engine.looking);
    await assert.rejects(looking.run(source("json")), { code: "cluster.away" });
    await looking.run(source("json", "a int"));
    assert.deepEqual(away.log, ["run view", "schema"]);
    const there = scene(true);
    assert.ok(there.engine.looking);
    await (await there.open(there.engine.looking)).run(source("json"));
    assert.deepEqual(there.log, ["run view", "schema"]);
  });
});
