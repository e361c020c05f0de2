import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { tableFromArrays, tableToIPC } from "apache-arrow";
import { NOTEBOOK_OUTPUT_BYTES, SHRUNK_ROWS } from "../../protocol/cell-output.ts";
import type { CellOutput } from "../../protocol/cell-output.ts";
import { runId } from "../../protocol/ids.ts";
import { fromBase64 } from "../../protocol/values/base64.ts";
import { decodePage } from "../../protocol/values/page.ts";
import { fitOutput } from "./fetch-rows.ts";
import { jsonBytes, MOST, shareRoom, shrinkToFit, SIZES } from "./output-budget.ts";

const page = (rows: number, width = 1) => {
  const ipc = tableToIPC(
    tableFromArrays({
      n: Int32Array.from({ length: rows }, (_, i) => i),
      t: Array.from({ length: rows }, () => "x".repeat(width)),
    }),
  );
  return { rows, arrow: Buffer.from(ipc).toString("base64") };
};
const output = (results: CellOutput["results"], text: CellOutput["text"] = []): CellOutput => ({
  v: 1,
  output: "o",
  run: runId("r"),
  cell: 0,
  lang: "en",
  timezone: "UTC",
  state: "done",
  text,
  results,
  checks: [],
  saved: [],
  notes: [],
});
const result = (rows: number, width?: number): CellOutput["results"][number] => ({
  result: 0,
  schema: [],
  main: true,
  rows,
  bytes: 1,
  reachable: true,
  page: page(rows, width),
});

describe("what outputs may take", () => {
  it("is shared so that no room is lost while somebody wants more", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1000)), fc.nat(3000), (wanted, room) => {
        const shares = shareRoom(wanted, room);
        const used = shares.reduce((sum, share) => sum + share, 0);
        assert.ok(used <= room && shares.every((share, i) => share <= (wanted[i] ?? 0)));
        const unserved = shares.filter((share, i) => share < (wanted[i] ?? 0));
        if (unserved.length > 0) assert.ok(room - used < unserved.length);
      }),
    );
  });

  it("shrinks the oldest first, and everything in the end, so that any number of cells fits", () => {
    const held = Array.from({ length: 200 }, (_, i) => ({ bytes: 1_000_000, size: "whole" as const, ranAt: i }));
    const sizes = shrinkToFit(held);
    const total = sizes.reduce((sum, size) => sum + Math.min(1_000_000, MOST[size]), 0);
    assert.ok(total <= NOTEBOOK_OUTPUT_BYTES);
    assert.equal(sizes[0], "small");
    assert.equal(sizes.at(-1), "whole");
    const many = Array.from({ length: 2000 }, (_, i) => ({ bytes: 1_000_000, size: "whole" as const, ranAt: i }));
    assert.ok(shrinkToFit(many).reduce((sum, size) => sum + MOST[size], 0) <= NOTEBOOK_OUTPUT_BYTES);
  });

  it("leaves alone what fits", () => {
    assert.deepEqual(shrinkToFit([{ bytes: 10, size: "whole", ranAt: 1 }]), ["whole"]);
  });

  for (const size of SIZES) {
    it(`holds for an output of the size "${size}", whatever is in it`, async () => {
      const text = [{ stream: "stdout" as const, text: "한".repeat(300_000) }];
      const fitted = await fitOutput(output([result(5000, 200), { ...result(30, 40_000), result: 1 }], text), size);
      assert.ok(jsonBytes(fitted) <= MOST[size], `${jsonBytes(fitted)} bytes`);
      for (const { page: held } of fitted.results) {
        if (!held) continue;
        assert.equal(decodePage(fromBase64(held.arrow)).rows, held.rows);
        if (size !== "whole") assert.ok(held.rows <= SHRUNK_ROWS);
      }
      if (size === "whole") assert.ok((fitted.results[0]?.page?.rows ?? 0) > 500);
    });
  }

  it("keeps twenty rows of a table whose share is used up", async () => {
    const fitted = await fitOutput(output([result(10_000)]), "small");
    assert.equal(fitted.results[0]?.page?.rows, SHRUNK_ROWS);
  });
});
