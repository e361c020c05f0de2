import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { targetOf } from "./languages.ts";
import { parseMagic } from "./magic.ts";

describe("the first word of a paragraph", () => {
  it("names the interpreter, with settings behind it", () => {
    const { interpreter, properties, code } = parseMagic(
      '\n  %spark.sql(limit=5, pool="a, b", flag, k=x\\,y)\n\n  select 1\n',
    );
    assert.equal(interpreter, "spark.sql");
    assert.deepEqual(
      [...properties],
      [
        ["limit", "5"],
        ["pool", "a, b"],
        ["flag", "flag"],
        ["k", "x,y"],
      ],
    );
    assert.equal(code, "  select 1");
  });

  it("may stand on the line of the code, or be none", () => {
    assert.deepEqual(parseMagic("%sql select 1"), { interpreter: "sql", properties: new Map(), code: "select 1" });
    assert.deepEqual(parseMagic("val x = 1 % 2"), { properties: new Map(), code: "val x = 1 % 2" });
    assert.equal(parseMagic("%sql(never closed").code, "(never closed");
  });

  it("is one of ours, or a language that is kept", () => {
    const kinds = (names: string) =>
      names.split(" ").map((name) => {
        const target = targetOf(name);
        return target.kind === "other" ? target.language : target.kind;
      });
    assert.deepEqual(kinds("md md.flexmark sql spark.sql spark3.sql livy.sql"), [
      "markdown",
      "markdown",
      "sql",
      "sql",
      "sql",
      "sql",
    ]);
    assert.deepEqual(kinds("pyspark spark.ipyspark python python.ipython livy.pyspark3"), Array(5).fill("python"));
    assert.deepEqual(kinds("spark spark_prod spark2 spark.spark livy livy.spark"), Array(6).fill("scala"));
    assert.deepEqual(kinds("spark.conf sh mysql python.sql r spark.r 2x flink.bsql"), [
      "spark-conf",
      "sh",
      "mysql",
      "python-sql",
      "r",
      "spark-r",
      "x-2x",
      "flink-bsql",
    ]);
  });
});
