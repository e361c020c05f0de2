import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { addFilter, EVERYTHING, isEverything, removeFilter, toggleOrder } from "./grid-order.ts";

const orders = (...columns: [number, boolean][]) =>
  columns
    .reduce((wish, [column, add]) => toggleOrder(wish, column, add), EVERYTHING)
    .order.map(({ column, direction }) => `${column} ${direction}`);

describe("what is asked of the engine", () => {
  it("is sorted up, down, and not at all by clicks on one column", () => {
    assert.deepEqual(orders([2, false]), ["2 ascending"]);
    assert.deepEqual(orders([2, false], [2, false]), ["2 descending"]);
    assert.deepEqual(orders([2, false], [2, false], [2, false]), []);
    assert.deepEqual(orders([2, false], [3, false]), ["3 ascending"]);
  });

  it("is sorted by more columns with Shift, in the order of the clicks", () => {
    assert.deepEqual(orders([2, false], [3, true]), ["2 ascending", "3 ascending"]);
    assert.deepEqual(orders([2, false], [3, true], [2, true]), ["2 descending", "3 ascending"]);
    assert.deepEqual(orders([2, false], [3, true], [2, true], [2, true]), ["3 ascending"]);
  });

  it("keeps one condition of a kind for each column, and all others", () => {
    const low = { column: 1, is: ">=" as const, value: "1" };
    const high = { column: 1, is: "<" as const, value: "9" };
    const both = addFilter(addFilter(EVERYTHING, low), high);
    assert.deepEqual(both.where, [low, high]);
    const higher = { ...high, value: "20" };
    assert.deepEqual(addFilter(both, higher).where, [low, higher]);
    const none = { column: 1, is: "null" as const };
    assert.deepEqual(addFilter(both, none, high).where, [low, none]);
    assert.equal(isEverything(removeFilter(removeFilter(both, low), high)), true);
  });
});
