import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import { cacheFolder } from "../../protocol/local/state-folders.ts";
import type { Engine } from "../../kernel-server/engine/engine.ts";
import { parquetMaker } from "../../kernel-server/engine/python/parquet-maker.ts";
import { sailEngine } from "../../kernel-server/engine/sail/sail-engine.ts";
import { gather } from "../../kernel-server/session/spool/page.ts";
import { ServiceDesk, never, sqlCell } from "../../kernel-server/session/test-desk.ts";
import { everyType, everyTypeRead, exportParquet, throughParquet } from "../support/parquet-exports.ts";

/** The real engine, which is told that it is on another machine. */
const elsewhere = (): Engine => {
  const engine = sailEngine({ cacheFolder: cacheFolder() });
  return { ...engine, can: { ...engine.can, files: "there" } };
};

describe("Parquet of an engine that writes elsewhere", function () {
  this.timeout(300_000);
  let desk: ServiceDesk;
  before(async () => (desk = await ServiceDesk.over(elsewhere())));
  after(() => desk.end());

  it("keeps every type as it is", async () => {
    assert.deepEqual(await throughParquet(desk, everyType), everyTypeRead);
  });

  it("has all columns when it has no row", async () => {
    const { types, count } = await throughParquet(desk, sqlCell("select id, '' as t from range(3) where id > 5"));
    assert.deepEqual(types, { id: "int64", t: "string" });
    assert.equal(count, 0);
  });

  it("is written in row groups, while the rows come", async () => {
    const { count, groups, rows } = await throughParquet(
      desk,
      sqlCell("--| preview: 10\nselect id from range(2500000)"),
    );
    assert.deepEqual([count, groups, rows.length], [2_500_000, 3, 100]);
  });

  it("stops when nobody takes it any more, and when it is cancelled", async () => {
    const session = await desk.open();
    const endless = sqlCell("--| preview: 10\nselect id, rand() as r, uuid() as u from range(100000000000)");
    const { run } = await desk.run(endless, { on: session });
    for await (const bytes of await exportParquet(desk, run)) {
      assert.ok(bytes.length > 0);
      break;
    }
    const cancel = new AbortController();
    const body = await exportParquet(desk, run, cancel.signal);
    await assert.rejects(
      (async () => {
        for await (const bytes of body) if (bytes.length > 0) cancel.abort();
      })(),
      { code: "engine.interrupted" },
    );
    await desk.close(session);
    const [server = ""] = await readdir(join(desk.folder, "servers"));
    assert.deepEqual(await readdir(join(desk.folder, "servers", server, "scratch")), []);
  });

  it("tells what the rows failed with", async () => {
    const session = await desk.open();
    const late =
      "--| preview: 10\nselect id, case when id = 5000000 then raise_error('too far') end as x from range(6000000)";
    const { run } = await desk.run(sqlCell(late), { on: session });
    await assert.rejects(
      async () => gather(await exportParquet(desk, run)),
      (thrown: Error) => {
        assert.match(JSON.stringify(thrown), /too far/);
        return true;
      },
    );
  });

  it("names the column that Parquet has no place for", async () => {
    const { run } = await desk.run([`select 1 as a, make_interval(1, 2, 3, 4) as span`]);
    await assert.rejects(async () => gather(await exportParquet(desk, run)), {
      code: "storage.parquet-type",
      args: { column: "span", type: "month_day_nano_interval" },
    });
  });

  it("says so when what writes it cannot be set up", async () => {
    const parquet = parquetMaker({
      cacheFolder: join(desk.folder, "cache"),
      settings: { interpreter: "/nowhere/python" },
    });
    await assert.rejects(parquet(never), { code: "engine.python-not-run" });
    await assert.rejects(parquet(AbortSignal.abort()));
  });
});
