import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { after, before, describe, it } from "mocha";
import { BetweenError } from "../../protocol/errors.ts";
import type { SourceSpec } from "../../notebook/notebook.ts";
import { type EngineDesk, type Result, engineDesk, never, source } from "../engines/desk.ts";
import { type S3Proxy, startS3Proxy } from "../support/s3-proxy.ts";
import { type S3Server, startS3Server, useAws } from "../support/s3-server.ts";

const schema = "ts timestamp, user bigint, n struct<a: array<int>>, dt date";
const line = (user: number) => `{"ts":"2026-11-20T10:02:03Z","user":${user},"n":{"a":[1,2]}}`;

describe("sources on S3, read by the embedded engine", function () {
  this.timeout(300_000);
  let server: S3Server;
  let proxy: S3Proxy;
  let desk: EngineDesk;
  let bucket: string;
  let giveBack: () => void;

  before(async () => {
    server = await startS3Server();
    proxy = await startS3Proxy(server.endpoint);
    giveBack = useAws({ ...server.env, AWS_ENDPOINT_URL: proxy.endpoint });
    bucket = await server.bucket();
    desk = await engineDesk();
    const put = (key: string, body: string | Uint8Array) => server.put(bucket, key, body);
    for (const day of [20, 21, 22]) {
      await put(`app/logs/dt=2026-11-${day}/part-0.json.gz`, gzipSync(`${line(day)}\n${line(day + 100)}\n`));
      await put(`app/logs/dt=2026-11-${day}/part-1.json.gz`, gzipSync(`${line(day + 200)}\n`));
      await put(`app/logs/dt=2026-11-${day}/_SUCCESS`, "");
      await put(`app/logs/dt=2026-11-${day}/.hidden.json.gz`, gzipSync(`${line(-1)}\n`));
      await put(`app/bad/dt=2026-11-${day}/x.json.gz`, gzipSync(`${line(day)}\n{"user": 3, "ac\n\n[1]\n${line(-1)}\n`));
      await put(
        `app/torn/dt=2026-11-${day}/x.json.gz`,
        day === 21 ? gzipSync(line(1).repeat(500)).subarray(0, 60) : gzipSync(line(day)),
      );
    }
    await put("zstd/x.json.zst", zstdCompressSync(`${line(1)}\n${line(2)}\n`));
    await put("text/app.log", "one\ntwo\n");
    await put("people.csv", 'id,name\n1,"a, b"\n2,"c""d"\n');
    await put("empty/a.json", "");
    await put("empty/b.json.gz", gzipSync(""));
    await put("marked/", "");
    await put("marked/x.json", `${line(9)}\n`);
  });
  after(async () => {
    await desk.end();
    giveBack();
    await proxy.end();
    await server.end();
  });

  const at = (path: string) => `s3://${bucket}/${path}`;
  const all = (spec: SourceSpec): Promise<Result> => desk.read({ of: "source", source: spec });
  const users = async (path: string, more: Partial<SourceSpec> = {}) =>
    (await all(source("s", at(path), { schema, ...more }))).rows
      .map((row) => Number(row["user"]))
      .sort((a, b) => a - b);
  const failed = async (work: Promise<unknown>): Promise<BetweenError> => {
    try {
      await work;
    } catch (thrown) {
      return BetweenError.from(thrown);
    }
    throw new Error("it did not fail");
  };

  it("read what their path matches, no object more and none less", async () => {
    const every = [20, 21, 22, 120, 121, 122, 220, 221, 222];
    for (const path of ["app/logs", "app/logs/", "app/logs/dt=*/", "app/logs/*/*", "app/logs/dt=*/*.json.gz"])
      assert.deepEqual(await users(path), every, path);
    assert.deepEqual(await users("app/logs/dt=2026-11-2[01]/part-1*"), [220, 221]);
    assert.deepEqual(await users("app/logs/dt=2026-11-{20,22}/part-0.json.gz"), [20, 22, 120, 122]);
    assert.deepEqual(await users("app/logs/dt=2026-11-21/part-1.json.gz"), [221]);
    assert.deepEqual(await users("marked"), [9]);
  });

  it("have their partition columns with the types of the schema, and of folders when inferred", async () => {
    const { schema: columns, rows } = await all(source("s", at("app/logs/dt=2026-11-2*/part-1.json.gz"), { schema }));
    assert.deepEqual(columns.map(({ name, type }) => [name, type]).at(-1), ["dt", "date"]);
    assert.equal(new Set(rows.map((row) => String(row["dt"]))).size, 3);
    const inferred = await all(source("s", at("app/logs/dt=*/")));
    assert.deepEqual(inferred.schema.map(({ name }) => name).sort(), ["dt", "n", "ts", "user"]);
  });

  it("of each format are read in place", async () => {
    assert.deepEqual(await users("zstd/x.json.zst"), [1, 2]);
    const text = await all(source("t", at("text/"), { format: "text" }));
    assert.deepEqual(text.rows.map((row) => row["value"]).sort(), ["one", "two"]);
    const csv = await all(source("c", at("people.csv"), { format: "csv" }));
    assert.deepEqual(
      csv.rows.map((row) => row["name"]),
      ["a, b", 'c"d'],
    );
    for (const format of ["parquet", "delta"] as const) {
      await desk.events({
        do: "write",
        relation: { of: "source", source: source("s", at("app/logs/dt=*/"), { schema }) },
        to: at(`copies/${format}`),
        format,
        mode: "overwrite",
        partition: ["dt"],
      });
      const copied = await all(source("p", at(`copies/${format}`), { format }));
      assert.equal(copied.rows.length, 9, format);
    }
  });

  it("that match nothing fail and name the nearest folder there is", async () => {
    const near = async (path: string) => (await failed(users(path))).args;
    assert.deepEqual(await near("app/logs/dt=2027-*/x.json"), {
      path: at("app/logs/dt=2027-*/x.json"),
      nearest: at("app/logs"),
      holds: "dt=2026-11-20, dt=2026-11-21, dt=2026-11-22",
    });
    assert.equal((await near("app/lgs/x/y.json"))["nearest"], at("app"));
    const inSql = await failed(desk.sql(`select * from json.\`${at("app/lgs")}\``));
    assert.equal(inSql.code, "engine.path-not-found");
    assert.ok(inSql.at);
    const nowhere = await failed(all(source("s", "s3://not-there/x.json")));
    assert.equal(nowhere.code, "storage.bucket-missing");
  });

  it("that are malformed fail with the object and the line, or are read past and counted", async () => {
    const error = await failed(users("app/bad/dt=*/", {}));
    assert.equal(error.code, "engine.bad-line");
    assert.equal(error.args["file"], at("app/bad/dt=2026-11-20/x.json.gz"));
    assert.equal(error.args["line"], 2);
    assert.deepEqual(await users("app/bad/dt=*/", { onMalformed: "skip" }), [-1, -1, -1, 20, 21, 22]);
    const kept = await all(source("s", at("app/bad/dt=*/"), { schema, onMalformed: "keep" }));
    assert.equal(kept.rows.length, 12);
  });

  it("with one broken gzip among good ones name it", async () => {
    const error = await failed(users("app/torn/dt=*/"));
    assert.equal(error.code, "engine.bad-file");
    assert.equal(error.args["file"], at("app/torn/dt=2026-11-21/x.json.gz"));
  });

  it("that are empty need a schema, and have zero rows with one", async () => {
    assert.equal((await failed(all(source("s", at("empty/"))))).code, "engine.source-empty");
    assert.deepEqual(await users("empty/"), []);
  });

  it("tell their columns, files and bytes without being read", async () => {
    const counted = await desk.session.files(at("app/logs/dt=*/*.json.gz"), never);
    assert.equal(counted.files, 6);
    assert.ok(counted.bytes > 300 && counted.newest > 1.7e12);
    const fields = await desk.session.analyze({ of: "source", source: source("s", at("app/logs/")) }, never);
    assert.ok(fields.some(({ name }) => name === "user"));
  });

  it("are read from objects with odd keys", async () => {
    const names = ["a b", "q?x", "h#x", "p%20x", "plus+", "한글", "br[1]", "st*r", "cu{r}ly", "pct%"];
    for (const [i, name] of names.entries()) await server.put(bucket, `odd/${name}.json`, `${line(i)}\n`);
    assert.deepEqual(
      await users("odd/"),
      names.map((_, i) => i),
    );
    for (const [i, name] of names.entries())
      assert.deepEqual(await users(`odd/${name.replace(/[*?[{]/g, "\\$&")}.json`), [i], name);
    await server.put(bucket, "broken/line\nbreak.json", `${line(1)}\n`);
    for (const path of ["broken/", "broken/line\nbreak.json"]) {
      const error = await failed(users(path));
      assert.equal(error.code, "storage.name-unreadable");
      assert.match(String(error.args["file"]), /line\\nbreak/);
    }
  });

  it("say what S3 refuses", async () => {
    const refuse = (status: number, code: string) => proxy.next(999, { do: "answer", status, code });
    const after = async (status: number, code: string) => {
      refuse(status, code);
      const error = await failed(users("app/logs"));
      proxy.next(0, { do: "silence" });
      return error.code;
    };
    assert.equal(await after(403, "AccessDenied"), "storage.forbidden");
    assert.equal(await after(301, "PermanentRedirect"), "storage.wrong-region");
    assert.equal(await after(403, "ExpiredToken"), "storage.credentials-expired");
  });

  it("are read through a slow S3 and broken connections", async () => {
    proxy.next(2, { do: "answer", status: 503, code: "SlowDown" });
    assert.equal((await users("app/logs")).length, 9);
    proxy.next(2, { do: "reset-before" });
    assert.equal((await users("app/logs")).length, 9);
    proxy.next(2, { do: "answer", status: 503, code: "SlowDown" }, (asked) => asked.path.includes("part-0"));
    assert.equal((await users("app/logs")).length, 9);
  });

  it("do not give away credentials", async () => {
    for (const path of ["/proc/self/environ", "/proc/1/environ", `${"../".repeat(8)}proc/self/environ`]) {
      const error = await failed(desk.sql(`select * from text.\`${path}\``));
      assert.equal(error.code, "storage.path-private");
      assert.ok(!error.message.includes(server.secretKey));
    }
    assert.equal((await failed(all(source("s", "/proc/self/env*", { format: "text" })))).code, "storage.path-private");
    for (const statement of ["set", "set spark.hadoop.fs.s3a.secret.key", "select current_user()"]) {
      const shown = await desk.sql(statement).then(({ rows }) => JSON.stringify(rows), String);
      assert.ok(!shown.includes(server.secretKey));
    }
  });

  it("of ten thousand small objects are found and read", async () => {
    for (let i = 0; i < 10_000; i += 100) {
      const part = Array.from({ length: 100 }, (_, k) => i + k);
      await Promise.all(part.map((n) => server.put(bucket, `many/dt=${n % 10}/${n}.json`, `${line(n)}\n`)));
    }
    const before = proxy.seen.length;
    assert.equal((await desk.session.files(at("many/dt=*/*.json"), never)).files, 10_000);
    assert.ok(proxy.seen.length - before < 50, "a listing tells of a thousand at once");
    const read = await all(source("s", at("many/dt=*/*.json"), { schema: "user bigint, dt string" }));
    assert.equal(new Set(read.rows.map((row) => Number(row["user"]))).size, 10_000);
  });

  it("of a real access log hold what the log holds on disk", async () => {
    const file = fileURLToPath(new URL("../../examples/data/nginx-json.log.gz", import.meta.url));
    await server.put(bucket, "nginx/dt=2015-05-17/nginx.log.gz", await readFile(file));
    const by = async (path: string) => {
      await desk.events({ do: "view", name: "nginx", relation: { of: "source", source: source("nginx", path) } });
      const text =
        "select count(*) as n, sum(connections.accepted) as accepted, min(timestamp) as first, max(timestamp) as last from nginx";
      return (await desk.sql(text)).rows.map((row) => Object.values(row).map(String));
    };
    const onS3 = await by(at("nginx/dt=*/"));
    assert.deepEqual(onS3, await by(file));
    assert.ok(Number(onS3[0]?.[0]) > 5);
  });
});
