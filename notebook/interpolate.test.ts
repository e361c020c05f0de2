import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { interpolate, pieces, references } from "./interpolate.ts";

const values = { day: "2026-03-01", "dau.users": "12,345", "dau.전체 수": "<b>", 가입: "1" };
const shown = (text: string) => interpolate(text, values, (value) => value.replaceAll("<", "&lt;"));

const table: [string, string][] = [
  ["on {{day}}, {{dau.users}} users", "on 2026-03-01, 12,345 users"],
  ["{{ day }}{{\tday}}", "2026-03-012026-03-01"],
  ["{{dau.전체 수}} <i>", "&lt;b> <i>"],
  ["{{가입}}", "1"],
  ["{{unknown}} {{dau.other}}", "{{unknown}} {{dau.other}}"],
  ["{{constructor}} {{toString}}", "{{constructor}} {{toString}}"],
  ["{day} {{day} {{day }", "{day} {{day} {{day }"],
  ["{{{day}}}", "{2026-03-01}"],
  ["{{da\ny}} {{}} {{1}} {{dau.}}", "{{da\ny}} {{}} {{1}} {{dau.}}"],
];

describe("interpolate", () => {
  for (const [text, expected] of table) {
    it(`shows ${JSON.stringify(text)}`, () => assert.equal(shown(text), expected));
  }

  it("does not look for references in values", () => {
    assert.equal(
      interpolate("{{a}}", { a: "{{b}}", b: "c" }, (value) => value),
      "{{b}}",
    );
  });

  it("tells where references stand", () => {
    assert.deepEqual(references("한글 {{ dau.users }}!"), [
      { kind: "reference", name: "dau.users", text: "{{ dau.users }}", start: 3, end: 18 },
    ]);
  });

  it("cuts every text into pieces that join to it", () => {
    const part = fc.constantFrom("{", "}", "{{", "}}", "a", ".", " ", "\n", "{{a}}", "{{a.b c}}", "가");
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const text = parts.join("");
        assert.equal(
          pieces(text)
            .map((piece) => piece.text)
            .join(""),
          text,
        );
      }),
    );
  });
});
