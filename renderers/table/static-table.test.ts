import assert from "node:assert/strict";
import { int64, tableFromArrays, tableToIPC } from "@uwdata/flechette";
import type { DataType } from "@uwdata/flechette";
import { describe, it } from "mocha";
import { decodePage } from "../../protocol/values/page.ts";
import { staticTable } from "./static-table.ts";

function draw(
  columns: Record<string, unknown[]>,
  more: { types?: Record<string, DataType>; rows?: number; more?: boolean } = {},
) {
  const ipc = tableToIPC(tableFromArrays(columns, { types: more.types ?? {}, useBigInt: true }), { format: "stream" });
  assert.ok(ipc);
  const page = decodePage(ipc);
  const extent = { rows: more.rows ?? page.rows, more: more.more ?? false };
  return staticTable(page, { lang: "en", timezone: "UTC", label: "rows", types: [], extent }).text;
}
const rowsOf = (text: string) => (text.match(/<tr>/g) ?? []).length - 1;
const note = (text: string) => /<p class="note">([^<]*)<\/p>$/.exec(text)?.[1];

describe("a table of a report", () => {
  it("has a heading for each column, numbers on the right, and dim nulls", () => {
    const text = draw({ id: [2n ** 63n - 1n, null], name: ["a", null] }, { types: { id: int64() } });
    assert.match(text, /<th scope="col" class="n">id<\/th><th scope="col">name<\/th>/);
    assert.match(text, /<td class="n">9223372036854775807<\/td><td>a<\/td>/);
    assert.match(text, /<td class="n null">null<\/td><td class="null">null<\/td>/);
  });

  it("says exactly how many rows there are", () => {
    const some = (count: number) => ({ n: Array.from({ length: count }, (_, i) => i) });
    assert.equal(note(draw(some(1))), "1 row");
    assert.equal(note(draw(some(0))), "0 rows");
    assert.equal(note(draw(some(12), { rows: 12 })), "12 rows");
    assert.equal(note(draw(some(12), { rows: 12, more: true })), "first 12 of more");
    assert.equal(note(draw(some(1200), { rows: 12_345 })), "first 1,000 of 12,345 rows shown in this report");
    assert.equal(
      note(draw(some(1200), { rows: 10_000, more: true })),
      "first 1,000 rows shown in this report, of more than 10,000",
    );
  });

  it("stays small for 2,000 columns and says what it leaves out", () => {
    const columns = Object.fromEntries(
      Array.from({ length: 2000 }, (_, i) => [`c${i}`, Array.from({ length: 100 }, () => i)]),
    );
    const text = draw(columns);
    assert.equal(rowsOf(text), 30);
    assert.equal(note(text), "first 30 of 100 rows shown in this report");
    assert.ok(text.length < 2_000_000);
  });

  it("folds long text, and cuts very long text with a note", () => {
    const text = draw({ s: ["short", "long ".repeat(100), "x".repeat(50_000)] });
    assert.equal((text.match(/<details>/g) ?? []).length, 2);
    assert.match(text, /The first 10,000 of 50,000 characters\./);
    assert.ok(text.length < 13_000);
  });

  it("never cuts a character in half", () => {
    assert.doesNotMatch(draw({ s: ["👩‍❤️‍👨".repeat(40) + "x" + "👩‍❤️‍👨".repeat(2000)] }), /[\ud800-\udbff](?![\udc00-\udfff])/);
  });

  it("shows values as text, whatever they hold", () => {
    const text = draw({ '<img src=x onerror="alert(1)">': ["</td><script>alert(1)</script>", "\0"] });
    assert.doesNotMatch(text, /<script|<img|\0/);
    assert.match(text, /&lt;script&gt;/);
  });
});
