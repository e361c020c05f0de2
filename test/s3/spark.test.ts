import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { after, before, describe, it } from "mocha";
import { cacheFolder } from "../../protocol/local/state-folders.ts";
import { sendFiles } from "../../protocol/local/send-files.ts";
import type { Engine } from "../../kernel-server/engine/engine.ts";
import { sailEngine } from "../../kernel-server/engine/sail/sail-engine.ts";
import { sparkConnectEngine } from "../../kernel-server/engine/spark-connect/spark-connect-engine.ts";
import { ServiceDesk, ann, never } from "../../kernel-server/session/test-desk.ts";
import { openStore } from "../../kernel-server/store/open-store.ts";
import { startS3Proxy } from "../support/s3-proxy.ts";
import { type S3Server, startS3Server, useAws } from "../support/s3-server.ts";
import { type SparkCluster, sparkCluster, whyNoSpark } from "../support/spark-cluster.ts";
import { findReaders, readTable } from "../support/table-readers.ts";

const lack = await whyNoSpark();

describe("S3 with Apache Spark", function () {
  this.timeout(600_000);
  let server: S3Server;
  let cluster: SparkCluster;
  let bucket: string;
  let giveBack: () => void;
  /** One server each over the same state: what the one saves the other reads. */
  const desks = new Map<"Spark" | "Sail", ServiceDesk<Engine>>();

  before(async function () {
    if (lack !== undefined) {
      console.log(`      Spark: skipped, ${lack}`);
      return this.skip();
    }
    server = await startS3Server();
    giveBack = useAws(server.env);
    bucket = await server.bucket();
    cluster = await sparkCluster({ workers: 1, env: server.env });
    const state = { kind: "s3", bucket, prefix: "team", s3: server.s3 } as const;
    const spark = sparkConnectEngine({ name: "spark", address: cluster.address, s3: server.s3 });
    desks.set("Spark", await ServiceDesk.over<Engine>(spark, await openStore(state, never)));
    const sail = sailEngine({ cacheFolder: cacheFolder(), s3: server.s3 });
    desks.set("Sail", await ServiceDesk.over<Engine>(sail, await openStore(state, never)));
    for (const day of [20, 21]) {
      const rows = [day, day + 100].map((user) => `{"user":${user}}\n`).join("");
      await server.put(bucket, `logs/dt=2026-11-${day}/a.json.gz`, gzipSync(rows));
    }
  });
  after(async () => {
    for (const desk of desks.values()) await desk.end();
    await cluster?.end();
    giveBack?.();
    await server?.end();
  });

  const on = (engine: "Spark" | "Sail") => desks.get(engine) ?? assert.fail();
  const rows = async (engine: "Spark" | "Sail", text: string, more: { save?: boolean } = {}) => {
    const view = await on(engine).run(text, more);
    assert.equal(view.state, "done", JSON.stringify(view.cells.map(({ error }) => error)));
    return (await on(engine).rows(view.run, 0)).map((row) => row.join(" "));
  };
  const reading = (sources: string, query: string) =>
    `---\nbetween: 1\nsources:\n  t: ${sources}\n---\n\n\`\`\`{sql}\n${query}\n\`\`\`\n`;
  const daily = (day: string, query: string) =>
    `---\nbetween: 1\nparams:\n  day: {type: date, default: ${day}}\n---\n\n\`\`\`{sql}\n--| save: {to: growth/dau, partition: [day]}\n${query}\n\`\`\`\n`;

  it("reads logs in place as Sail does", async () => {
    for (const path of [`s3://${bucket}/logs/dt=*/`, `s3://${bucket}/logs/dt=*/*.json.gz`, `s3://${bucket}/logs`]) {
      const source = `{path: "${path}", format: json, schema: "user bigint, dt string"}`;
      const text = reading(source, "select dt, sum(user) from t group by dt order by dt");
      const expected = ["2026-11-20 140", "2026-11-21 142"];
      assert.deepEqual(await rows("Spark", text), expected, path);
      assert.deepEqual(await rows("Sail", text), expected, path);
    }
  });

  it("says of a path that matches nothing, a bucket that is missing and a malformed line where they are", async () => {
    await server.put(bucket, "bad/dt=2026-11-20/part 1.json.gz", gzipSync('{"user":1}\n{"user":\n'));
    const error = async (path: string) => {
      const source = `{path: "${path}", format: json, schema: "user bigint"}`;
      const view = await on("Spark").run(reading(source, "select sum(user) from t"));
      const { code, args = {} } = view.cells[0]?.error ?? assert.fail();
      return { code, args };
    };
    const missing = `s3://${bucket}/lgs/dt=*/*.json.gz`;
    assert.deepEqual(await error(missing), {
      code: "engine.path-not-found",
      args: { path: missing, nearest: `s3://${bucket}/`, holds: "bad, logs, team" },
    });
    const nobucket = await error("s3://between-nobucket/x");
    assert.equal(nobucket.code, "storage.bucket-missing");
    assert.equal(nobucket.args["bucket"], "between-nobucket");
    assert.equal(nobucket.args["endpoint"], server.s3.endpoint);
    assert.deepEqual(await error(`s3://${bucket}/bad`), {
      code: "engine.bad-line",
      args: { file: `s3://${bucket}/bad/dt=2026-11-20/part 1.json.gz`, line: 2 },
    });
  });

  it("says what S3 refuses, in the words of each refusal", async () => {
    const proxy = await startS3Proxy(server.endpoint);
    const s3 = { ...server.s3, endpoint: proxy.endpoint };
    const desk = await ServiceDesk.over(sparkConnectEngine({ name: "spark", address: cluster.address, s3 }));
    try {
      const refused = async (status: number, code: string, isMeant: (method: string) => boolean) => {
        // S3A keeps what it knows of a bucket.
        const bucket = await server.bucket();
        await server.put(bucket, "logs/a.json", '{"user":7}\n');
        proxy.fault = ({ method, path }) =>
          path.includes(bucket) && isMeant(method) ? { do: "answer", status, code } : undefined;
        const source = `{path: "s3://${bucket}/logs", format: json, schema: "user bigint"}`;
        const { error } = (await desk.run(reading(source, "select sum(user) from t"))).cells[0] ?? {};
        if (error?.args["bucket"] !== undefined) assert.equal(error.args["bucket"], bucket, JSON.stringify(error));
        return error?.code;
      };
      for (const [status, code, told, wordless] of [
        [403, "AccessDenied", "storage.forbidden", "storage.forbidden"],
        [400, "ExpiredToken", "spark.s3-expired", "spark.s3-wordless"],
        [403, "InvalidAccessKeyId", "spark.s3-credentials", "storage.forbidden"],
        [403, "RequestTimeTooSkewed", "storage.clock", "storage.forbidden"],
        [301, "PermanentRedirect", "spark.s3-region", "spark.s3-region"],
      ] as const) {
        assert.equal(await refused(status, code, (method) => method !== "HEAD"), told, `${code}, in words`);
        // What is asked first has an answer without a body, so without S3's own code.
        assert.equal(await refused(status, code, () => true), wordless, `${code}, without words`);
      }
    } finally {
      await desk.end();
      await proxy.end();
    }
  });

  it("replaces a day of a table that Sail wrote, and Sail one of Spark's", async () => {
    const all = reading("{result: growth/dau}", "select day, count(*), max(n) from t group by day order by day");
    await rows("Sail", daily("2026-11-20", "select :day as day, id as n from range(3)"), { save: true });
    await rows("Spark", daily("2026-11-21", "select :day as day, id as n from range(4)"), { save: true });
    for (const engine of ["Sail", "Spark"] as const)
      assert.deepEqual(await rows(engine, all), ["2026-11-20 3 2", "2026-11-21 4 3"], engine);
    await rows("Spark", daily("2026-11-20", "select :day as day, id as n from range(1)"), { save: true });
    await rows("Sail", daily("2026-11-21", "select :day as day, id as n from range(0)"), { save: true });
    for (const engine of ["Sail", "Spark"] as const)
      assert.deepEqual(await rows(engine, all), ["2026-11-20 1 0"], engine);
    const readers = await findReaders();
    if ("missing" in readers) return console.log(`      ${readers.missing}: not read by them`);
    const read = await readTable(readers.python, `s3://${bucket}/team/results/growth/dau`, ["day", "n"], server.env);
    assert.deepEqual(read, { duckdb: ["2026-11-20 0"], pandas: ["2026-11-20 0"] });
  });

  it("reads the notebook's own files, which were sent through the store", async () => {
    const notebook = await mkdtemp(join(tmpdir(), "between-sent-"));
    try {
      await mkdir(join(notebook, "logs"));
      await writeFile(join(notebook, "logs/a.json"), '{"user":7}\n');
      const { session, sends } = await on("Spark").opened({ folder: notebook });
      assert.equal(sends, true);
      const client = {
        // SAFETY: the service answers each ask with what a client gives for it.
        ask: ((ask: Parameters<ServiceDesk["service"]["answer"]>[0]) =>
          on("Spark").service.answer(ask, ann, never)) as Parameters<typeof sendFiles>[0]["ask"],
      };
      await writeFile(join(notebook, "bad.json"), '{"user":1}\nno\n');
      await sendFiles(client, session, notebook, ["logs/a.json", "bad.json"], () => undefined);
      const text = reading('{path: ./logs/*.json, format: json, schema: "user bigint"}', "select sum(user) from t");
      const view = await on("Spark").run(text, { on: session });
      assert.equal(view.state, "done", JSON.stringify(view.cells[0]?.error));
      assert.deepEqual(await on("Spark").rows(view.run, 0), [["7"]]);
      const bad = reading('{path: ./bad.json, format: json, schema: "user bigint"}', "select sum(user) from t");
      const { cells } = await on("Spark").run(bad, { on: session });
      assert.equal(cells[0]?.error?.args["file"], "./bad.json", JSON.stringify(cells[0]?.error));
    } finally {
      await rm(notebook, { recursive: true });
    }
  });
});
