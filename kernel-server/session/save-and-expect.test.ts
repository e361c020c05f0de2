import assert from "node:assert/strict";
import { join } from "node:path";
import { afterEach, describe, it } from "mocha";
import type { Answer, Script } from "../engine/fake.ts";
import { planChecks } from "./check-plan.ts";
import { takeLease } from "./lease.ts";
import { replaceWhere, resultPlace } from "./save-target.ts";
import { Desk, never, sqlCell } from "./test-desk.ts";

const days: Answer = {
  columns: { day: "date", country: "string", users: "bigint" },
  rows: [
    [0, "KR", 5n],
    [1, "JP", 7n],
  ],
};
const script: Script = (text) => {
  if (text.startsWith("select days")) return days;
  if (text.startsWith("select none")) return { ...days, rows: [] };
  if (text.startsWith("select distinct")) return { columns: { country: "string" }, rows: [["KR"], ["it's"], [null]] };
  if (text.startsWith("select count(case")) return { columns: { c0: "bigint", c1: "bigint" }, rows: [[0n, 3n]] };
  if (text.startsWith("select count(*) - count(")) return { columns: { c0: "bigint" }, rows: [[2n]] };
  if (text.startsWith("select count(*)")) return { columns: { n: "bigint" }, rows: [[12_345n]] };
  return undefined;
};

describe("save", () => {
  let desk: Desk;
  afterEach(() => desk.end());
  const withDay = (options: string, query = "select days") =>
    `---\nparams:\n  day: {type: date, default: 2026-11-21}\n---\n${sqlCell(`--| ${options}\n${query}`)}`;
  const target = (to: string) => join(desk.folder, "results", to);

  it("writes only when the run asks for it, and else says what it would replace", async () => {
    desk = await Desk.make(script);
    const view = await desk.run([
      "--| save: {to: a/days, partition: [country]}\nselect days",
      "--| save: {to: b}\nselect days",
      "--| save: {to: c, append: true}\nselect days",
    ]);
    assert.deepEqual(
      view.cells.map((cell) => cell.notes),
      [
        [{ code: "save.would-partitions", args: { to: target("a/days"), columns: "country" } }],
        [{ code: "save.would-all", args: { to: target("b") } }],
        [{ code: "save.would-append", args: { to: target("c") } }],
      ],
    );
    assert.equal(desk.engine.written.size, 0);
    const param = await desk.run(withDay("save: {to: d, partition: [day]}"));
    assert.deepEqual(param.cells[0]?.notes[0]?.args, { to: target("d"), where: "`day` = date '2026-11-21'" });
  });

  it("replaces exactly the partition that a parameter names, also by no rows", async () => {
    desk = await Desk.make(script);
    for (const query of ["select days", "select none"]) {
      const view = await desk.run(withDay("save: {to: growth/days, partition: [day]}", query), { save: true });
      assert.equal(view.state, "done", JSON.stringify(view.cells[0]?.error));
      const work = desk.engine.written.get(target("growth/days"))?.at(-1)?.work;
      assert.deepEqual(
        [work?.format, work?.mode, work?.partition, work?.replaceWhere],
        ["delta", "overwrite", ["day"], "`day` = date '2026-11-21'"],
      );
      const rows = query === "select days" ? 2 : 0;
      const saved = {
        result: 0,
        to: target("growth/days"),
        format: "delta",
        rows,
        replaced: "`day` = date '2026-11-21'",
      };
      assert.deepEqual(view.cells[0]?.saved, [saved]);
    }
  });

  it("replaces the partitions that the result holds where no parameter names them", async () => {
    desk = await Desk.make(script);
    const view = await desk.run(withDay("save: {to: x, partition: [day, country]}"), { save: true });
    assert.equal(
      view.cells[0]?.saved[0]?.replaced,
      "`day` = date '2026-11-21' and ((`country` = 'KR') or (`country` = 'it\\'s') or (`country` is null))",
    );
  });

  it("counts all rows of a longer result, and writes it from the engine", async () => {
    desk = await Desk.make(script);
    const view = await desk.run(["--| {save: {to: all, format: parquet}, preview: 1}\nselect days"], { save: true });
    assert.deepEqual([view.cells[0]?.saved[0]?.rows, view.cells[0]?.saved[0]?.replaced], [12_345, "*"]);
    assert.equal(desk.engine.written.get(target("all"))?.[0]?.work.relation.of, "view");
  });

  it("refuses a place outside of the results folder and a column that is not there", async () => {
    desk = await Desk.make(script);
    const code = async (options: string) => (await desk.run([`--| ${options}\nselect days`])).cells[0]?.error?.code;
    assert.equal(await code("save: {to: ../../etc/x}"), "save.outside");
    assert.equal(await code("save: {to: x, partition: [nope]}"), "save.no-column");
    assert.equal(resultPlace("/abs/x", "/r"), "/abs/x");
    assert.equal(resultPlace("s3://b/x", "/r"), "s3://b/x");
    assert.throws(() => resultPlace("../rx", "/r"), { code: "save.outside" });
  });

  it("lets one run at a time write to a place", async () => {
    desk = await Desk.make(script);
    const first = await takeLease(desk.store, "/there", "run 1", () => assert.fail("nobody holds it"), never);
    const waits: string[] = [];
    let second: Awaited<ReturnType<typeof takeLease>> | undefined;
    const waiting = takeLease(desk.store, "/there", "run 2", (holder) => waits.push(holder), never).then(
      (lease) => (second = lease),
    );
    await takeLease(desk.store, "/elsewhere", "run 3", () => assert.fail("nobody holds it"), never).then((lease) =>
      lease.release(),
    );
    while (waits.length === 0) await new Promise((resolve) => setImmediate(resolve));
    assert.equal(second, undefined);
    await first.release();
    await (await waiting).release();
    assert.deepEqual(waits, ["run 1"]);
  });
});

describe("expect", () => {
  let desk: Desk | undefined;
  afterEach(() => desk?.end());

  it("fails the cell on an error, warns on a warning, keeps the rows and saves nothing", async () => {
    desk = await Desk.make(script);
    const view = await desk.run(
      [
        "--| expect: [{rows: {min: 3, level: warn}}]\n--| save: {to: y}\nselect days".replace(
          "{rows: {min: 3, level: warn}}",
          "{rows: {min: 3}, level: warn}",
        ),
        "--| expect: [{rows: {max: 1}}, {column: users, min: 1, max: 6.5}]\n--| save: {to: z}\nselect days",
      ],
      { save: true },
    );
    const [warned, failed] = view.cells;
    assert.equal(warned?.state, "done", JSON.stringify(warned?.error));
    assert.deepEqual(warned.checks, [{ level: "warn", code: "expect.rows-min", args: { found: "2", min: 3 } }]);
    assert.equal(failed?.state, "failed");
    assert.deepEqual(failed.error?.args, { checks: 2 });
    assert.deepEqual(failed.checks, [
      { level: "error", code: "expect.rows-max", args: { found: "2", max: 1 } },
      { level: "error", code: "expect.max", args: { column: "users", max: "6.5", found: "3" } },
    ]);
    assert.equal(failed.results[0]?.rows, 2);
    assert.deepEqual([...desk.engine.written.keys()], [join(desk.folder, "results", "y")]);
  });

  it("counts over all rows of a longer result", async () => {
    desk = await Desk.make(script);
    const view = await desk.run(["--| {preview: 1, expect: [{rows: {max: 12344}}]}\nselect days"]);
    assert.deepEqual(view.cells[0]?.checks[0]?.args, { found: "12345", max: 12_344 });
  });

  it("binds bounds as values of a type that loses nothing", () => {
    const column = (name: string, type: string, min: string) => {
      const plan = planChecks(
        [{ level: "error", check: "column", column: name, unique: false, notNull: false, min }],
        [{ name, type, nullable: true }],
      );
      assert.equal(plan.args[0]?.value, min);
      return /as (.*)\) then/.exec(plan.columns[0]?.sql ?? "")?.[1];
    };
    assert.equal(column("n", "bigint", "0.5"), "decimal(2,1)");
    assert.equal(column("n", "decimal(38,2)", "-12345678901234567890.12"), "decimal(22,2)");
    assert.equal(column("n", "bigint", "1e3"), "double");
    assert.equal(column("d", "date", "2026-01-01"), "date");
    assert.equal(column("t", "string", "a'b"), "string");
    assert.throws(() => column("n", "bigint", "many"), { code: "expect.bad-bound" });
    assert.throws(() => column("d", "date", "soon"), { code: "expect.bad-bound" });
    assert.throws(
      () => planChecks([{ level: "error", check: "column", column: "x", unique: true, notNull: false }], []),
      {
        code: "expect.no-column",
      },
    );
  });
});

describe("the predicate of what is replaced", () => {
  it("holds quotes, backslashes, numbers and nulls of the values themselves", () => {
    const text = { name: "a`b", type: "string" };
    assert.equal(replaceWhere([text], [["it's \\ x"]]), "`a``b` = 'it\\'s \\\\ x'");
    assert.equal(
      replaceWhere(
        [text, { name: "n", type: "bigint" }],
        [
          ["x", "1"],
          [null, "2"],
        ],
      ),
      "((`a``b` = 'x' and `n` = 1) or (`a``b` is null and `n` = 2))",
    );
    assert.equal(replaceWhere([{ name: "c", type: "string", fixed: ["KR", "JP"] }], []), "`c` in ('KR', 'JP')");
    const day = { name: "day", type: "date" };
    assert.equal(
      replaceWhere([day], [["2026-11-20"], ["2026-11-21"]]),
      "`day` in (date '2026-11-20', date '2026-11-21')",
    );
    assert.equal(replaceWhere([text], [["x"], [null]]), "((`a``b` = 'x') or (`a``b` is null))");
  });
});
