import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import type { ParameterValue } from "../../../notebook/notebook.ts";
import { literalText } from "./literal-text.ts";

describe("a parameter as SQL", () => {
  it("has its type", () => {
    const table: [ParameterValue["type"], string | string[], string][] = [
      ["integer", "-5", "-5L"],
      ["number", "1.5", "cast('1.5' as double)"],
      ["boolean", "true", "true"],
      ["date", "1970-01-02", "date_from_unix_date(1)"],
      ["timestamp", "1970-01-01T00:00:01Z", "timestamp_micros(1000000L)"],
      ["choice", ["a"], "cast(array(cast(X'61' as string)) as array<string>)"],
    ];
    for (const [type, value, text] of table) assert.equal(literalText({ name: "p", type, value }), text);
  });

  it("holds no character of a text that could end a literal", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (value) => {
        const made = literalText({ name: "p", type: "text", value });
        assert.match(made, /^cast\(X'[0-9a-f]*' as string\)$/);
        const digits = /'([0-9a-f]*)'/.exec(made)?.[1] ?? "";
        assert.equal(Buffer.from(digits, "hex").toString("utf8"), Buffer.from(value, "utf8").toString("utf8"));
      }),
    );
  });
});
