import assert from "node:assert/strict";
import { create } from "@bufbuild/protobuf";
import { describe, it } from "mocha";
import * as arrow from "apache-arrow";
import { ddl, ddlAsText } from "./ddl.ts";
import { DataTypeSchema } from "./gen/spark/connect/types_pb.js";
import { emptyStream, localRows } from "./rows.ts";
import { fieldsOf, typeName } from "./type-name.ts";

type Init = Parameters<typeof create<typeof DataTypeSchema>>[1];
const type = (kind: NonNullable<Init>["kind"]) => create(DataTypeSchema, kind ? { kind } : {});
const long = type({ case: "long", value: {} });
const time = type({ case: "timestamp", value: {} });
const struct = type({
  case: "struct",
  value: {
    fields: [
      { name: "a b", dataType: long, nullable: true },
      { name: "t", dataType: type({ case: "array", value: { elementType: time } }) },
    ],
  },
});

describe("a type of Spark", () => {
  it("has Spark's short name", () => {
    assert.equal(typeName(type({ case: "decimal", value: { precision: 38, scale: 2 } })), "decimal(38,2)");
    assert.equal(
      typeName(type({ case: "dayTimeInterval", value: { startField: 0, endField: 3 } })),
      "interval day to second",
    );
    assert.equal(typeName(type({ case: "yearMonthInterval", value: { startField: 0, endField: 0 } })), "interval year");
    assert.equal(typeName(struct), "struct<a b:bigint,t:array<timestamp>>");
    assert.equal(typeName(type({ case: "varChar", value: { length: 5 } })), "varchar(5)");
    assert.equal(typeName(undefined), "unknown");
  });

  it("is written as DDL with its names quoted, or with its times as text", () => {
    assert.equal(ddl(struct), "struct<`a b`:bigint,`t`:array<timestamp>>");
    assert.equal(
      ddlAsText(struct, (kind) => kind === "timestamp"),
      "struct<`a b`:bigint,`t`:array<string>>",
    );
  });

  it("makes an Arrow stream of no rows", () => {
    const table = arrow.tableFromIPC(emptyStream(struct));
    assert.equal(table.numRows, 0);
    assert.deepEqual(table.schema.fields.map(String), ["a b: Int64", "t: List<Timestamp<MICROSECOND, UTC>>"]);
    assert.deepEqual(
      fieldsOf(struct).map(({ name }) => name),
      ["a b", "t"],
    );
  });
});

describe("rows that came with a command's answer", () => {
  it("have the names of Spark's types", () => {
    const key = new arrow.Field("key", new arrow.Utf8(), false);
    const value = new arrow.Field("value", new arrow.List(new arrow.Field("element", new arrow.Int64())), true);
    const entries = new arrow.Struct<{ key: arrow.Utf8; value: arrow.List }>([key, value]);
    const schema = new arrow.Schema([
      new arrow.Field("m", new arrow.Map_(new arrow.Field("entries", entries, false)), true),
      new arrow.Field("u", new arrow.Uint64(), true),
      new arrow.Field("t", new arrow.TimestampMicrosecond("UTC"), true),
    ]);
    const [columns, batch] = [...localRows(arrow.tableToIPC(new arrow.Table(schema), "stream"))];
    assert.deepEqual(columns?.t === "schema" && columns.schema.map(({ type }) => type), [
      "map<string,array<bigint>>",
      "decimal(20,0)",
      "timestamp",
    ]);
    assert.equal(batch?.t === "batch" && batch.rows, 0);
  });
});
