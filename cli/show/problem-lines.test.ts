import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { check } from "../../notebook/check.ts";
import { paint } from "./paint.ts";
import { problemLines } from "./problem-lines.ts";

const linesOf = (text: string) =>
  problemLines(check(text), "a.between-nb", { lang: "en", paint: paint(false), width: 100 });
const notebook = (front: string, cell = "select 1") => `---\nbetween: 1\n${front}\n---\n\`\`\`{sql}\n${cell}\n\`\`\`\n`;

describe("problemLines", () => {
  for (const [typed, nearest, text] of [
    ["titel", "title", notebook("titel: x")],
    ["previw", "preview", notebook("title: x", "--| previw: 3\nselect 1")],
    ["Asia/Soul", "Asia/Seoul", notebook("timezone: Asia/Soul")],
    ["sqll", "sql", "```{sqll}\nselect 1\n```\n"],
  ] as const) {
    it(`names ${nearest} where ${typed} stands`, () => {
      const lines = linesOf(text);
      const at = lines.findIndex((line) => line.includes(typed));
      assert.match(lines[at] ?? "", /^a\.between-nb:\d+:\d+: /);
      assert.match(lines[at + 1] ?? "", new RegExp(`^ {2}→ .*${nearest}\\b`));
    });
  }

  it("shows escape sequences in keys and values instead of obeying them", () => {
    for (const text of [
      notebook("foo\u001b[31m: 1"),
      notebook("title: x", "--| ch\u001b[31mart: 1\nselect 1"),
      notebook("title: x", "--| name: a\u001b]0;owned\u0007\nselect 1"),
    ]) {
      const lines = linesOf(text);
      assert.ok(lines.length > 0);
      assert.doesNotMatch(lines.join("\n"), /[\u0000-\u0009\u000b-\u001f\u009b]/);
    }
  });
});
