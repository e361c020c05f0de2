import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { writeDocument } from "../documents/write-document.ts";
import { analysisFindings, textFindings } from "./findings.ts";
import type { Finding } from "./findings.ts";
import { testNotebook } from "./test-notebook.ts";

const know = testNotebook();

function found(...cells: { language: string; value: string }[]): Finding[] {
  const file = writeDocument({
    layout: {},
    cells: cells.map((cell) => ({ ...cell, kind: cell.language === "markdown" ? "markdown" : "code" })),
  });
  return textFindings("en", file, cells);
}
const lines = (value: string) => value.split("\n");
const under = ({ cell, start, end }: Finding, cells: readonly { value: string }[]) =>
  lines(cells[cell]?.value ?? "")[start.line]?.slice(start.column, end.column);

describe("what is wrong with a notebook's text", () => {
  it("stands in the right cell at the right place, with what was probably meant", () => {
    const cells = [
      {
        language: "between-front",
        value: "between: 1\ntimezome: Asia/Seoul\nparams:\n  day: {type: date, default: today}",
      },
      { language: "markdown", value: "Intro\n\nOf {{dya}}" },
      { language: "markdown", value: "More" },
      { language: "sql", value: "--| nme: x\n--| cache: maybe\nselect 1,\n  :dya" },
    ];
    const all = found(...cells);
    assert.deepEqual(
      all.map((each) => [each.cell, under(each, cells), each.fix?.text, each.severity]),
      [
        [0, "timezome", "timezone", "warning"],
        [1, "{{dya}}", "{{day}}", "warning"],
        [3, "nme", "name", "warning"],
        [3, "maybe", undefined, "error"],
        [3, ":dya", ":day", "error"],
      ],
    );
    assert.match(all[4]?.message ?? "", /Did you mean “:day”\?/);
  });

  it("says of a front matter where it ends before its end, and that a second one is none", () => {
    const cells = [
      { language: "between-front", value: "title: x\n---\ntimezone: UTC\n" },
      { language: "sql", value: "select :nope" },
      { language: "between-front", value: "title: y\nlang: ko" },
    ];
    const all = found(...cells);
    assert.deepEqual(
      all.map((each) => [each.code, each.cell, each.start.line, under(each, cells), each.severity]),
      [
        ["notebook.undeclared-parameter", 1, 0, ":nope", "error"],
        ["language.front-ends", 0, 1, "---", "error"],
        ["language.second-front", 2, 0, "title: y", "error"],
      ],
    );
    assert.match(all[1]?.message ?? "", /Markdown cell/);
    assert.match(all[2]?.message ?? "", /cell 1/);
  });

  it("is nothing for a sound notebook, and does not repeat what only a terminal must say", () => {
    assert.deepEqual(
      found(
        { language: "sql", value: "select 1" },
        { language: "vega-lite", value: "{}" },
        { language: "python", value: "1" },
      ),
      [],
    );
  });

  it("lies on the first line of a cell when it is about what the editor does not show", () => {
    const [only] = found({ language: "sqll", value: "select 1" });
    assert.deepEqual(
      [only?.code, only?.start, only?.end],
      ["notebook.unknown-language-nearest", { line: 0, column: 0 }, { line: 0, column: 8 }],
    );
  });
});

describe("what the engine found wrong", () => {
  const at = (line: number, column: number) => ({ line, column });

  it("counts from behind the option lines and underlines the name", () => {
    const notebook = {
      ...know,
      cells: know.cells.with(2, { language: "sql", value: "--| name: daily\nselect l.usr, 1\nfrom logs l" }),
    };
    const [only] = analysisFindings(notebook, [
      { cell: 2, error: { code: "engine.column-not-found", args: { name: "l.usr" }, at: at(1, 8) } },
    ]);
    assert.deepEqual(
      [only?.start, only?.end],
      [
        { line: 1, column: 7 },
        { line: 1, column: 12 },
      ],
    );
    assert.equal(only?.fix?.text, "l.user");
  });

  it("offers the table or function that was meant, and the line of a source in the front matter", () => {
    const fixOf = (
      value: string,
      code: "engine.table-not-found" | "engine.function-not-found",
      name: string,
      column: number,
    ) =>
      analysisFindings({ ...know, cells: know.cells.with(3, { language: "sql", value }) }, [
        { cell: 3, error: { code, args: { name }, at: at(1, column) } },
      ])[0]?.fix?.text;
    assert.equal(fixOf("select * from dialy", "engine.table-not-found", "dialy", 15), "daily");
    assert.equal(fixOf("select cuont(1)", "engine.function-not-found", "cuont", 8), "count");
    const [source] = analysisFindings(know, [
      { source: "logs", error: { code: "engine.path-missing", args: { path: "./logs" } } },
    ]);
    assert.deepEqual([source?.cell, source?.start, source?.end], [0, { line: 4, column: 2 }, { line: 4, column: 6 }]);
  });

  it("is told with the engine's words where a sentence alone says too little, and lies in the text whatever place is told", () => {
    const [only] = analysisFindings(know, [
      { cell: 3, error: { code: "engine.failed", args: {}, at: at(99, 99), engineText: "no such thing" } },
    ]);
    assert.match(only?.message ?? "", /no such thing/);
    assert.equal(only?.start.line, 0);
    assert.deepEqual(analysisFindings(know, [{ cell: 77, error: { code: "engine.failed", args: {} } }]), []);
  });
});
