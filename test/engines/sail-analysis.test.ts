import assert from "node:assert/strict";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import { cacheFolder } from "../../protocol/local/state-folders.ts";
import type { SessionId } from "../../protocol/ids.ts";
import { BetweenError } from "../../protocol/errors.ts";
import { sailEngine } from "../../kernel-server/engine/sail/sail-engine.ts";
import { ServiceDesk, ann, never, sqlCell } from "../../kernel-server/session/test-desk.ts";
import { ENDLESS } from "../support/notebooks.ts";

const head = `---
timezone: Asia/Seoul
params:
  day: {type: date}
  n: {type: integer, default: 3}
  os: {type: choice, options: [a, b], multiple: true}
sources:
  logs: {path: ./logs, format: json}
  people: {path: people.csv, format: csv}
  gone: {path: nowhere/*.json, format: json}
---
`;

describe("analysis on the embedded engine", function () {
  this.timeout(120_000);
  let desk: ServiceDesk;
  let session: SessionId;
  before(async () => {
    desk = await ServiceDesk.over(sailEngine({ cacheFolder: cacheFolder() }));
    const logs = join(desk.folder, "logs/dt=2026-11-21");
    await mkdir(logs, { recursive: true });
    await writeFile(join(logs, "a.json"), '{"user": 1, "action": "open", "n": {"a": [1]}}\n');
    await writeFile(join(desk.folder, "people.csv"), "id,name\n1,a\n");
    session = await desk.open();
  });
  after(() => desk.end());

  const analyze = (...cells: string[]) =>
    desk.analyze(session, head + cells.map((cell) => (cell.startsWith("```") ? cell : sqlCell(cell))).join(""));
  const columnsOf = async (name: string, ...cells: string[]) =>
    (await analyze(...cells)).tables
      .find((table) => table.name === name)
      ?.columns.map((column) => `${column.name} ${column.type}`);
  /** [cell, code, text at the place] of each problem in a cell. */
  const problems = async (...cells: string[]) =>
    (await analyze(...cells)).problems.flatMap(({ cell, error: { code, at } }) => {
      if (cell === undefined) return [];
      const line = (cells[cell] ?? "").split("\n").filter((text) => !text.startsWith("--|"))[(at?.line ?? 0) - 1];
      return [
        [cell, code, line === undefined ? undefined : line.slice((at?.column ?? 1) - 1, (at?.endColumn ?? 1) - 1)],
      ];
    });

  it("tells the columns of sources and of named cells, and that a source's files are missing", async () => {
    const { tables, problems: found } = await analyze(
      "--| name: dau\nselect dt, count(distinct user) as users from logs where dt >= :day group by dt limit :n",
      "--| name: joined\nselect d.*, p.name from dau d left join people p on p.id = d.users where array_contains(:os, p.name)",
      "--| name: twice\nselect 1 as n, 2 as n",
      "--| name: both\nselect n, n_2 from twice",
    );
    assert.deepEqual(
      tables.map(({ name, of, cell, columns }) => [
        name,
        of,
        cell,
        columns.map((column) => `${column.name} ${column.type}`).join(),
      ]),
      [
        ["logs", "source", undefined, "user bigint,action string,n struct<a:array<bigint>>,dt string"],
        ["people", "source", undefined, "id bigint,name string"],
        ["dau", "cell", 0, "dt string,users bigint"],
        ["joined", "cell", 1, "dt string,users bigint,name string"],
        ["twice", "cell", 2, "n int,n_2 int"],
        ["both", "cell", 3, "n int,n_2 int"],
      ],
    );
    assert.deepEqual(
      found.map(({ cell, source, error }) => [cell, source, error.code]),
      [[undefined, "gone", "engine.path-not-found"]],
    );
  });

  it("finds mistakes with their place in the cell", async () => {
    assert.deepEqual(
      await problems(
        "select user, nope from logs",
        "select 1;\nselect '한글', x.nope from people x;\nselect * from nowhere",
        "selec 1",
        "select '한글한글' x selec 1",
        "select user from logs where :missing = 1",
        "select foo(1)",
        "select user + array(1) from logs",
        "select 'fine' from logs where user = '7'",
      ),
      [
        [0, "engine.column-not-found", "nope"],
        [1, "engine.column-not-found", "x.nope"],
        [1, "engine.table-not-found", "nowhere"],
        [2, "engine.sql-syntax", "selec"],
        [3, "engine.sql-syntax", "selec"],
        [4, "cell.undeclared", ":missing"],
        [5, "engine.function-not-found", "foo"],
        [6, "engine.type-mismatch", undefined],
      ],
    );
  });

  it("says nothing of tables that a run could have made, and carries out no command", async () => {
    const made = join(desk.folder, "made");
    assert.deepEqual(
      await problems(
        "select * from made",
        `create table made using parquet location '${made}' as select 1 as a`,
        "select b from made join other",
        "select * from other",
        "--| name: named\nselect * from made",
        "select * from named",
        "select * from gone",
        "--| name: broken\nselect nope from logs",
        "select * from broken",
        "```{python}\nspark.range(1).createTempView('other')\n```\n\n",
        "select * from other",
        "select nope from logs",
      ),
      [
        [0, "engine.table-not-found", "made"],
        [3, "engine.table-not-found", "other"],
        [7, "engine.column-not-found", "nope"],
        [11, "engine.column-not-found", "nope"],
      ],
    );
    await assert.rejects(rm(made, { recursive: true }), "nothing was written");
  });

  it("follows edits: a name that goes is not found any more, and one that changes is known as it is now", async () => {
    assert.deepEqual(
      await columnsOf("second", "--| name: first\nselect 1 as a", "--| name: second\nselect a from first"),
      ["a int"],
    );
    assert.deepEqual(
      await columnsOf("second", "--| name: first\nselect 'x' as a", "--| name: second\nselect a from first"),
      ["a string"],
    );
    assert.deepEqual(await problems("select 1 as a", "--| name: second\nselect a from first"), [
      [1, "engine.table-not-found", "first"],
    ]);
    assert.deepEqual(await problems("select a from first", "--| name: first\nselect 1 as a"), [
      [0, "engine.table-not-found", "first"],
    ]);
    assert.deepEqual(await problems("--| name: first\nselect 1 as b", "select a from first"), [
      [1, "engine.column-not-found", "a"],
    ]);
  });

  it("waits for no run and changes none, and stops when nobody waits for it", async () => {
    const busy = await desk.start(session, [ENDLESS]);
    await desk.ended(busy, (view) => view.cells[0]?.state === "running");
    assert.deepEqual(await columnsOf("x", "--| name: x\nselect 1 as a"), ["a int"]);
    const stop = new AbortController();
    const many = Array.from({ length: 200 }, (_, i) => sqlCell(`select ${i} + ${Math.random()} as a from logs`)).join(
      "",
    );
    const cancelled = desk
      .analyze(session, head + many, {}, stop.signal)
      .catch((thrown: unknown) => BetweenError.from(thrown).code);
    stop.abort();
    assert.equal(await cancelled, "wire.cancelled");
    assert.deepEqual(await columnsOf("x", "--| name: x\nselect 1.5D as a"), ["a double"]);
    const { sessions } = await desk.service.answer<"sessions">({ t: "sessions" }, ann, never);
    assert.deepEqual(
      sessions.map(({ state, runs, cell }) => [state, runs, cell]),
      [["running", [busy], 0]],
    );
    if (process.platform !== "win32") assert.ok((sessions[0]?.memory ?? 0) > 40e6);
    await desk.close(session);
  });
});
