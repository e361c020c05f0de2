import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { BetweenError } from "../../../protocol/errors.ts";
import type { ParameterType } from "../../../notebook/notebook.ts";
import { instantMicros } from "./instant.ts";
import { literal } from "./literal.ts";

const of = (type: ParameterType, value: string | string[]) => literal({ name: "p", type, value }).literalType;

describe("a parameter as a literal", () => {
  it("has the type that was declared", () => {
    assert.deepEqual(of("text", "007"), { case: "string", value: "007" });
    assert.deepEqual(of("integer", "-9223372036854775808"), { case: "long", value: -9223372036854775808n });
    assert.deepEqual(of("number", "1e3"), { case: "double", value: 1000 });
    assert.deepEqual(of("boolean", "false"), { case: "boolean", value: false });
    assert.deepEqual(of("date", "1969-12-31"), { case: "date", value: -1 });
    assert.deepEqual(of("timestamp", "1970-01-01T09:00:00.000001+09:00"), { case: "timestamp", value: 1n });
    const list = of("choice", ["a", "b"]);
    assert.equal(list?.case === "array" && list.value.elements?.length, 2);
  });

  it("that does not fit its type is refused", () => {
    for (const [type, value] of [
      ["integer", "9223372036854775808"],
      ["integer", "1.5"],
      ["number", ""],
      ["boolean", "yes"],
      ["date", "2026-02-30x"],
      ["timestamp", "today"],
    ] as const) {
      assert.throws(
        () => of(type, value),
        (error) => error instanceof BetweenError && error.code === "engine.parameter-unbindable",
        `${type} ${value}`,
      );
    }
  });

  it("of time is exact to the microsecond, before 1970 too", () => {
    assert.equal(instantMicros("1969-12-31T23:59:59.999999Z"), -1n);
    assert.equal(instantMicros("1908-04-01T00:00:00+08:27:52"), BigInt(Date.parse("1908-03-31T15:32:08Z")) * 1000n);
    assert.equal(instantMicros("2026-11-21T00:00:00-0330"), BigInt(Date.parse("2026-11-21T03:30:00Z")) * 1000n);
    assert.equal(instantMicros("2026-11-21"), undefined);
  });
});
