import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { SourceSpec } from "../../notebook/notebook.ts";
import { mergeTables } from "./merge-tables.ts";

const field = (name: string) => ({ name, type: "int", nullable: true });
const source = (more: Partial<SourceSpec>): SourceSpec => ({
  name: "logs",
  from: { path: "./a.json" },
  format: "json",
  onMalformed: "fail",
  line: 1,
  ...more,
});
const names = (tables: ReturnType<typeof mergeTables>) =>
  tables.map(({ name, columns }) => [name, ...columns.map((column) => column.name)]);

describe("the tables of a notebook", () => {
  it("take the columns of sources from the written schema, else from the analysis, and of text from the path", () => {
    const analysed = [{ name: "LOGS", of: "source" as const, columns: [field("seen")] }];
    assert.deepEqual(names(mergeTables([source({ schema: "a int" })], [], analysed)), [["logs", "a"]]);
    assert.deepEqual(names(mergeTables([source({ schema: "a wat" })], [], analysed)), [["logs", "seen"]]);
    assert.deepEqual(names(mergeTables([source({ schema: "a int", onMalformed: "keep" })], [], [])), [
      ["logs", "a", "_malformed"],
    ]);
    assert.deepEqual(names(mergeTables([source({ format: "text", from: { path: "./dt=*/x.log" } })], [], [])), [
      ["logs", "value", "dt"],
    ]);
  });

  it("take those of cells from a result that holds, then the analysis, then a stale result", () => {
    const analysed = [{ name: "a", of: "cell" as const, cell: 9, columns: [field("analysed")] }];
    const cell = (stale: boolean) => [{ name: "a", cell: 3, shown: { columns: [field("shown")], stale } }];
    assert.deepEqual(names(mergeTables([], cell(false), analysed)), [["a", "shown"]]);
    assert.deepEqual(names(mergeTables([], cell(true), analysed)), [["a", "analysed"]]);
    assert.deepEqual(names(mergeTables([], cell(true), [])), [["a", "shown"]]);
    assert.equal(mergeTables([], cell(true), analysed)[0]?.cell, 3);
  });

  it("hold nothing that is named no more", () => {
    assert.deepEqual(mergeTables([], [], [{ name: "gone", of: "cell", cell: 0, columns: [field("x")] }]), []);
  });
});
