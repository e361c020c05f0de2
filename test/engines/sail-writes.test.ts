import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { Table, tableFromIPC, tableToIPC } from "apache-arrow";
import { after, before, describe, it } from "mocha";
import { BetweenError } from "../../protocol/errors.ts";
import type { Relation } from "../../kernel-server/engine/engine.ts";
import { type EngineDesk, engineDesk, source } from "./desk.ts";

const query = (text: string): Relation => ({ of: "sql", text, args: [] });

describe("writes on the embedded engine", function () {
  this.timeout(120_000);
  let desk: EngineDesk;
  before(async () => (desk = await engineDesk()));
  after(() => desk.end());

  const delta = (name: string, text: string, more: { replaceWhere?: string; mode?: "append" } = {}) =>
    desk.events({
      do: "write",
      relation: query(text),
      to: join(desk.folder, name),
      format: "delta",
      mode: "overwrite",
      partition: ["day"],
      ...more,
    });
  const rows = async (name: string) =>
    (await desk.sql(`select a, day from delta.\`${join(desk.folder, name)}\` order by day, a`)).rows.map(({ a, day }) =>
      [a, day].join(" "),
    );

  it("replace exactly the rows of a Delta table that they are told to, from the first write on", async () => {
    await delta("t", "select 1 as a, '2026-11-20' as day", { replaceWhere: "day = '2026-11-20'" });
    await delta("t", "select 2 as a, '2026-11-21' as day", { replaceWhere: "day = '2026-11-21'" });
    await delta("t", "select 3 as a, '2026-11-20' as day", { replaceWhere: "day = '2026-11-20'" });
    assert.deepEqual(await rows("t"), ["3 2026-11-20", "2 2026-11-21"]);

    await delta("t", "select 3 as a, '2026-11-20' as day where false", { replaceWhere: "day = '2026-11-20'" });
    assert.deepEqual(await rows("t"), ["2 2026-11-21"]);

    await delta("t", "select 4 as a, '2026-11-22' as day", { mode: "append" });
    assert.deepEqual(await rows("t"), ["2 2026-11-21", "4 2026-11-22"]);
  });

  it("that reach beyond what they replace fail and leave the table as it was", async () => {
    await delta("u", "select 1 as a, '2026-11-20' as day");
    const wrong = delta("u", "select 2 as a, '2026-11-20' as day union all select 3, '2026-11-21'", {
      replaceWhere: "day = '2026-11-20'",
    });
    await assert.rejects(wrong, (error) => error instanceof BetweenError && error.code === "engine.replace-mismatch");
    assert.deepEqual(await rows("u"), ["1 2026-11-20"]);
  });

  it("make one file where one is asked for", async () => {
    const text = "select id, id % 7 as k from range(0, 200000, 1, 4)";
    for (const format of ["parquet", "csv", "json"] as const) {
      const to = join(desk.folder, `one-${format}`);
      await desk.events({
        do: "write",
        relation: query(text),
        to,
        format,
        mode: "overwrite",
        partition: [],
        single: true,
      });
      const files = (await readdir(to)).filter((name) => !/^[._]/.test(name));
      assert.equal(files.length, 1, format);
      if (format === "csv") assert.match(await readFile(join(to, files[0] ?? ""), "utf8"), /^id,k\n/);
    }
    const back = await desk.read({ of: "parquet", path: join(desk.folder, "one-parquet") });
    assert.equal(back.rows.length, 200_000);
  });

  it("of no rows leave files that can be read back", async () => {
    const to = join(desk.folder, "none");
    await desk.events({
      do: "write",
      relation: query("select 1 as a, 'x' as b where false"),
      to,
      format: "parquet",
      mode: "overwrite",
      partition: [],
    });
    const back = await desk.read({ of: "parquet", path: to });
    assert.deepEqual([back.rows.length, back.schema.map(({ name }) => name)], [0, ["a", "b"]]);
  });

  it("keep partition folders apart in Parquet", async () => {
    const to = join(desk.folder, "parted");
    await desk.events({
      do: "write",
      relation: query("select id, id % 2 as k from range(10)"),
      to,
      format: "parquet",
      mode: "overwrite",
      partition: ["k"],
    });
    assert.deepEqual((await readdir(to)).sort(), ["k=0", "k=1"]);
    const spec = source("parted", "parted", { format: "parquet" });
    assert.equal((await desk.read({ of: "source", source: spec })).rows.length, 10);
  });

  it("take rows that we hold back to the engine", async () => {
    const { batches, schema } = await desk.sql("select 1 as a, 'x' as b");
    const [ipc] = batches;
    assert.ok(ipc);
    await desk.events({ do: "view", name: "held", relation: { of: "rows", ipc, schema } });
    assert.deepEqual(
      (await desk.sql("select a + 1 as c, b from held")).rows.map(({ c, b }) => [c, b]),
      [[2, "x"]],
    );
  });

  it("take back no rows of columns of every type", async () => {
    const { batches, schema } =
      await desk.sql(`select true as a, cast(1 as tinyint) as b, cast(1 as decimal(38,7)) as c,
      timestamp'2026-01-01' as d, timestamp_ntz'2026-01-01' as e, date'2026-01-01' as \`weird, name\`, X'00' as f,
      named_struct('a b\`:,', array(named_struct('x', map('k', timestamp'2026-01-01')))) as g, null as h,
      interval 1 day as i, interval 1 month as j, float(1) as k, array(array('한')) as l where false`);
    const ipc = tableToIPC(new Table(tableFromIPC(batches[0]).schema), "stream");
    await desk.events({ do: "view", name: "none", relation: { of: "rows", ipc, schema } });
    assert.deepEqual((await desk.sql("select * from none")).schema, schema);

    for (const format of ["delta", "parquet"] as const) {
      for (const partition of [[], ["b"]]) {
        const to = join(desk.folder, `emptied-${format}-${partition.length}`);
        const work = { do: "write", to, format, mode: "overwrite", partition } as const;
        await desk.events({ ...work, relation: query("select cast(null as decimal(38,7)) as c, 1 as b") });
        const no = await desk.sql("select cast(null as decimal(38,7)) as c, 1 as b where false");
        const none = tableToIPC(new Table(tableFromIPC(no.batches[0]).schema), "stream");
        await desk.events({ ...work, relation: { of: "rows", ipc: none, schema: no.schema } });
        const back = await desk.read({ of: "source", source: source("back", to, { format }) });
        assert.equal(back.rows.length, 0, to);
        assert.deepEqual(back.schema.map(({ type }) => type).sort(), ["decimal(38,7)", "int"], to);
      }
    }
  });

  it("take rows back whose columns have one name, the second as n_2", async () => {
    const { batches, schema } = await desk.sql("select 1 as n, 2 as n");
    const [ipc] = batches;
    assert.ok(ipc);
    await desk.events({ do: "view", name: "twice", relation: { of: "rows", ipc, schema } });
    assert.deepEqual((await desk.sql("select n, n_2 from twice")).rows, [{ n: 1, n_2: 2 }]);
  });
});
