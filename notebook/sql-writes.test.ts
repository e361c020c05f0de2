import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { placesWritten } from "./sql-text.ts";

const written = (code: string) => placesWritten(code).map(({ path }) => path);

describe("places that a statement writes to", () => {
  const cases: Record<string, string[]> = {
    "create table t location '/a' as select 1": ["/a"],
    'CREATE EXTERNAL TABLE IF NOT EXISTS t (x int) STORED AS parquet /* c */ LOCATION\n-- d\n"/a"': ["/a"],
    "create or replace table t using delta location r'/a' select 1": ["/a"],
    "replace table t using delta location '/a' select 1": ["/a"],
    "create database d location '/a'": ["/a"],
    "alter table t set location '/a'": ["/a"],
    "alter table t set tblproperties ('write.data.path'='/a')": ["/a"],
    "create table t using csv options (sep '/', path '/a') as select 1": ["/a"],
    "create table t using csv options ('sep'='/','PATH'='/a',header=true, `path` \"/b\") as select 1": ["/a", "/b"],
    "create table t using iceberg location '/a' tblproperties (k='v', write.metadata.path '/b') as select 1": [
      "/a",
      "/b",
    ],
    "create table t using parquet options (n'p\\u0061th' = b'/a') as select 1": ["/a"],
    "insert overwrite directory '/a' using parquet select 1": ["/a"],
    "insert overwrite local directory U&'/\\0061\\+000062' using csv select 1": ["/ab"],
    "insert overwrite directory '/\\u0061\\142\\U00000063' using csv select 1": ["/abc"],
    "explain analyze insert overwrite directory '/a' using csv select 1": ["/a"],
    "explain explain analyze update delta.`/a` set x = 1": ["/a"],
    "update delta.`/a` set x = 1": ["/a"],
    "delete from delta . `/a``b` where x = 1": ["/a`b"],
    "merge into `delta`.`/a` t using (select 1) s on true when matched then delete": ["/a"],
    "insert into table parquet.`/a` select * from json.`/b`": ["/a"],
    "set spark.sql.warehouse.dir = '/a'": ["/a"],
    "set spark.sql.warehouse.dir=/a b;": ["/a b"],
    "set 'datafusion.runtime.temp_directory' '/\\u0061'": ["/\\u0061", "/a"],
  };
  for (const [code, paths] of Object.entries(cases))
    it(`${JSON.stringify(code)}: ${paths.join(" ")}`, () => {
      assert.deepEqual(written(code), paths);
    });

  it("are none where nothing is written, or no place is named", () => {
    for (const code of [
      "select * from json.`/a`",
      "select location '/a' as x",
      "explain select 1 as location",
      "insert into t values ('/a'), ('location')",
      "delete from t where x in (select y from json.`/a`)",
      "create table t as select * from json.`/a`",
      "create table t using csv options (sep '/') as select '/a' as path",
      "set spark.sql.session.timeZone = '/a'",
      "set",
      "create table t location",
      "create table t options (path",
    ])
      assert.deepEqual(written(code), [], code);
  });

  it("stand where their literals stand", () => {
    const code = "create table t\nlocation U&'/a' options (path = '/b')";
    const texts = placesWritten(code).map(({ start, end }) => code.slice(start, end));
    assert.deepEqual(texts, ["U&'/a'", "'/b'"]);
  });
});
