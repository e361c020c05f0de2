import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { BetweenError } from "../../protocol/errors.ts";
import { makeLog } from "./log.ts";
import { reasonOf } from "./reason-of.ts";

const at = new Date("2026-11-22T01:02:03.004Z");
function logged(kind: "json" | "text", ...said: Parameters<ReturnType<typeof makeLog>>): string {
  let text = "";
  makeLog(
    kind,
    (line) => (text += line),
    () => at,
  )(...said);
  return text;
}

describe("the log", () => {
  it("is one object a line, or text for people", () => {
    const facts = { user: "ann", ms: 12, none: undefined };
    assert.equal(
      logged("json", "asked", facts),
      '{"time":"2026-11-22T01:02:03.004Z","level":"info","message":"asked","user":"ann","ms":12}\n',
    );
    assert.equal(logged("text", "asked", facts), "2026-11-22T01:02:03.004Z asked user=ann ms=12\n");
    assert.equal(
      logged("text", "failed", { level: "warn", reason: 'a "b" user=eve' }),
      '2026-11-22T01:02:03.004Z warn failed reason="a \\"b\\" user=eve"\n',
    );
  });

  it("stays one line whatever stands in a name", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.constantFrom("json" as const, "text" as const), (name, kind) => {
        for (const evil of [name, `${name}\n{"message":"forged"}`, `\u2028${name}\r\x1b[2J\u202e`]) {
          const text = logged(kind, "asked", { user: evil });
          assert.ok(text.endsWith("\n"));
          assert.doesNotMatch(text.slice(0, -1), /[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]/);
        }
      }),
    );
  });

  it("gives back in JSON what it was given", () => {
    const user = 'a\n"b"\u2028\u202e\\n';
    assert.equal((JSON.parse(logged("json", "asked", { user })) as { user: string }).user, user);
  });

  it("masks tokens, should one ever get there", () => {
    const token = "between_Ps6GmI6l4MRJQlYgCMsUZz22R6AjZqjc5lgO";
    for (const kind of ["json", "text"] as const) {
      const text = logged(kind, `header Bearer abc.def and ${token}`, { reason: `authorization: Bearer ${token}` });
      assert.doesNotMatch(text, /abc|Ps6/);
      if (kind === "json") JSON.parse(text);
    }
  });

  it("says of an error its code, and not what the engine quoted of somebody's rows", () => {
    const error = new BetweenError("engine.session-gone", {}, { engineText: "CAST_INVALID_INPUT 'secret row'" });
    assert.doesNotMatch(reasonOf(error), /secret/);
    assert.match(reasonOf(error), /^engine\.session-gone/);
  });
});
