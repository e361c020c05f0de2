import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import { tableFromIPC } from "apache-arrow";
import { type EngineDesk, engineDesk } from "./desk.ts";

describe("values from the embedded engine", function () {
  this.timeout(120_000);
  let desk: EngineDesk;
  before(async () => (desk = await engineDesk({ timezone: "Asia/Seoul" })));
  after(() => desk.end());

  const one = async (expression: string) => {
    const { schema, rows } = await desk.sql(`select ${expression} as v`);
    return { type: schema[0]?.type, value: rows[0]?.["v"] };
  };

  it("come with Spark's names of their types", async () => {
    const types: [sql: string, type: string][] = [
      ["true", "boolean"],
      ["cast(1 as tinyint)", "tinyint"],
      ["cast(1 as smallint)", "smallint"],
      ["1", "int"],
      ["1L", "bigint"],
      ["cast(1 as float)", "float"],
      ["1d", "double"],
      ["cast(1 as decimal(38,2))", "decimal(38,2)"],
      ["'x'", "string"],
      ["X'01'", "binary"],
      ["date'2026-11-21'", "date"],
      ["timestamp'2026-11-21 01:02:03'", "timestamp"],
      ["timestamp_ntz'2026-11-21 01:02:03'", "timestamp_ntz"],
      ["array(1)", "array<int>"],
      ["map('a', 1)", "map<string,int>"],
      ["named_struct('a', 1, 'b', array(named_struct('c', 'x')))", "struct<a:int,b:array<struct<c:string>>>"],
      ["null", "void"],
    ];
    for (const [sql, type] of types) assert.equal((await one(sql)).type, type, sql);
  });

  it("keep every digit of integers beyond 2^53 and of decimals of 38 digits", async () => {
    assert.equal((await one("9223372036854775807L")).value, 9223372036854775807n);
    assert.equal((await one("cast(-9223372036854775807 as bigint) - 1")).value, -9223372036854775808n);
    const decimal = "12345678901234567890123456789012345678";
    assert.equal((await one(`cast('${decimal}' as decimal(38,0))`)).value, BigInt(decimal));
  });

  it("keep NaN and the infinities apart from null", async () => {
    assert.ok(Number.isNaN((await one("double('NaN')")).value));
    assert.equal((await one("double('Infinity')")).value, Infinity);
    assert.equal((await one("float('-Infinity')")).value, -Infinity);
    assert.equal((await one("cast(null as double)")).value, null);
  });

  it("keep timestamps before 1970 and read those without an offset in the notebook's zone", async () => {
    const { batches } = await desk.sql(
      "select timestamp'1969-12-31 23:59:59.123456' as v, unix_micros(timestamp'1969-12-31 23:59:59.123456') as m",
    );
    const micros: unknown = tableFromIPC(batches[0]).getChild("m")?.get(0);
    assert.equal(micros, BigInt(Date.parse("1969-12-31T23:59:59Z") - 9 * 3_600_000) * 1000n + 123456n);
    assert.equal((await one("hour(timestamp'2026-01-01T00:00:00Z')")).value, 9);
  });

  it("keep nested values, their nulls included", async () => {
    const { rows } = await desk.sql(
      "select array(1, null, 3) as a, map('k', cast(null as int)) as m, named_struct('x', array(named_struct('y', 'z'))) as s, X'00FF' as b",
    );
    assert.deepEqual(JSON.parse(JSON.stringify(rows[0]?.["a"])), [1, null, 3]);
    assert.deepEqual([...(rows[0]?.["m"] as Iterable<unknown>)], [["k", null]]);
    assert.deepEqual(JSON.parse(JSON.stringify(rows[0]?.["s"])), { x: [{ y: "z" }] });
    assert.deepEqual(rows[0]?.["b"], new Uint8Array([0, 255]));
  });

  it("bind as typed arguments, of which only the named ones are sent", async () => {
    const { schema, rows } = await desk.sql(
      "select :day as day, :at as at, :many as many, :n as n, ':not' as s -- :no",
      [
        { name: "day", type: "date", value: "1969-12-31" },
        { name: "at", type: "timestamp", value: "2026-11-21T09:00:00.000001+09:00" },
        { name: "many", type: "choice", value: ["a'b", "한"] },
        { name: "n", type: "integer", value: "-9223372036854775808" },
        { name: "no", type: "integer", value: "no number, and never looked at" },
      ],
    );
    assert.deepEqual(
      schema.map(({ type }) => type),
      ["date", "timestamp", "array<string>", "bigint", "string"],
    );
    assert.equal(rows[0]?.["n"], -9223372036854775808n);
    assert.deepEqual([...(rows[0]?.["many"] as Iterable<unknown>)], ["a'b", "한"]);
    assert.equal(
      (await desk.sql("select :day = date'1969-12-31' as same", [{ name: "day", type: "date", value: "1969-12-31" }]))
        .rows[0]?.["same"],
      true,
    );
  });

  it("come in 2,000 columns and in a string of 100 MB", async () => {
    const columns = Array.from({ length: 2000 }, (_, i) => `id + ${i} as c${i}`).join(", ");
    const wide = await desk.sql(`select ${columns} from range(5000)`);
    assert.equal(wide.schema.length, 2000);
    assert.equal(wide.rows.length, 5000);
    assert.equal(wide.rows[4999]?.["c1999"], 6998n);
    const long = (await one("repeat('x', 100000000)")).value;
    assert.ok(typeof long === "string" && long.length === 100_000_000);
  });

  it("have a schema and an Arrow stream when there are no rows", async () => {
    const { schema, rows, batches } = await desk.sql("select 1 as a, 'x' as b where false");
    assert.deepEqual(
      schema.map(({ name }) => name),
      ["a", "b"],
    );
    assert.equal(rows.length, 0);
    assert.equal(batches.length, 1);
    assert.deepEqual(
      tableFromIPC(batches[0]).schema.fields.map(({ name }) => name),
      ["a", "b"],
    );
  });
});

describe("statements on the embedded engine", function () {
  this.timeout(120_000);
  let desk: EngineDesk;
  before(async () => (desk = await engineDesk()));
  after(() => desk.end());

  it("that are queries become views that keep their meaning", async () => {
    await desk.events({ do: "view", name: "src", relation: { of: "sql", text: "select 1 as a", args: [] } });
    const fixed = await desk.events({ do: "statement", text: "select a from src", args: [], view: "kept" });
    assert.deepEqual(fixed, [{ t: "fixed", view: "kept" }]);
    await desk.events({ do: "view", name: "src", relation: { of: "sql", text: "select 2 as a", args: [] } });
    assert.deepEqual(
      (await desk.read({ of: "view", name: "kept" })).rows.map(({ a }) => a),
      [1],
    );
  });

  it("that are commands run, and tell rows only where they have some", async () => {
    for (const command of [
      "create temp view w as select 1 as a",
      "create table t as select 1 as a",
      "insert into t values (2)",
      "drop view w",
    ]) {
      assert.deepEqual(await desk.events({ do: "statement", text: command, args: [], view: "unused" }), [], command);
    }
    assert.equal((await desk.sql("select * from t")).rows.length, 2);
    assert.ok((await desk.sql("show tables")).rows.some(({ tableName }) => tableName === "t"));
  });

  it("that are commands name the types of their rows", async () => {
    const { schema } = await desk.sql("show tables");
    assert.deepEqual(
      schema.map(({ name, type }) => `${name} ${type}`),
      ["database string", "tableName string", "isTemporary boolean"],
    );
  });

  it("that set a variable reach the session", async () => {
    assert.deepEqual(
      await desk.events({
        do: "statement",
        text: "-- zone\nSET spark.sql.session.timeZone = 'Asia/Seoul'",
        args: [],
        view: "x",
      }),
      [],
    );
    assert.equal((await desk.sql("select current_timezone() as z")).rows[0]?.["z"], "Asia/Seoul");
    assert.equal((await desk.sql("set spark.sql.session.timeZone")).rows[0]?.["value"], "Asia/Seoul");
  });

  it("fail with a code and the place in their own text", async () => {
    const failures: [sql: string, code: string, at: string | undefined][] = [
      ["select '한글한글' as x\nfrom range(1) selec 1 wher", "engine.sql-syntax", "2:21"],
      ["select 1 +\n ", "engine.sql-syntax", "1:11"],
      ["select *\n  from nowhere", "engine.table-not-found", "2:8"],
      ["select '없는', /* nope */ t.nope from range(1) t", "engine.column-not-found", "1:25"],
      ["select id from range(1) a, range(1) b", "engine.ambiguous-column", "1:8"],
      ["select 1, nofunc(1)", "engine.function-not-found", "1:11"],
      ["select 1, :missing", "engine.parameter-missing", "1:11"],
      ["select cast('abc' as int)", "engine.cast", undefined],
      ["select timestamp(concat('a', 'bc'))", "engine.cast", undefined],
      ["select 1 / 0", "engine.arithmetic", undefined],
      ["select 1 + array(1)", "engine.type-mismatch", undefined],
      ["select 1 union all select 1, 2", "engine.type-mismatch", undefined],
      ["cache table t", "engine.unsupported", undefined],
      ["select raise_error('boom')", "engine.failed", undefined],
    ];
    for (const [sql, code, at] of failures) {
      const error = await desk.failure(sql);
      assert.equal(error.code, code, `${sql}: ${error.message}`);
      assert.equal(error.at && `${error.at.line}:${error.at.column}`, at, sql);
      assert.doesNotMatch(error.engineText ?? "", /ObjectName|Identifier\(/);
    }
    assert.equal((await desk.failure("select raise_error('boom')")).engineText, "boom");
  });

  it("see only their own session", async () => {
    const other = await engineDesk();
    try {
      await desk.sql("create or replace temp view mine as select 1 as a");
      assert.equal((await other.failure("select * from mine")).code, "engine.table-not-found");
    } finally {
      await other.end();
    }
  });

  it("show columns of one name, each with its value", async () => {
    const queries: [text: string, columns: string[]][] = [
      ["select 1 as n, 2 as n", ["n 1", "n 2"]],
      ["select * from (select 1 id, 2 v) a join (select 1 id, 3 w) b on a.id = b.id", ["id 1", "v 2", "id 1", "w 3"]],
      ["select `a.b`, * from (select 1 as `a.b`)", ["a.b 1", "a.b 1"]],
      ["select 1 as n, 2 as N", ["n 1", "N 2"]],
    ];
    for (const [text, columns] of queries) {
      const { schema, batches } = await desk.sql(text);
      const table = tableFromIPC(batches[0]);
      const found = table.schema.fields.map(({ name }, i) => `${name} ${String(table.getChildAt(i)?.get(0))}`);
      assert.deepEqual(found, columns, text);
      assert.deepEqual(
        schema.map(({ name }) => name),
        columns.map((column) => column.replace(/ .*/, "")),
        text,
      );
    }
    assert.equal((await desk.sql("select id, id, 'x' as id from range(0)")).schema.length, 3);
  });

  it("with a parameter where none can stand say so, and not that it has no value", async () => {
    const n = { name: "n", type: "integer", value: "5" } as const;
    const error = await desk.failure("select id\nfrom range(:n)", [n]);
    assert.deepEqual([error.code, error.at?.line, error.at?.column], ["engine.parameter-place", 2, 12]);
    assert.equal((await desk.failure("select id from range(:m)", [n])).code, "engine.parameter-missing");
  });
});
