import assert from "node:assert/strict";
import { describe, it } from "mocha";
import * as arrow from "apache-arrow";
import { type RelationPlan, together } from "./plan.ts";
import { batchesAlone } from "./rows.ts";

const batch = (...a: number[]) => arrow.tableFromArrays({ a: Int32Array.from(a) }).batches;
const stream = (...batches: arrow.RecordBatch[][]) => arrow.tableToIPC(new arrow.Table(batches.flat()), "stream");
const values = (ipc: Uint8Array): unknown[] => {
  const column: Iterable<unknown> = arrow.tableFromIPC(ipc).getChild("a") ?? [];
  return [...column];
};

describe("rows for a Spark that reads one batch only", () => {
  it("are streams of one batch each, in their order", () => {
    const alone = batchesAlone(stream(batch(1, 2), batch(3), batch(4, 5)));
    assert.deepEqual(alone.map(values), [[1, 2], [3], [4, 5]]);
    for (const each of alone) assert.equal(arrow.tableFromIPC(each).batches.length, 1);
  });

  it("that are one batch stay the bytes that they are", () => {
    const one = stream(batch(1, 2));
    assert.equal(batchesAlone(one)[0], one);
  });

  it("come together in their order, nested no deeper than halving makes them", () => {
    const leaves = Array.from({ length: 100 }, (_, i): RelationPlan => ({
      relType: { case: "sql", value: { query: String(i) } },
    }));
    const found: string[] = [];
    const depth = (plan: RelationPlan | undefined): number => {
      if (plan?.relType?.case === "sql") found.push(plan.relType.value.query ?? "");
      if (plan?.relType?.case !== "setOp") return 0;
      const { leftInput, rightInput } = plan.relType.value;
      return 1 + Math.max(depth(leftInput), depth(rightInput));
    };
    assert.equal(depth(together(leaves)), 7);
    assert.deepEqual(
      found,
      leaves.map((_, i) => String(i)),
    );
  });
});
