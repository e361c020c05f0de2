import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { readOutline } from "./outline.ts";
import { staleCells } from "./stale.ts";
import type { Ran } from "./stale.ts";

const front = `---
between: 1
params:
  day: {type: date, default: yesterday}
  n: {type: integer, default: 5}
---
`;
const cell = (code: string, name?: string) =>
  `\`\`\`{sql}\n${name === undefined ? "" : `--| name: ${name}\n`}${code}\n\`\`\`\n\n`;
const outlineOf = (...cells: string[]) =>
  readOutline(
    front + cells.join(""),
    cells.map((_, i) => i),
  );

const now = new Date("2026-03-05T12:00:00Z");
const params: Ran["params"] = [
  { name: "day", type: "date", value: "2026-03-04" },
  { name: "n", type: "integer", value: "5" },
];
/** All run one after the other, with the code they have. */
const ranAll = (outline: ReturnType<typeof outlineOf>): Ran[] =>
  outline.cells.map((each, i) => ({ hash: each?.hash ?? "", startedAt: 100 + i, done: true, params }));
const base = outlineOf(
  cell("select * from logs where dt = :day", "daily"),
  cell("select count(*) from daily", "total"),
  cell("select :n"),
  cell("select * from total"),
);

describe("a result", () => {
  it("is fresh beside the code, the parameters and the results that it is of", () => {
    assert.deepEqual(staleCells(base, ranAll(base), {}, now), [undefined, undefined, undefined, undefined]);
  });

  it("is stale beside other code, and so is all that reads from it; option lines do not count", () => {
    const edited = outlineOf(
      cell("select 1", "daily"),
      cell("--| title: other\nselect count(*) from daily", "total"),
      cell("select :n"),
      cell("select * from total"),
    );
    assert.deepEqual(staleCells(edited, ranAll(base), {}, now), [
      { why: "code" },
      { why: "upstream", names: ["daily"] },
      undefined,
      { why: "upstream", names: ["total"] },
    ]);
  });

  it("is stale beside other values of parameters that it uses, over the names that it reads", () => {
    assert.deepEqual(staleCells(base, ranAll(base), { n: "6" }, now), [
      undefined,
      undefined,
      { why: "parameters", names: ["n"] },
      undefined,
    ]);
    const stale = staleCells(base, ranAll(base), { day: "2026-01-01" }, now);
    assert.deepEqual(
      stale.map((each) => each?.why),
      ["parameters", "parameters", undefined, "parameters"],
    );
  });

  it("is stale when a date that is relative to today has moved on", () => {
    const tomorrow = new Date("2026-03-06T12:00:00Z");
    assert.deepEqual(staleCells(base, ranAll(base), {}, tomorrow)[0], { why: "parameters", names: ["day"] });
  });

  it("is stale when what it reads from was run later, but not when that failed", () => {
    const ran = ranAll(base).with(0, { hash: base.cells[0]?.hash ?? "", startedAt: 900, done: true, params });
    assert.deepEqual(
      staleCells(base, ran, {}, now).map((each) => each?.why),
      [undefined, "upstream", undefined, "upstream"],
    );
    const failed = ran.with(0, { hash: base.cells[0]?.hash ?? "", startedAt: 900, done: false, params });
    assert.deepEqual(staleCells(base, failed, {}, now), [undefined, undefined, undefined, undefined]);
  });

  it("says nothing of cells that were not run, and nothing of values that cannot be taken", () => {
    assert.deepEqual(staleCells(base, [], {}, now), [undefined, undefined, undefined, undefined]);
    assert.equal(staleCells(base, ranAll(base), { n: "six" }, now)[2], undefined);
  });

  it("is judged though names read each other in a circle", () => {
    const circle = outlineOf(cell("select * from b", "a"), cell("select * from a", "b"));
    const ran = ranAll(circle);
    assert.deepEqual(
      staleCells(circle, ran, {}, now).map((each) => each?.why),
      ["upstream", "upstream"],
    );
    assert.deepEqual(
      staleCells(outlineOf(cell("select * from b", "a"), cell("select 1 from a", "b")), ran, {}, now)[1],
      {
        why: "code",
      },
    );
  });
});
