import assert from "node:assert/strict";
import { create } from "@bufbuild/protobuf";
import { describe, it } from "mocha";
import type { SourceSpec } from "../../../notebook/notebook.ts";
import { type Dialect, sail, sparkDialect } from "./dialect.ts";
import { RelationSchema } from "./gen/spark/connect/relations_pb.js";
import { sourceRelation } from "./source.ts";

describe("how an engine is told to read a source", () => {
  const optionsOf = (more: Partial<SourceSpec>, dialect: Dialect) => {
    const source: SourceSpec = {
      name: "logs",
      from: { path: "logs" },
      format: "csv",
      onMalformed: "fail",
      line: 1,
      ...more,
    };
    const plan = sourceRelation(source, { paths: ["logs"], partitions: [] }, [], dialect);
    const { relType } = create(RelationSchema, plan);
    const readType = relType.case === "read" ? relType.value.readType : undefined;
    return readType?.case === "dataSource" ? readType.value.options : undefined;
  };

  it("makes line breaks and doubled quotes inside quotes parts of a CSV's value on every engine", () => {
    assert.deepEqual(optionsOf({ schema: "a int" }, sail), { header: "true", multiLine: "true" });
    assert.deepEqual(optionsOf({ schema: "a int" }, sparkDialect("4.2.0")), {
      header: "true",
      multiLine: "true",
      escape: '"',
      mode: "FAILFAST",
    });
    assert.equal(optionsOf({}, sail)?.["inferSchema"], "true");
  });

  it("fails at a malformed line on Spark too, unless such lines are skipped or kept", () => {
    const spark = sparkDialect("4.2.0");
    assert.deepEqual(optionsOf({ format: "json" }, spark), { mode: "FAILFAST" });
    assert.equal(optionsOf({ onMalformed: "skip", schema: "a int" }, spark)?.["mode"], "DROPMALFORMED");
    assert.equal(optionsOf({ onMalformed: "keep" }, spark)?.["mode"], "PERMISSIVE");
    assert.deepEqual(optionsOf({ format: "json" }, sail), {});
    assert.deepEqual(optionsOf({ format: "parquet" }, spark), {});
  });
});
