import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { ParameterValue } from "../../../notebook/notebook.ts";
import { BetweenError } from "../../../protocol/errors.ts";
import { betweenSource } from "./between-source.ts";

const lineOf = (parameter: ParameterValue) => betweenSource([parameter]).split("\n")[2];

describe("The object `between` in Scala", () => {
  it("gives each parameter the type that Scala has for it", () => {
    assert.equal(lineOf({ name: "n", type: "integer", value: "-007" }), "val `n`: Long = -7L");
    assert.equal(lineOf({ name: "on", type: "boolean", value: "true" }), "val `on`: Boolean = true");
    assert.equal(
      lineOf({ name: "day", type: "date", value: "2026-11-21" }),
      'val `day`: java.time.LocalDate = java.time.LocalDate.parse("2026\\u002d11\\u002d21")',
    );
    assert.equal(
      lineOf({ name: "at", type: "timestamp", value: "1970-01-01T09:00:00.5+09:00" }),
      "val `at`: java.time.Instant = java.time.Instant.EPOCH.plus(500000L, java.time.temporal.ChronoUnit.MICROS)",
    );
    assert.equal(lineOf({ name: "os", type: "choice", value: ["a", "b"] }), 'val `os`: Seq[String] = Seq("a", "b")');
    assert.match(lineOf({ name: "x", type: "number", value: "1e3" }) ?? "", /^val `x`: Double = /);
  });

  it("lets no text leave its literal", () => {
    const line = lineOf({ name: "q", type: "text", value: '"; sys.exit(1) //\n한\\' });
    assert.equal(
      line,
      'val `q`: String = "\\u0022\\u003b\\u0020sys\\u002eexit\\u00281\\u0029\\u0020\\u002f\\u002f\\u000a\\ud55c\\u005c"',
    );
  });

  it("takes names that are words of the language", () => {
    assert.equal(lineOf({ name: "type", type: "integer", value: "1" }), "val `type`: Long = 1L");
  });

  it("refuses a value that is none of its type", () => {
    for (const [type, value] of [
      ["integer", "9223372036854775808"],
      ["number", " "],
      ["boolean", "yes"],
      ["date", "today"],
      ["timestamp", "soon"],
    ] as const) {
      assert.throws(
        () => betweenSource([{ name: "p", type, value }]),
        (thrown) => thrown instanceof BetweenError && thrown.code === "engine.parameter-unbindable",
        type,
      );
    }
  });
});
