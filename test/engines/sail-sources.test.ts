import assert from "node:assert/strict";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { after, before, describe, it } from "mocha";
import { BetweenError } from "../../protocol/errors.ts";
import type { SourceSpec } from "../../notebook/notebook.ts";
import { type EngineDesk, engineDesk, never, source } from "./desk.ts";

const schema =
  "ts timestamp, user bigint, n struct<a: array<int>, m: map<string,string>>, price decimal(38,2), dt date";
const line = (user: number, more = "") =>
  `{"ts":"2026-11-20T10:02:03.5+09:00","user":${user},"n":{"a":[1,2],"m":{"k":"v"}},"price":123456789012345678901234567890.12${more}}`;

describe("sources on the embedded engine", function () {
  this.timeout(120_000);
  let desk: EngineDesk;
  before(async () => {
    desk = await engineDesk({ timezone: "Asia/Seoul" });
    for (const day of [20, 21, 22]) {
      await desk.write(`logs/dt=2026-11-${day}/part-0.json.gz`, gzipSync(`${line(day)}\n${line(day + 100)}\n`));
      await desk.write(`logs/dt=2026-11-${day}/part-1.json.gz`, gzipSync(`${line(day + 200)}\n`));
      await desk.write(`logs/dt=2026-11-${day}/_SUCCESS`, "");
      await desk.write(
        `bad/dt=2026-11-${day}/x.json.gz`,
        gzipSync(`${line(day)}\n{"user": 3, "ac\n\n[1]\n${line(day)} more\n${line(-1)}\n`),
      );
    }
    await desk.write("plain/a/x.json", '{"a": 1}\n');
    await desk.write("plain/b/x.json", '{"a": 2}\n');
    await desk.write("plain/b/.hidden.json", '{"a": 9}\n');
    await desk.write("zstd/x.json.zst", zstdCompressSync('{"a": 1}\n{"a": 2}\n'));
    await desk.write("cut.json.gz", gzipSync(`${line(1)}\n`.repeat(500)).subarray(0, 60));
    await desk.write("empty.json", "");
    await desk.write("empty.json.gz", gzipSync(""));
    await desk.write("people.csv", 'id,name\n1,"a, b"\n2,"c""d"\n');
    await desk.write("torn.csv", "id,name\n1,a\n2\n");
  });
  after(() => desk.end());

  const all = (spec: SourceSpec) => desk.read({ of: "source", source: spec });
  const users = async (spec: SourceSpec) =>
    (await all(spec)).rows.map(({ user }) => Number(user)).sort((a, b) => a - b);
  const failureOf = async (work: Promise<unknown>) => {
    try {
      await work;
    } catch (thrown) {
      return BetweenError.from(thrown);
    }
    throw new Error("did not fail");
  };

  it("read what their path matches, no file more and none less", async () => {
    const day20 = [20, 120, 220];
    const matches: [path: string, users: number[]][] = [
      ["logs", [...day20, 21, 121, 221, 22, 122, 222]],
      ["./logs/dt=*/*.json.gz", [...day20, 21, 121, 221, 22, 122, 222]],
      ["logs/*/*", [...day20, 21, 121, 221, 22, 122, 222]],
      ["logs/dt=2026-11-2[01]/*.gz", [...day20, 21, 121, 221]],
      ["logs/dt=2026-11-{20,22}", [...day20, 22, 122, 222]],
      ["logs/dt=2026-11-20", day20],
      ["logs/dt=2026-11-20/part-1.json.gz", [220]],
      ["logs/dt=*/part-1*", [220, 221, 222]],
      ["logs/dt=*-20/part-?.json.gz", day20],
    ];
    for (const [path, expected] of matches) {
      const found = await users(source("logs", path, { schema }));
      assert.deepEqual(
        found,
        expected.sort((a, b) => a - b),
        path,
      );
    }
    assert.deepEqual((await all(source("plain", "plain/*/*.json"))).rows.map(({ a }) => Number(a)).sort(), [1, 2]);
    assert.equal((await all(source("zstd", "zstd"))).rows.length, 2);
  });

  it("have their partition columns with the types and in the order of their schema", async () => {
    for (const path of ["logs", "logs/dt=*/*", "logs/dt=2026-11-20/*"]) {
      const { schema: fields, rows } = await all(source("logs", path, { schema: `dt date, user bigint` }));
      assert.deepEqual(
        fields.map(({ name, type }) => `${name} ${type}`),
        ["dt date", "user bigint"],
        path,
      );
      assert.ok(
        rows.every(({ dt }) => dt !== null),
        path,
      );
    }
  });

  it("that are malformed fail with the file and the line, or are read past", async () => {
    const spec = source("bad", "bad/dt=*/*.gz", { schema });
    await desk.events({ do: "view", name: "bad", relation: { of: "source", source: spec } });
    const error = await desk.failure("select count(n) from bad");
    assert.equal(error.code, "engine.bad-line");
    assert.deepEqual(error.args, { file: "bad/dt=2026-11-20/x.json.gz", line: 2 });

    const skipped = await all({ ...spec, onMalformed: "skip" });
    assert.deepEqual(
      skipped.schema.map(({ name }) => name),
      ["ts", "user", "n", "price", "dt"],
    );
    assert.equal(skipped.rows.length, 6);

    await desk.events({
      do: "view",
      name: "kept",
      relation: { of: "source", source: { ...spec, onMalformed: "keep" } },
    });
    const kept = await desk.sql("select _malformed as m, count(*) as c from kept group by 1 order by 1 nulls first");
    assert.deepEqual(
      kept.rows.map(({ m, c }) => [m, c]),
      [
        [null, 6n],
        ["[1]", 3n],
        ...[20, 21, 22].map((day) => [`${line(day)} more`, 1n] as const),
        ['{"user": 3, "ac', 3n],
      ],
    );
  });

  it("hold the same values whether malformed lines fail or are skipped", async () => {
    const rows = async (onMalformed: SourceSpec["onMalformed"]) => {
      await desk.events({
        do: "view",
        name: onMalformed,
        relation: { of: "source", source: source("x", "logs/dt=2026-11-20/part-1.json.gz", { schema, onMalformed }) },
      });
      const { rows } = await desk.sql(
        `select unix_micros(ts) as ts, user, n.a[1] as a, n.m['k'] as k, cast(price as string) as price, cast(dt as string) as dt from \`${onMalformed}\``,
      );
      return rows;
    };
    const strict = await rows("fail");
    assert.equal(strict[0]?.["price"], "123456789012345678901234567890.12");
    assert.equal(strict[0]?.["dt"], "2026-11-20");
    assert.deepEqual(await rows("skip"), strict);
  });

  it("that match nothing fail and name the nearest folder", async () => {
    const missing = await failureOf(all(source("logs", "logs/dt=2027-*/*.gz", { schema })));
    assert.equal(missing.code, "engine.path-not-found");
    assert.equal(missing.args["nearest"], `${desk.folder}/logs`);
    assert.match(String(missing.args["holds"]), /dt=2026-11-20/);

    const named = await desk.failure("select *\nfrom json.`./missing/*.json`");
    assert.equal(named.code, "engine.path-not-found");
    assert.deepEqual(named.at && [named.at.line, named.at.column], [2, 11]);
    assert.equal(
      (await failureOf(desk.session.analyze({ of: "source", source: source("q", "nowhere.json") }, never))).code,
      "engine.path-not-found",
    );
    assert.equal((await failureOf(desk.session.files("nowhere/*", never))).code, "engine.path-not-found");
  });

  it("named in a statement are read across partitions too", async () => {
    const { rows } = await desk.sql("select dt, count(*) as c from json.`logs/dt=*/*.json.gz` group by dt order by dt");
    assert.deepEqual(
      rows.map(({ dt, c }) => [dt, c]),
      ["20", "21", "22"].map((day) => [`2026-11-${day}`, 3n]),
    );
    const error = await desk.failure("select nothing from json.`logs/dt=*/*.json.gz` where selec selec");
    assert.deepEqual([error.code, error.at?.column], ["engine.sql-syntax", 60]);
    assert.equal((await desk.failure("select * from json.`logs/dt=*-20/*.json.gz`")).code, "engine.glob-unsupported");
  });

  it("that are empty need a schema, and have zero rows with one", async () => {
    for (const path of ["empty.json", "empty.json.gz", "empty.*"]) {
      assert.equal((await failureOf(all(source("empty", path)))).code, "engine.source-empty", path);
      const { schema: fields, rows } = await all(source("empty", path, { schema: "user bigint" }));
      assert.deepEqual([fields.length, rows.length], [1, 0], path);
    }
  });

  it("that are damaged are named", async () => {
    await desk.events({
      do: "view",
      name: "cut",
      relation: { of: "source", source: source("cut", "cut.json.gz", { schema }) },
    });
    const broken = await desk.failure("select * from cut");
    assert.deepEqual([broken.code, broken.args["file"]], ["engine.bad-file", "cut.json.gz"]);
    assert.equal((await desk.failure("select * from parquet.`plain/a/x.json`")).code, "engine.bad-file");
  });

  it("of the format csv have a header and quotes", async () => {
    const { schema: fields, rows } = await all(source("people", "people.csv", { format: "csv" }));
    assert.deepEqual(
      fields.map(({ name, type }) => `${name} ${type}`),
      ["id bigint", "name string"],
    );
    assert.deepEqual(
      rows.map(({ name }) => name),
      ["a, b", 'c"d'],
    );
    const typed = await all(source("people", "people.csv", { format: "csv", schema: "id int, name string" }));
    assert.equal(typed.schema[0]?.type, "int");
    assert.equal(
      (await failureOf(all(source("torn", "torn.csv", { format: "csv", schema: "id int, name string" })))).code,
      "engine.bad-csv",
    );
    const skip = source("torn", "torn.csv", { format: "csv", schema: "id int, name string", onMalformed: "skip" });
    assert.equal((await failureOf(all(skip))).code, "engine.source-malformed-csv");
  });

  it("of the format csv hold line breaks inside quotes, in files that are long enough to be split too", async () => {
    const rows = 120_000;
    // The second line of each value looks like a row.
    const text = Array.from(
      { length: rows },
      (_, i) => `k${i},"in line one, ${"x".repeat(40)}\n${i},in line two\n${i},"\n`,
    );
    await desk.write("long.csv", `key,words\n${text.join("")}`);
    const spec = source("long", "long.csv", { format: "csv", schema: "key string, words string" });
    await desk.events({ do: "view", name: "long", relation: { of: "source", source: spec } });
    const [row] = (
      await desk.sql("select count(*) as n, count(distinct key) as keys, min(length(words)) as least from long")
    ).rows;
    assert.deepEqual(row, { n: BigInt(rows), keys: BigInt(rows), least: 70 });
  });

  it("tell their columns, files and bytes without being read", async () => {
    const fields = await desk.session.analyze({ of: "source", source: source("logs", "logs/dt=*/*.gz") }, never);
    assert.deepEqual(
      fields.map(({ name }) => name),
      ["ts", "user", "n", "price", "dt"],
    );
    const { files, bytes } = await desk.session.files("logs/dt=*/*.gz", never);
    assert.equal(files, 6);
    assert.ok(bytes > 300);
  });

  it("with a schema that cannot be read, or none where one is needed, say so", async () => {
    const wrong = await failureOf(all(source("logs", "logs", { schema: "ts timestampp" })));
    assert.equal(wrong.code, "engine.source-schema");
    assert.equal(
      (await failureOf(all(source("logs", "logs", { onMalformed: "skip" })))).code,
      "engine.source-schema-needed",
    );
  });

  it("leave a line out, or keep it, that has a value of another type than its column's", async () => {
    const good = [
      '{"a":1}',
      '{"a":null,"n":null}',
      '{"a":"2","n":{"x y":3}}',
      '{"b":1}',
      '{"t":"2026-01-01T00:00:00Z"}',
    ];
    const wrong = ['{"a":"x"}', '{"a":[1]}', '{"a":1.5}', '{"n":"s"}', '{"n":{"x y":"q"}}', '{"t":"zz"}', '{"d":"no"}'];
    await desk.write("typed.json", [...good, ...wrong].join("\n"));
    const spec = source("typed", "typed.json", {
      schema: "a bigint, n struct<`x y`:int>, t timestamp, d decimal(9,2)",
    });
    const skipped = await all({ ...spec, onMalformed: "skip" });
    assert.deepEqual(
      skipped.rows.map(({ a }) => a),
      [1n, null, 2n, null, null],
    );
    const kept = await all({ ...spec, onMalformed: "keep" });
    assert.deepEqual(
      kept.rows.map(({ _malformed }) => _malformed),
      [...good.map(() => null), ...wrong],
    );
  });

  it("with bad data are named with the line", async () => {
    const json = { format: "json" } as const;
    const csv = { format: "csv", schema: "id int, name string" } as const;
    const bad: [name: string, content: string, more: Partial<SourceSpec>, code: string, line: number][] = [
      ["a.json", '{"a":1}\n\n{"a":"x"}\n', { ...json, schema: "a bigint" }, "engine.bad-value", 3],
      [
        "b.json",
        '{"a":{"k":[1]}}\n{"a":{"k":[1,"z"]}}\n',
        { ...json, schema: "a struct<k:array<int>>" },
        "engine.bad-value",
        2,
      ],
      ["c.json", '{"a":"x"}\n{"a":{"b":1}}\n', { ...json, schema: "a string" }, "engine.bad-value", 2],
      ["d.json", '{"a":{"k":1}}\n{"a":{"k":"x"}}\n', { ...json, schema: "a map<string,int>" }, "engine.bad-value", 2],
      [
        "e.json",
        '{"a":"2026-01-01T00:00:00Z"}\n{"a":"x"}\n',
        { ...json, schema: "a timestamp" },
        "engine.bad-value",
        2,
      ],
      ["f.csv", 'id,name\n1,"a\nb"\n2\n', csv, "engine.bad-csv", 4],
      ["g.csv", 'id,name\n1,a\nx,"b,c"\n', csv, "engine.bad-csv", 3],
      ["h.csv", "id,name\n1,a\n2,a,b\n", { format: "csv" }, "engine.bad-csv", 3],
      ["i.log", "a\n\xff\xfe\nb\n", { format: "text" }, "engine.bad-text", 2],
      ["j.json", '{"a":1}\n{"a":"\xff"}\n', { ...json, schema: "a string", onMalformed: "skip" }, "engine.bad-text", 2],
    ];
    for (const [name, content, more, code, line] of bad) {
      await desk.write(`faulty/${name}`, Buffer.from(content, "latin1"));
      const error = await failureOf(all(source(name.replace(".", "_"), `faulty/${name}`, more)));
      assert.deepEqual([error.code, error.args], [code, { file: `faulty/${name}`, line }], error.engineText);
    }
    await desk.write("some/a.json", '{"a": 1}\n');
    await desk.write("some/b.json", '{"a": 1\n');
    const looked = await failureOf(
      desk.session.analyze({ of: "source", source: source("some", "some/*.json") }, never),
    );
    assert.deepEqual([looked.code, looked.args["file"]], ["engine.bad-line", "some/b.json"]);
  });

  it("that a table is created over must be there when it is read", async () => {
    assert.equal((await desk.failure("create table t1 using json location 'nowhere/'")).code, "engine.path-not-found");
    await desk.sql("create table t2 (a int) using csv location 'new'");
    const error = await desk.failure("select *\nfrom t2");
    assert.deepEqual([error.code, error.at?.line, error.at?.column], ["engine.path-not-found", 2, 6]);
    await desk.sql("insert into t2 values (7)");
    assert.equal((await desk.sql("select * from t2")).rows[0]?.["a"], 7);
    await desk.sql("create table t3 using parquet location 'written' as select 8 as a");
    assert.equal((await desk.sql("select * from t3")).rows[0]?.["a"], 8);
  });
});
