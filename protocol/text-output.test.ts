import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import type { CellView } from "./messages.ts";
import { appendText, HEAD_UNITS, TAIL_UNITS } from "./text-output.ts";

type Printed = { stream: "stdout" | "stderr"; text: string };
const add = (all: readonly Printed[]) => all.reduce<CellView["text_out"]>(appendText, []);

const printed: fc.Arbitrary<Printed> = fc.record({
  stream: fc.constantFrom("stdout", "stderr"),
  text: fc.oneof(
    fc.string({ unit: "binary" }),
    fc.tuple(fc.constantFrom("a", "b😀", "😀"), fc.nat(60_000)).map(([unit, times]) => unit.repeat(times)),
  ),
});

describe("what a cell printed", () => {
  it("does not depend on how it was cut into events", () => {
    fc.assert(
      fc.property(fc.array(printed, { maxLength: 15 }), fc.infiniteStream(fc.nat(1000)), (all, cuts) => {
        const pieces = all.flatMap(({ stream, text }) => {
          const at = Math.floor(((cuts.next().value ?? 0) / 1000) * text.length);
          return [text.slice(0, at), text.slice(at)].map((part) => ({ stream, text: part }));
        });
        assert.deepEqual(add(pieces), add(all));
      }),
      { numRuns: 200 },
    );
  });

  it("is whole up to its limit, and beyond it is exact about what is left out", () => {
    fc.assert(
      fc.property(fc.array(printed, { maxLength: 15 }), (all) => {
        const kept = add(all);
        const total = all.reduce((sum, { text }) => sum + text.length, 0);
        const accounted = kept.reduce((sum, { text, cut = 0 }) => sum + text.length + cut, 0);
        assert.equal(accounted, total);
        const whole = all.map(({ text }) => text).join("");
        let at = 0;
        for (const { text, cut = 0 } of kept) {
          at += cut;
          assert.equal(text, whole.slice(at, at + text.length));
          at += text.length;
        }
        const bytes = kept.reduce((sum, { text }) => sum + text.length, 0);
        assert.ok(bytes <= HEAD_UNITS + TAIL_UNITS + 64 * 1024 + 2, `${bytes} units are kept`);
        assert.ok(kept.every(({ text }) => text !== ""));
      }),
      { numRuns: 200 },
    );
  });

  it("is not cut inside a character", () => {
    const [head, tail] = add([{ stream: "stdout", text: `a${"😀".repeat(300_000)}` }]);
    assert.ok(head && tail?.cut);
    assert.doesNotMatch(head.text + tail.text, /\p{Surrogate}/u);
    assert.doesNotMatch(tail.text, /\p{Surrogate}/u);
  });
});
