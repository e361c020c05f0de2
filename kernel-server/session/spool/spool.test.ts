import assert from "node:assert/strict";
import { appendFile, mkdtemp, readFile, rm, stat, truncate } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  RecordBatchStreamWriter,
  Table,
  makeVector,
  tableFromArrays,
  tableFromIPC,
  tableToIPC,
  vectorFromArray,
} from "apache-arrow";
import * as arrow from "apache-arrow";
import fc from "fast-check";
import { afterEach, beforeEach, describe, it } from "mocha";
import { cellText, decodePage } from "../../../protocol/values/page.ts";
import { encodeBatch, encodeSchema } from "./batch-encoder.ts";
import { END_OF_STREAM } from "./ipc-messages.ts";
import { follow, gather, page, wholeRow, wholeStream } from "./page.ts";
import { Spool, indexFile, rowsFile } from "./spool.ts";
import { BATCH_ROWS, storedBatches } from "./stored-batches.ts";

describe("a spool", () => {
  let folder: string;
  let path: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "between-spool-"));
    path = join(folder, "result-0");
  });
  afterEach(() => rm(folder, { recursive: true }));

  const fields = [{ name: "n", type: "bigint", nullable: false }];
  /** One Arrow stream of the numbers `from` to `to`. */
  const numbers = (from: number, to: number) =>
    tableToIPC(
      new Table({ n: makeVector(BigInt64Array.from({ length: to - from }, (_, i) => BigInt(from + i))) }),
      "stream",
    );
  const read = async (body: AsyncIterable<Uint8Array>) => tableFromIPC(await gather(body));
  const column = async (body: AsyncIterable<Uint8Array>) => [...((await read(body)).getChildAt(0) ?? [])].map(Number);
  const upTo = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);

  async function filled(rows: number, batch: number): Promise<Spool> {
    const spool = Spool.create(path);
    spool.begin(fields);
    for (let at = 0; at < rows; at += batch) await spool.push(numbers(at, Math.min(rows, at + batch)), Infinity);
    await spool.end("all");
    return spool;
  }

  it("gives every row back, in pages of whole batches that begin at or before the row asked for", async () => {
    const spool = await filled(10_000, 3_000);
    assert.equal(spool.index.rows, 10_000);
    for (const from of [0, 1, 1023, 1024, 5_000, 9_999]) {
      const window = page(spool, from, 10);
      const rows = await column(window.body);
      assert.ok(window.from <= from && window.from + rows.length >= Math.min(10_000, from + 10));
      assert.deepEqual(rows, upTo(window.from, window.from + rows.length));
      assert.ok(rows.length <= 2 * BATCH_ROWS);
    }
    assert.deepEqual(await column(page(spool, 0, undefined).body), upTo(0, 10_000));
  });

  it("answers with no rows behind its end, and for a result without rows", async () => {
    const spool = await filled(5, 5);
    const behind = page(spool, 7, undefined);
    assert.equal(behind.from, 5);
    assert.deepEqual(await column(behind.body), []);
    const empty = Spool.create(join(folder, "result-1"));
    empty.begin(fields);
    await empty.end("all");
    const table = await read(page(empty, 0, undefined).body);
    assert.equal(table.numRows, 0);
    assert.deepEqual(table.schema.names, ["n"]);
  });

  it("keeps a page at 1 MB and a batch at 1,024 rows and about 256 KiB", async () => {
    const wide = tableFromArrays({ text: upTo(0, 5_000).map((i) => String(i).padEnd(1_000, ".")) });
    const spool = Spool.create(path);
    await spool.push(tableToIPC(wide, "stream"), Infinity);
    await spool.end("all");
    const body = await gather(page(spool, 0, undefined).body);
    assert.ok(body.byteLength <= 1_048_576 + 1_000, String(body.byteLength));
    const table = tableFromIPC(body);
    for (const batch of table.batches) assert.ok(batch.numRows <= 256 && batch.numRows >= 128, String(batch.numRows));
    assert.equal(table.getChild("text")?.get(200), "200".padEnd(1_000, "."));
  });

  it("reads one piece of a window more than was taken, however many rows were asked for", async () => {
    const spool = await filled(1_000_000, 50_000);
    const window = page(spool, 0, 1_000_000).body[Symbol.asyncIterator]();
    let taken = 0;
    for (let piece = 0; piece < 3; piece++) taken += ((await window.next()).value as Uint8Array).byteLength; // SAFETY: it has more.
    await truncate(rowsFile(path), taken);
    await assert.rejects(async () => {
      for (let piece = 0; piece < 2; piece++) await window.next();
    }, RangeError);
  });

  it("lets go of a window whose next piece cannot be read and that nobody reads on", async () => {
    const spool = await filled(1_000_000, 50_000);
    const window = page(spool, 0, 1_000_000).body[Symbol.asyncIterator]();
    for (let piece = 0; piece < 2; piece++) await window.next();
    await truncate(rowsFile(path), 1);
    await window.next();
    await window.return?.();
  });

  it("takes a small batch byte for byte", () => {
    const ipc = numbers(0, 1_000);
    const { batches } = storedBatches(ipc, Infinity);
    assert.equal(batches.length, 1);
    assert.ok(Buffer.from(ipc).includes(Buffer.from(batches[0]?.bytes ?? [])));
  });

  it("stops at the rows that there is room for", async () => {
    const spool = Spool.create(path);
    assert.equal(await spool.push(numbers(0, 900), 1_000), 900);
    assert.equal(await spool.push(numbers(900, 1_800), 100), 100);
    await spool.end("more");
    assert.deepEqual(await column(page(spool, 0, undefined).body), upTo(0, 1_000));
  });

  it("lets a reader follow rows that are still coming, to the end", async () => {
    const spool = Spool.create(path);
    spool.begin(fields);
    const { body } = follow(spool, 0, undefined, AbortSignal.timeout(20_000));
    const reading = column(body);
    const some = column(follow(spool, 0, 1_500, AbortSignal.timeout(20_000)).body);
    for (let at = 0; at < 3_000; at += 500) {
      await spool.push(numbers(at, at + 500), Infinity);
      await spool.flush();
      await new Promise((resolve) => setImmediate(resolve));
    }
    await spool.end("all");
    assert.deepEqual(await reading, upTo(0, 3_000));
    assert.deepEqual(await some, upTo(0, 1_500));
  });

  it("sends a long value as its beginning and says how long it is, and keeps it whole", async () => {
    const long = "가나다".repeat(50_000);
    const table = new Table({
      id: vectorFromArray([1, 2, 3], new arrow.Int32()),
      text: vectorFromArray(["short", long, null], new arrow.Utf8()),
    });
    const spool = Spool.create(path);
    await spool.push(tableToIPC(table, "stream"), Infinity);
    await spool.end("all");
    const cut = decodePage(await gather(page(spool, 0, undefined).body));
    assert.deepEqual(cut.cuts, [{ row: 1, column: 1, bytes: Buffer.byteLength(long) }]);
    const shown = cellText(cut, 1, 1, { timezone: "UTC" });
    assert.ok(long.startsWith(shown) && Buffer.byteLength(shown) > 4_090 && Buffer.byteLength(shown) <= 4_096);
    assert.equal(cellText(cut, 0, 1, { timezone: "UTC" }), "short");
    assert.equal(cellText(cut, 1, 0, { timezone: "UTC" }), "2");
    const whole = wholeRow(spool, 1);
    assert.equal((await read(whole.body)).getChild("text")?.get(whole.row), long);
    assert.deepEqual([...((await read(wholeStream(spool))).getChild("text") ?? [])], ["short", long, null]);
    const again = await Spool.load(path);
    assert.deepEqual(decodePage(await gather(page(again, 1, 1).body)).cuts, [
      { row: 0, column: 1, bytes: long.length * 3 },
    ]);
  });

  it("cuts nested long values too", async () => {
    const items = upTo(0, 20_000).map((i) => `item ${i}`);
    const type = new arrow.Struct([
      new arrow.Field("list", new arrow.List(new arrow.Field("item", new arrow.Utf8(), true)), true),
      new arrow.Field("one", new arrow.Utf8(), true),
    ]);
    const list = vectorFromArray([items, ["x"]], new arrow.List(new arrow.Field("item", new arrow.Utf8(), true)));
    const struct = vectorFromArray([{ list: ["y".repeat(200_000)], one: "kept" }, null], type);
    const spool = Spool.create(path);
    await spool.push(tableToIPC(new Table({ list, struct }), "stream"), Infinity);
    await spool.end("all");
    const cut = decodePage(await gather(page(spool, 0, undefined).body));
    assert.deepEqual(
      cut.cuts.map(({ row, column }) => [row, column]),
      [
        [0, 0],
        [0, 1],
      ],
    );
    const text = cellText(cut, 0, 0, { timezone: "UTC" });
    assert.ok(text.startsWith('["item 0", "item 1"') && text.length < 8_000);
    assert.match(cellText(cut, 0, 1, { timezone: "UTC" }), /^\{"list": \["y{1000,4096}"\], "one": "kept"\}$/);
    assert.equal(cellText(cut, 1, 0, { timezone: "UTC" }), '["x"]');
    assert.equal(cellText(cut, 1, 1, { timezone: "UTC" }), "null");
    const whole = wholeRow(spool, 0);
    const kept: unknown = (await read(whole.body)).getChild("list")?.get(whole.row);
    assert.ok(kept instanceof arrow.Vector);
    assert.equal(kept.length, 20_000);
  });

  it("has after a kill what its index tells of, whole", async () => {
    await filled(10_000, 1_000);
    const index = await readFile(indexFile(path), "utf8");
    await truncate(indexFile(path), index.length - 30);
    await appendFile(rowsFile(path), "torn");
    const spool = await Spool.load(path);
    assert.equal(spool.index.extent, undefined);
    assert.equal(spool.index.rows, 9_000);
    assert.deepEqual(await column(page(spool, 0, undefined).body), upTo(0, 9_000));
  });

  it("goes on behind the last batch with a cursor", async () => {
    const first = Spool.create(path);
    await first.push(numbers(0, 3_000), Infinity, "a");
    await first.push(numbers(3_000, 6_000), Infinity, "b");
    await first.push(numbers(6_000, 7_000), Infinity);
    await first.flush();
    await first.close();
    const { spool, cursor } = await Spool.resume(path);
    assert.equal(cursor, "b");
    assert.equal(spool.index.rows, 6_000);
    await spool.push(numbers(6_000, 8_000), Infinity, "c");
    await spool.end("all");
    assert.deepEqual(await column(page(spool, 0, undefined).body), upTo(0, 8_000));
    assert.deepEqual(await column(page(await Spool.load(path), 0, undefined).body), upTo(0, 8_000));
  });

  it("begins again where no cursor was stored", async () => {
    const first = Spool.create(path);
    await first.push(numbers(0, 10), Infinity);
    await first.flush();
    await first.close();
    const { spool, cursor } = await Spool.resume(path);
    assert.equal(cursor, "");
    await spool.push(numbers(0, 20), Infinity, "x");
    await spool.end("all");
    assert.deepEqual(await column(page(spool, 0, undefined).body), upTo(0, 20));
  });

  it("keeps columns of the same name apart", async () => {
    const fields = [new arrow.Field("a", new arrow.Int32(), true), new arrow.Field("a", new arrow.Utf8(), true)];
    const [ints] = vectorFromArray([1, 2], new arrow.Int32()).data;
    const [words] = vectorFromArray(["x", "y"], new arrow.Utf8()).data;
    assert.ok(ints && words);
    const spool = Spool.create(path);
    await spool.push(
      Buffer.concat([encodeSchema(new arrow.Schema(fields)), encodeBatch([ints, words], 2), END_OF_STREAM]),
      1,
    );
    await spool.end("more");
    const shown = decodePage(await gather(page(spool, 0, undefined).body));
    assert.deepEqual([shown.rows, shown.columns.map((column) => column.value(0))], [1, [1, "x"]]);
  });

  it("stores dictionary columns as plain ones", async () => {
    const words = vectorFromArray(["a", "b", "a", null], new arrow.Dictionary(new arrow.Utf8(), new arrow.Int32()));
    const writer = RecordBatchStreamWriter.writeAll(new Table({ words }));
    const spool = Spool.create(path);
    await spool.push(await writer.toUint8Array(), Infinity);
    await spool.end("all");
    const table = await read(page(spool, 0, undefined).body);
    assert.deepEqual([...(table.getChild("words") ?? [])], ["a", "b", "a", null]);
    assert.ok(arrow.DataType.isUtf8(table.schema.fields[0]?.type));
  });

  it("keeps every value of every type through the cutting", async () => {
    const row = fc.record({
      text: fc.option(fc.string({ unit: "binary", maxLength: 400 })),
      flag: fc.option(fc.boolean()),
      big: fc.option(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })),
      float: fc.option(fc.double()),
      list: fc.option(fc.array(fc.option(fc.string({ maxLength: 30 })), { maxLength: 20 })),
      struct: fc.option(
        fc.record({ a: fc.option(fc.integer()), b: fc.option(fc.array(fc.boolean(), { maxLength: 9 })) }),
      ),
    });
    const utf8 = new arrow.Utf8();
    const types = {
      text: utf8,
      flag: new arrow.Bool(),
      big: new arrow.Int64(),
      float: new arrow.Float64(),
      list: new arrow.List(new arrow.Field("item", utf8, true)),
      struct: new arrow.Struct([
        new arrow.Field("a", new arrow.Int32(), true),
        new arrow.Field("b", new arrow.List(new arrow.Field("item", new arrow.Bool(), true)), true),
      ]),
    };
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 1, max: 80 }),
        async (rows, copies) => {
          const all = Array.from({ length: copies }, () => rows).flat();
          const columns = Object.entries(types).map(([name, type]): [string, arrow.Vector] => [
            name,
            vectorFromArray(
              all.map((r) => Object.entries(r).find(([key]) => key === name)?.[1] ?? null),
              type,
            ),
          ]);
          const ipc = tableToIPC(new Table(Object.fromEntries(columns)), "stream");
          const { schema, batches } = storedBatches(ipc, Infinity);
          assert.ok(schema);
          const stored = Buffer.concat([schema, ...batches.map((batch) => batch.bytes)]);
          assert.ok(batches.every((batch) => batch.rows <= BATCH_ROWS));
          const before = decodePage(ipc);
          const after = decodePage(stored);
          assert.equal(after.rows, before.rows);
          for (let r = 0; r < before.rows; r++)
            for (let c = 0; c < columns.length; c++)
              assert.deepEqual(after.columns[c]?.value(r), before.columns[c]?.value(r), `row ${r}, column ${c}`);
        },
      ),
      { numRuns: 40 },
    );
  });

  it("removes nothing and writes no byte too many", async () => {
    const spool = await filled(2_000, 1_000);
    assert.equal((await stat(rowsFile(path))).size, spool.index.bytes);
  });
});
