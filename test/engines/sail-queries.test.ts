import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, describe, it } from "mocha";
import { BetweenError } from "../../protocol/errors.ts";
import { cacheFolder } from "../../protocol/local/state-folders.ts";
import type { Filter, ResultQuery, RunView } from "../../protocol/messages.ts";
import { commandId } from "../../protocol/ids.ts";
import type { RunId, SessionId } from "../../protocol/ids.ts";
import { sailEngine } from "../../kernel-server/engine/sail/sail-engine.ts";
import { KEPT_BYTES } from "../../kernel-server/session/main-result.ts";
import { gather } from "../../kernel-server/session/spool/page.ts";
import { ServiceDesk, ann, never, sqlCell } from "../../kernel-server/session/test-desk.ts";
import { ENDLESS } from "../support/notebooks.ts";

const columns = {
  n: "id",
  amount: "cast(id * 1.5 as decimal(30,2))",
  ratio: "case when id = 7 then double('NaN') when id = 8 then double('Infinity') else id / 4.0D end",
  text: "concat('이름', id % 7)",
  even: "id % 2 = 0",
  day: "date '2026-01-01' + cast(id as int)",
  at: "timestamp '2026-01-01 00:00:00' + make_dt_interval(0, cast(id as int))",
  list: "array(id, id + 1)",
  map: "map('k', id)",
  struct: "named_struct('x', id, 'a b', 'Q')",
  bytes: "cast(concat('q', id) as binary)",
  big: "9223372036854775000 + id",
  holes: "case when id % 10 = 0 then null else id % 3 end",
  single: "case when id = 7 then float('NaN') when id = 8 then float('-Infinity') else cast(id / 10.0 as float) end",
} as const;
const names = Object.keys(columns);
const place = (name: keyof typeof columns) => names.indexOf(name);
const every = Object.entries(columns)
  .map(([name, sql]) => `${sql} as ${name}`)
  .join(", ");

describe("questions about results on the embedded engine", function () {
  this.timeout(120_000);
  let desk: ServiceDesk;
  let session: SessionId;
  let run: RunView;
  before(async () => {
    desk = await ServiceDesk.over(sailEngine({ cacheFolder: cacheFolder() }));
    session = await desk.open();
    const cells = [
      `select ${every} from range(500)`,
      "--| preview: 100\nselect id, id % 13 as k, concat('v', id % 5) as s from range(300000)",
      "select 1 as n, 2 as n, 3 as N, 4 as `odd ``name;`, 5 as ``, 6 as __between_0",
      "--| preview: 2\nselect id as n, id * 2 as n from range(10)",
    ];
    run = await desk.run(`---\ntimezone: Asia/Seoul\n---\n${cells.map(sqlCell).join("")}`, { on: session });
    assert.equal(run.state, "done", JSON.stringify(run.cells.map(({ error }) => error)));
  });
  after(() => desk.end());

  const ask = (query: ResultQuery, result = 0) => desk.answer(run.run, query, result);
  const countOf = async (where: Filter[], result = 0) => Number((await ask({ of: "count", where }, result))[0]?.[0]);
  const failure = async (query: ResultQuery, result = 0) => {
    try {
      await ask(query, result);
    } catch (thrown) {
      return BetweenError.from(thrown);
    }
    throw new Error("did not fail");
  };

  it("read a filter's value as the column's type, exactly", async () => {
    const expected: [keyof typeof columns, Filter["is"], string, number][] = [
      ["n", ">=", "490", 10],
      ["n", ">=", "490.5", 9],
      ["n", "=", "490.5", 0],
      ["n", "!=", "1", 499],
      ["amount", ">", "747.00", 1],
      ["amount", "=", "748.5", 1],
      ["ratio", "<", "0.5", 2],
      ["ratio", "=", "NaN", 1],
      ["ratio", "=", "Infinity", 1],
      ["ratio", "=", "-Infinity", 0],
      ["single", "=", "0.1", 1],
      ["single", "<=", "0.3", 5],
      ["single", "=", "nan", 1],
      ["single", "=", "-inf", 1],
      ["single", "=", "1e300", 0],
      ["text", "=", "이름3", 71],
      ["text", "=", "이름3' or 1 = 1 --", 0],
      ["even", "=", "True", 250],
      ["day", "<", "2026-02-01", 31],
      ["at", "<", "2026-01-02", 24],
      ["at", "=", "2025-12-31T15:00:00Z", 1],
      ["big", "=", "9223372036854775499", 1],
      ["big", ">", "9223372036854775498.5", 1],
    ];
    for (const [name, is, value, found] of expected)
      assert.equal(await countOf([{ column: place(name), is, value }]), found, `${name} ${is} ${value}`);
  });

  it("find text in every type, whatever its case, and nulls", async () => {
    const expected: [keyof typeof columns, string, number][] = [
      ["n", "49", 15],
      ["text", "이름6", 71],
      ["even", "TRU", 250],
      ["day", "2026-02", 28],
      ["at", " 23:00", 20],
      ["list", "499", 2],
      ["map", "K", 500],
      ["struct", "q", 500],
      ["bytes", "0X7134", 111],
    ];
    for (const [name, value, found] of expected)
      assert.equal(await countOf([{ column: place(name), is: "contains", value }]), found, name);
    assert.equal(await countOf([{ column: place("holes"), is: "null" }]), 50);
    assert.equal(
      await countOf([
        { column: place("map"), is: "not-null" },
        { column: 0, is: "<", value: "3" },
      ]),
      3,
    );
    const bad = await failure({ of: "count", where: [{ column: place("day"), is: "=", value: "soon" }] });
    assert.deepEqual([bad.code, bad.args], ["query.bad-value", { value: "soon", column: "day", type: "date" }]);
  });

  it("sort the whole result with nulls last, ties in the result's own order", async () => {
    const column = place("holes");
    const sorted = async (direction: "ascending" | "descending") =>
      (await ask({ of: "rows", where: [{ column: 0, is: "<", value: "21" }], order: [{ column, direction }] })).map(
        (row) => [Number(row[0]), row[column]],
      );
    const kept = Array.from({ length: 21 }, (_, n): [number, string] => [n, n % 10 === 0 ? "null" : String(n % 3)]);
    const rank = ([, value]: readonly [number, string], sign: number) => (value === "null" ? 9 : sign * Number(value));
    const by = (sign: number) => kept.toSorted((a, b) => rank(a, sign) - rank(b, sign) || a[0] - b[0]);
    assert.deepEqual(await sorted("ascending"), by(1));
    assert.deepEqual(await sorted("descending"), by(-1));
    const unordered = await ask({ of: "rows", where: [{ column: place("even"), is: "=", value: "true" }], order: [] });
    assert.deepEqual(
      unordered.map(([n]) => Number(n)),
      Array.from({ length: 250 }, (_, i) => 2 * i),
    );
    const first = await desk.query(run.run, { of: "rows", where: [], order: [], limit: 7 });
    assert.deepEqual(
      first.cells[0]?.results.map(({ rows, extent }) => [rows, extent]),
      [[7, "more"]],
    );
  });

  it("know columns by their place, whatever they are called", async () => {
    const rows = await desk.query(
      run.run,
      { of: "rows", where: [{ column: 2, is: "=", value: "3" }], order: [{ column: 1, direction: "ascending" }] },
      2,
    );
    const [result] = rows.cells[0]?.results ?? [];
    assert.deepEqual(
      result?.schema.map(({ name }) => name),
      ["n", "n", "N", "odd `name;", "", "__between_0"],
    );
    assert.deepEqual(await desk.rows(rows.run, 0), [["1", "2", "3", "4", "5", "6"]]);
    assert.deepEqual(
      await ask(
        { of: "rows", where: [{ column: 1, is: ">", value: "14" }], order: [{ column: 1, direction: "descending" }] },
        3,
      ),
      [
        ["9", "18"],
        ["8", "16"],
      ],
    );
    assert.deepEqual((await ask({ of: "rows", where: [], order: [] }, 3)).at(-1), ["9", "18"]);
  });

  it("tell what a column holds, exactly for a complete result", async () => {
    const told = async (name: keyof typeof columns) => {
      const rows = await ask({ of: "statistics", column: place(name), where: [] });
      const one = (kind: string) => rows.find(([of]) => of === kind)?.[2];
      const bins = rows.filter(([kind]) => kind === "bin");
      return {
        one,
        bins,
        kinds: [...new Set(rows.map(([kind]) => kind))],
        sum: bins.reduce((sum, [, , n]) => sum + Number(n), 0),
        rows,
      };
    };
    const big = await told("big");
    assert.deepEqual(
      [big.one("min"), big.one("max"), big.one("distinct"), big.sum],
      ["9223372036854775000", "9223372036854775499", "500", 500],
    );
    assert.deepEqual(big.bins[1]?.[1], "9223372036854775050");
    const amount = await told("amount");
    assert.deepEqual([amount.one("max"), amount.sum, amount.bins.length <= 20], ["748.50", 500, true]);
    const ratio = await told("ratio");
    assert.deepEqual([ratio.one("rows"), ratio.sum, ratio.one("min")], ["500", 498, "0.0"]);
    const holes = await told("holes");
    assert.deepEqual([holes.one("nulls"), holes.one("distinct"), holes.sum], ["50", "3", 450]);
    const at = await told("at");
    assert.deepEqual(
      [at.one("min"), at.sum, at.bins[1]?.[1]?.endsWith(" 00:00:00+09:00")],
      ["2026-01-01 00:00:00+09:00", 500, true],
    );
    assert.deepEqual((await told("day")).sum, 500);
    const text = await told("text");
    assert.deepEqual(text.rows.filter(([kind]) => kind === "top").slice(0, 2), [
      ["top", "이름0", "72"],
      ["top", "이름1", "72"],
    ]);
    assert.deepEqual(
      (await told("even")).rows.filter(([kind]) => kind === "top"),
      [
        ["top", "false", "250"],
        ["top", "true", "250"],
      ],
    );
    assert.deepEqual((await told("list")).kinds, ["rows", "nulls"]);
    const none = await ask({ of: "statistics", column: 0, where: [{ column: 0, is: "<", value: "0" }] });
    assert.deepEqual(none, [
      ["rows", "", "0"],
      ["nulls", "", "0"],
      ["distinct", "", "0"],
    ]);
  });

  it("sum what a chart draws, in the order of the result", async () => {
    const chart = await desk.query(run.run, {
      of: "chart",
      x: place("text"),
      y: [0, place("amount")],
      series: place("even"),
      where: [],
    });
    assert.deepEqual(
      chart.cells[0]?.results[0]?.schema.map(({ name }) => name),
      ["text", "even", "n", "amount"],
    );
    const rows = await desk.rows(chart.run, 0);
    assert.equal(rows.length, 14);
    assert.deepEqual(
      rows.slice(0, 2).map((row) => row.slice(0, 2)),
      [
        ["이름0", "true"],
        ["이름1", "false"],
      ],
    );
    assert.equal(
      rows.reduce((sum, row) => sum + Number(row[2]), 0),
      (499 * 500) / 2,
    );
    assert.equal((await failure({ of: "chart", x: 0, y: [place("text")], where: [] })).code, "query.not-a-number");
  });

  it("find sorted rows in their order, over many batches, and sort them so", async () => {
    const query = "select md5(cast(id as string)) as text, id from range(60000)";
    const isSorted = (texts: readonly (string | undefined)[], sign = 1) =>
      texts.every((text = "", i) => i === 0 || text.localeCompare(texts[i - 1] ?? "") * sign >= 0);
    for (let round = 0; round < 3; round++) {
      const sorted = await desk.run([`--| preview: 60000\n${query} order by text`], { on: session });
      const shown = (await desk.answer(sorted.run, { of: "rows", where: [], order: [] })).map(([text]) => text);
      assert.equal(shown.length, 60_000);
      assert.ok(isSorted(shown));
      const turned = await desk.answer(sorted.run, {
        of: "rows",
        where: [],
        order: [{ column: 0, direction: "descending" }],
      });
      assert.ok(isSorted(turned.map(([text]) => text), -1)); // prettier-ignore
    }
  });

  it("are exported as text that says what the values are, whatever their types", async () => {
    const odd = await desk.run(
      [
        "select * from values " +
          "(1, array(1, 2), map('k', 1.5D), named_struct('x', 1, 'y', 'a,b'), '', double('Infinity'), timestamp '0001-01-01 00:00:00'), " +
          "(2, null, null, null, null, double('NaN'), null) as t(i, list, map, struct, text, ratio, at) order by i",
      ],
      { on: session },
    );
    assert.equal(odd.state, "done", JSON.stringify(odd.cells[0]?.error));
    const exported = async (format: "csv" | "json") => {
      const ask = { t: "export", command: commandId(randomUUID()), run: odd.run, result: 0, format } as const;
      const { body } = await desk.service.answer<"export">(ask, ann, never);
      return Buffer.from(await gather(body)).toString();
    };
    const [at = ""] = /0001-01-01 [^",\r]*/.exec(await exported("csv")) ?? [];
    assert.deepEqual((await exported("csv")).split("\r\n"), [
      "i,list,map,struct,text,ratio,at",
      `1,"[1, 2]","{""k"": 1.5}","{""x"": 1, ""y"": ""a,b""}","",Infinity,${at}`,
      "2,,,,,NaN,",
      "",
    ]);
    const [first, second] = (await exported("json")).trim().split("\n");
    assert.equal(
      first,
      `{"i":1,"list":[1,2],"map":{"k":1.5},"struct":{"x":1,"y":"a,b"},"text":"","ratio":"Infinity","at":"${at}"}`,
    );
    assert.equal(second, '{"i":2,"list":null,"map":null,"struct":null,"text":null,"ratio":"NaN","at":null}');
  });

  it("are exported with all rows, in their order, though they are too long to be kept", async () => {
    const rows = 300_000;
    const wide = `select id, id % 3 as k, repeat(md5(cast(id as string)), 10) as s, id as k from range(${rows}) order by s`;
    const long = await desk.run([`--| preview: 10\n${wide}`], { on: session });
    const exported = async (of: RunId) => {
      const ask = { t: "export", command: commandId(randomUUID()), run: of, result: 0, format: "csv" } as const;
      const { body } = await desk.service.answer<"export">(ask, ann, never);
      const [head, ...lines] = Buffer.from(await gather(body))
        .toString()
        .trimEnd()
        .split("\r\n");
      return { head, lines: lines.map((line) => line.split(",")) };
    };
    const isSorted = (values: readonly string[]) => values.every((value, i) => value >= (values[i - 1] ?? ""));
    const whole = await exported(long.run);
    assert.equal(whole.lines.length, rows);
    assert.ok(isSorted(whole.lines.map(([, , text = ""]) => text)), "a query's own order is that of its file");

    const query: ResultQuery = {
      of: "rows",
      where: [{ column: 1, is: "!=", value: "0" }],
      order: [{ column: 0, direction: "descending" }],
    };
    const view = await desk.query(long.run, query);
    const [result] = view.cells[0]?.results ?? [];
    assert.equal(result?.extent, "all");
    assert.ok((result?.bytes ?? 0) > KEPT_BYTES, String(result?.bytes));
    const kept = Array.from({ length: rows }, (_, i) => rows - 1 - i).filter((id) => id % 3 !== 0);
    const { head, lines } = await exported(view.run);
    assert.equal(head, "id,k,s,k_2");
    assert.deepEqual(
      lines.map(([id]) => Number(id)),
      kept,
    );
    const few = await exported((await desk.query(long.run, { ...query, limit: 5 })).run);
    assert.equal(few.lines.length, kept.length);
  });

  it("reach all rows of a longer result through its query, and say that it ran again", async () => {
    assert.equal(await countOf([], 1), 300_000);
    const sorted = await ask(
      {
        of: "rows",
        where: [{ column: 2, is: "=", value: "v3" }],
        order: [{ column: 1, direction: "descending" }],
        limit: 3,
      },
      1,
    );
    assert.deepEqual(sorted, [
      ["38", "12", "v3"],
      ["103", "12", "v3"],
      ["168", "12", "v3"],
    ]);
    const all = await desk.query(run.run, { of: "rows", where: [], order: [] }, 1);
    const [cell] = all.cells;
    assert.deepEqual([cell?.results[0]?.rows, cell?.results[0]?.extent], [300_000, "all"]);
    assert.deepEqual(
      cell?.notes.map(({ code }) => code),
      ["query.computed-again"],
    );
    assert.equal((await desk.rows(all.run, 0, { from: 299_999 })).length > 0, true);
    const about = await ask({ of: "statistics", column: 2, where: [] }, 1);
    assert.deepEqual(
      about.find(([kind]) => kind === "distinct"),
      ["distinct", "approximate", "5"],
    );
  });

  it("have an answer while a query that no machine finishes runs in the same session", async () => {
    const busy = await desk.start(session, [ENDLESS]);
    await desk.ended(busy, (view) => view.cells[0]?.state === "running");
    await new Promise((resolve) => setTimeout(resolve, 500));
    const [sorted] = await ask({ of: "rows", where: [], order: [{ column: 0, direction: "descending" }], limit: 1 }, 1);
    assert.equal(sorted?.[0], "299999");
    assert.equal(
      (await ask({ of: "rows", where: [], order: [{ column: 0, direction: "descending" }], limit: 1 }))[0]?.[0],
      "499",
    );
    assert.equal((await desk.ended(busy, () => true)).cells[0]?.state, "running");
    await desk.close(session);
    assert.equal((await desk.ended(busy)).state, "interrupted");
  });

  it("of a complete result have an answer after its session has ended; of a longer one they say why not", async () => {
    assert.equal(await countOf([{ column: 0, is: ">=", value: "490" }]), 10);
    assert.equal((await failure({ of: "count", where: [] }, 1)).code, "result.session-ended");
  });
});
