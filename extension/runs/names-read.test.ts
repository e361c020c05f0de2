import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { namesRead } from "./names-read.ts";

const named = new Map(["dau", "users", "logs2", "이름"].map((name) => [name, name]));
const read = (code: string, language = "sql") => namesRead(language, code, named);

describe("the names that a cell reads", () => {
  it("stand behind FROM and JOIN, and between the commas of a FROM", () => {
    assert.deepEqual(read("select * from dau"), ["dau"]);
    assert.deepEqual(read("select * from dau d left join users u on d.a = u.a"), ["dau", "users"]);
    assert.deepEqual(read("select * from dau d, users as u, logs2 where 1 in (d.a, 2)"), ["dau", "users", "logs2"]);
    assert.deepEqual(read("select * from `이름`"), ["이름"]);
    assert.deepEqual(read("SELECT * FROM DAU"), ["dau"]);
  });

  it("are found in subqueries, and behind them", () => {
    assert.deepEqual(read("select (select max(a) from users) from (select 1 from dau) x, logs2"), [
      "users",
      "dau",
      "logs2",
    ]);
    assert.deepEqual(read("select 1 where exists (select 1 from dau)"), ["dau"]);
    assert.deepEqual(read("select * from (dau join users)"), ["dau", "users"]);
  });

  it("are no columns, functions, aliases or parts of other names", () => {
    assert.deepEqual(read("select users, dau from x order by users"), []);
    assert.deepEqual(read("select users(1) from users(2)"), []);
    assert.deepEqual(read("select * from db.users"), []);
    assert.deepEqual(read("select * from users.x"), []);
    assert.deepEqual(read("select extract(day from ts), 'from dau' from x -- from users"), []);
  });

  it("are not what the cell gives by WITH", () => {
    assert.deepEqual(read("with users as (select * from dau) select * from users"), ["dau"]);
  });

  it("are any word in other languages", () => {
    assert.deepEqual(read("df = spark.table('dau')", "python"), ["dau"]);
    assert.deepEqual(read('{"data": {"name": "users"}}', "vega-lite"), ["users"]);
  });
});
