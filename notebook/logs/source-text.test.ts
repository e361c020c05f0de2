import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { schemaText, sourceBlock } from "./source-text.ts";

const field = (name: string, type: string) => ({ name, type, nullable: true });

describe("schemaText", () => {
  for (const [what, format, path, seen, ddl] of [
    [
      "names and types",
      "json",
      "./a.json",
      [field("ts", "timestamp"), field("u", "struct<id:bigint>")],
      "ts timestamp, u struct<id:bigint>",
    ],
    [
      "partition columns once",
      "json",
      "./dt=*/app=ios/*.json",
      [field("n", "bigint"), field("dt", "string")],
      "n bigint, dt string, app string",
    ],
    [
      "odd names in backticks",
      "csv",
      "./a.csv",
      [field("user id", "string"), field("a`b", "int")],
      "`user id` string, `a``b` int",
    ],
    ["nothing for Parquet", "parquet", "./dt=*/*.parquet", [field("n", "bigint")], undefined],
    ["nothing for plain text", "text", "./a.log", [field("value", "string")], undefined],
    ["partitions beside text", "text", "./dt=*/*.log", [field("value", "string")], "value string, dt string"],
  ] as const) {
    it(`gives ${what}`, () => assert.equal(schemaText(format, path, seen), ddl));
  }
});

describe("sourceBlock", () => {
  it("is what stands in front matter", () => {
    const block = sourceBlock({
      name: "logs",
      from: { path: "./a.json" },
      format: "json",
      schema: "a bigint",
      onMalformed: "fail",
    });
    assert.match(block, /^sources:\n {2}logs: \{.*path: \.\/a\.json.*schema: a bigint.*\}$/);
  });
});
