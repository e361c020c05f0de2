import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { BetweenError } from "../../../protocol/errors.ts";
import type { Filter } from "../../../protocol/messages.ts";
import { chartSql, countSql, rowsSql } from "./query-sql.ts";
import type { Table } from "./query-sql.ts";

const clock = { timezone: "Asia/Seoul", now: new Date("2026-11-22T03:00:00Z") };
const types = [
  "bigint",
  "decimal(20,2)",
  "double",
  "string",
  "boolean",
  "date",
  "timestamp",
  "timestamp_ntz",
  "map<string,int>",
  "binary",
];
const fields = types.map((type, i) => ({ name: `c${i}`, type, nullable: true }));
const table = (numbered: boolean): Table => ({ view: "v`w", fields, numbered });
const filtered = (filter: Filter) => countSql(table(true), { of: "count", where: [filter] }, clock);
const failure = (work: () => unknown) => {
  try {
    work();
  } catch (thrown) {
    return BetweenError.from(thrown);
  }
  throw new Error("did not fail");
};

describe("the SQL of a query", () => {
  it("holds no value: they are bound as arguments of their type", () => {
    const bound: [column: number, value: string, sql: string, type: string, value: string][] = [
      [0, "7", "cast(:between_value_0 as decimal(1,0))", "text", "7"],
      [0, " 0.5 ", "cast(:between_value_0 as decimal(1,1))", "text", "0.5"],
      [1, "-12.345", "cast(:between_value_0 as decimal(5,3))", "text", "-12.345"],
      [1, "1e3", ":between_value_0", "number", "1000"],
      [2, "1e3", ":between_value_0", "number", "1000"],
      [3, "it's; drop", ":between_value_0", "text", "it's; drop"],
      [4, "TRUE", ":between_value_0", "boolean", "true"],
      [5, "today", ":between_value_0", "date", "2026-11-22"],
      [6, "2026-11-21 09:00", ":between_value_0", "timestamp", "2026-11-21T09:00:00+09:00"],
      [7, "2026-11-21 09:00", "cast(:between_value_0 as timestamp_ntz)", "text", "2026-11-21T09:00:00"],
    ];
    for (const [column, value, sql, type, as] of bound) {
      const { text, args } = filtered({ column, is: ">=", value });
      assert.ok(text.endsWith(`where (__between_${column} >= ${sql})`), text);
      assert.deepEqual(args, [{ name: "between_value_0", type, value: as }]);
    }
  });

  it("is refused for a value that is none of the column's, by the column's name and type", () => {
    for (const [column, value] of [
      [0, "many"],
      [1, ""],
      [2, "1,5"],
      [4, "maybe"],
      [5, "2026-02-31"],
      [6, "noon"],
    ] as const) {
      const { code, args } = failure(() => filtered({ column, is: "=", value }));
      assert.deepEqual([code, args], ["query.bad-value", { value, column: `c${column}`, type: types[column] }]);
    }
    assert.equal(failure(() => filtered({ column: 8, is: "=", value: "x" })).code, "query.no-comparison");
    assert.equal(failure(() => filtered({ column: 99, is: "null" })).code, "query.no-column");
    const order = [{ column: 8, direction: "ascending" }] as const;
    assert.equal(
      failure(() => rowsSql(table(true), { of: "rows", where: [], order: [...order] }, clock)).code,
      "query.no-order",
    );
    assert.equal(
      failure(() => chartSql(table(true), { of: "chart", x: 0, y: [3], where: [] }, clock)).code,
      "query.not-a-number",
    );
  });

  it("puts nulls last and breaks ties by the row's number, or by what the rows hold", () => {
    const query = { of: "rows", where: [], order: [{ column: 3, direction: "descending" }] } as const;
    const text = (numbered: boolean) =>
      rowsSql(table(numbered), { ...query, where: [], order: [...query.order] }, clock).text;
    assert.match(text(true), / order by __between_3 desc nulls last, __between_row$/);
    assert.match(
      text(false),
      / order by __between_3 desc nulls last, __between_0 nulls last, __between_1 nulls last, /,
    );
    assert.doesNotMatch(text(false), /__between_8 nulls last/);
    assert.match(text(true), /^select __between_0 as `c0`, .* from `v``w` as t\(__between_0, /);
  });
});
