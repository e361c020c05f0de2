import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { int64, tableFromArrays, tableToIPC } from "@uwdata/flechette";
import { describe, it } from "mocha";
import { BetweenError } from "../../protocol/errors.ts";
import { decodePage } from "../../protocol/values/page.ts";
import { gridModel } from "./grid-model.ts";
import type { GridModel } from "./grid-model.ts";
import type { LoadedPage } from "./page-cache.ts";
import type { RowSource } from "./row-source.ts";

const BATCH = 1024;

function pageOf(from: number, rows: number): LoadedPage {
  const n = Array.from({ length: rows }, (_, i) => BigInt(from + i));
  const ipc = tableToIPC(tableFromArrays({ n }, { types: { n: int64() }, useBigInt: true }), { format: "stream" });
  assert.ok(ipc);
  return { from, page: decodePage(ipc), bytes: ipc.byteLength };
}

type AskedFor = { from: number; rows: number; aborted: boolean };

/** A server that keeps `total` rows in batches and sends at most `most` batches at once. */
function server(total: number, { most = 4, ms = 0 } = {}) {
  const asks: AskedFor[] = [];
  const source: RowSource = async (from, rows, signal) => {
    const ask = { from, rows, aborted: false };
    asks.push(ask);
    signal.addEventListener("abort", () => (ask.aborted = true));
    await sleep(ms, undefined, { signal });
    const start = Math.floor(from / BATCH) * BATCH;
    const end = Math.min(total, Math.ceil((from + rows) / BATCH) * BATCH, start + most * BATCH);
    return pageOf(start, end - start);
  };
  return { asks, source };
}

/** Resolves when the model has loaded all rows of the window. */
function shown(from: number, to: number, open: (changed: () => void) => GridModel): Promise<GridModel> {
  return new Promise((resolve) => {
    const model = open(() => {
      if (Array.from({ length: to - from }, (_, i) => from + i).every((row) => model.row(row))) resolve(model);
    });
    model.show(from, to);
  });
}
const valueAt = (model: GridModel, row: number) => {
  const at = model.row(row);
  return at?.page.columns[0]?.value(at.index);
};

describe("the rows of a table", () => {
  it("show at once when they came with the output, and ask for nothing", () => {
    const { asks, source } = server(100);
    const model = gridModel(source, () => assert.fail("nothing was to load"));
    model.grow(100);
    model.hold(pageOf(0, 100));
    model.show(0, 20);
    assert.equal(valueAt(model, 19), 19n);
    assert.deepEqual(asks, []);
    model.dispose();
  });

  it("are read in windows by their number, the last of ten million too", async () => {
    const { asks, source } = server(10_000_000);
    const model = await shown(9_999_980, 10_000_000, (changed) => {
      const made = gridModel(source, changed);
      made.grow(10_000_000);
      return made;
    });
    assert.equal(valueAt(model, 9_999_999), 9_999_999n);
    assert.equal(model.row(10_000_000), undefined);
    assert.equal(asks.length, 1);
    model.dispose();
  });

  it("keep no more bytes than allowed, however far somebody scrolls", async () => {
    const limit = 100_000;
    const { source } = server(1_000_000);
    let loaded: () => void = () => undefined;
    const model = gridModel(source, () => loaded(), limit);
    model.grow(1_000_000);
    let most = 0;
    for (let from = 0; from < 60 * BATCH; from += 2 * BATCH) {
      const ready = new Promise<void>((resolve) => (loaded = () => model.row(from) && resolve()));
      model.show(from, from + 20);
      if (!model.row(from)) await ready;
      most = Math.max(most, model.bytes);
      assert.equal(valueAt(model, from), BigInt(from));
    }
    assert.ok(most > limit / 3 && most <= limit, String(most));
    assert.equal(model.row(0), undefined, "the first rows were thrown away");
    model.dispose();
  });

  it("never throw away what is in view, however little may be kept", async () => {
    const { source } = server(5000);
    const model = await shown(0, 2000, (changed) => {
      const made = gridModel(source, changed, 1);
      made.grow(5000);
      return made;
    });
    assert.equal(valueAt(model, 1999), 1999n);
    model.dispose();
  });

  it("give up asking for what has scrolled away", async () => {
    const { asks, source } = server(1_000_000, { ms: 30 });
    const model = await shown(500_000, 500_020, (changed) => {
      const made = gridModel(source, changed);
      made.grow(1_000_000);
      made.show(0, 20);
      made.show(250_000, 250_020);
      return made;
    });
    assert.deepEqual(
      asks.map(({ aborted }) => aborted),
      [true, false],
      "the place in between was left before it was asked for",
    );
    assert.equal(model.row(0), undefined);
    model.dispose();
  });

  it("follow in the next ask when one answer does not hold them all", async () => {
    const { asks, source } = server(10_000, { most: 1 });
    const model = await shown(1000, 3100, (changed) => {
      const made = gridModel(source, changed);
      made.grow(10_000);
      return made;
    });
    assert.equal(valueAt(model, 3099), 3099n);
    assert.ok(asks.length >= 3);
    model.dispose();
  });

  it("say why they are missing, and are read again on request", async () => {
    const { source } = server(100);
    let down = true;
    let changed: () => void = () => undefined;
    const model = gridModel(
      (from, rows, signal) => (down ? Promise.reject(new BetweenError("wire.closed")) : source(from, rows, signal)),
      () => changed(),
    );
    model.grow(100);
    await new Promise<void>((resolve) => {
      changed = resolve;
      model.show(0, 20);
    });
    assert.equal(model.fault?.code, "wire.closed");
    down = false;
    await new Promise<void>((resolve) => {
      changed = resolve;
      model.retry();
    });
    assert.equal(model.fault, undefined);
    assert.equal(valueAt(model, 5), 5n);
    model.dispose();
  });

  it("are a fault when an answer does not hold the row that was asked for, not an endless asking", async () => {
    let asks = 0;
    const model = await new Promise<GridModel>((resolve) => {
      const made = gridModel(
        async () => {
          asks++;
          return pageOf(0, 10);
        },
        () => resolve(made),
      );
      made.grow(100);
      made.show(50, 60);
    });
    assert.equal(model.fault?.code, "grid.rows-missing");
    assert.equal(asks, 1);
    model.dispose();
  });

  it("are read in order for a copy, also where they are not kept, and not beyond the server's reach", async () => {
    const { source } = server(5000, { most: 1 });
    const model = gridModel(source, () => undefined, 1);
    model.grow(5000);
    const seen: bigint[] = [];
    for await (const { page, index } of model.each(100, 4200, new AbortController().signal)) {
      const value = page.columns[0]?.value(index);
      if (typeof value === "bigint") seen.push(value);
    }
    assert.equal(seen.length, 4100);
    assert.ok(seen.every((value, i) => value === BigInt(100 + i)));
    assert.equal(model.bytes, 0, "a copy does not fill the cache");

    const alone = gridModel(undefined, () => undefined);
    alone.grow(50);
    alone.hold(pageOf(0, 10));
    const beyond = alone.each(10, 50, new AbortController().signal);
    await assert.rejects(beyond.next(), { code: "grid.rows-away" });
    model.dispose();
  });

  it("ask for nothing any more when the table is gone", async () => {
    const { asks, source } = server(1000, { ms: 20 });
    const model = gridModel(source, () => assert.fail("it is gone"));
    model.grow(1000);
    model.show(0, 20);
    model.dispose();
    model.show(500, 520);
    await sleep(40);
    assert.deepEqual(
      asks.map(({ aborted }) => aborted),
      [true],
    );
  });
});
