import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
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
});
