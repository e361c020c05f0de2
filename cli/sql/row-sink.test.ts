import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { ResultView } from "../../protocol/messages.ts";
import type { Page } from "../../protocol/values/page.ts";
import type { Value, ValueType } from "../../protocol/values/value-type.ts";
import { csvSink, jsonSink, type RowSink } from "./row-sink.ts";

const text: ValueType = { kind: "text" };
const result: ResultView = {
  result: 0,
  schema: ["n", "who"].map((name) => ({ name, type: "string", nullable: true })),
  main: true,
  rows: 0,
  bytes: 0,
};

function pageOf(rows: Value[][], cuts: Page["cuts"] = []): Page {
  const types: ValueType[] = [{ kind: "integer", bits: 64, signed: true }, text];
  const columns = types.map((type, i) => ({
    name: "",
    type,
    value: (row: number): Value => rows[row]?.[i] ?? null,
    isNull: (row: number) => (rows[row]?.[i] ?? null) === null,
  }));
  return { rows: rows.length, columns, cuts };
}

async function written(
  make: (out: { write(data: string | Uint8Array): Promise<void> }) => RowSink,
  pages: [Page, number][],
) {
  let all = "";
  const sink = make({ write: async (data) => void (all += String(data)) });
  await sink.begin(result);
  for (const [page, first] of pages) await sink.take(page, first, async () => Buffer.from("the whole, long value"));
  return all;
}

describe("rows as files", () => {
  const rows: Value[][] = [
    [9223372036854775807n, 'a "b"'],
    [null, null],
    [0n, ""],
  ];

  it("become CSV with a header, NULL apart from the empty text", async () => {
    assert.equal(
      await written((out) => csvSink(out, "UTC"), [[pageOf(rows), 0]]),
      'n,who\r\n9223372036854775807,"a ""b"""\r\n,\r\n0,""\r\n',
    );
  });

  it("become an object a line", async () => {
    assert.equal(
      await written((out) => jsonSink(out, "UTC"), [[pageOf(rows), 0]]),
      '{"n":9223372036854775807,"who":"a \\"b\\""}\n{"n":null,"who":null}\n{"n":0,"who":""}\n',
    );
  });

  it("are taken once when a page begins before the row that was asked for", async () => {
    assert.equal(
      await written(
        (out) => csvSink(out, "UTC"),
        [
          [pageOf(rows), 0],
          [pageOf([...rows, [7n, "x"]]), 3],
        ],
      ).then((all) => all.split("\r\n").at(-2)),
      "7,x",
    );
  });

  it("have their long values whole", async () => {
    const cut = pageOf([[1n, "the who"]], [{ row: 0, column: 1, bytes: 21 }]);
    assert.equal(await written((out) => csvSink(out, "UTC"), [[cut, 0]]), 'n,who\r\n1,"the whole, long value"\r\n');
  });
});
