import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { parse } from "./parse.ts";
import { print } from "./print.ts";

/** Cells as `language:code` or `md:text`, each with the line it begins on. */
const cells = (text: string): string[] =>
  parse(text).notebook.cells.map((cell) =>
    cell.kind === "code" ? `${cell.line} ${cell.language}:${cell.code}` : `${cell.line} md:${cell.text}`,
  );

const table: [string, string, string[]][] = [
  ["nothing at all", "", []],
  ["blank lines only", "\n \n\t\n", []],
  ["a file without front matter", "# Hello\n", ["1 md:# Hello"]],
  ["front matter alone", "---\nbetween: 1\n---\n", []],
  ["text without a line end", "---\n---\nHello", ["3 md:Hello"]],
  ["blank lines around text", "\n\n  a\n\nb\n\n\n", ["3 md:  a\n\nb"]],
  ["a cell between text", "a\n```{sql}\nselect 1\n```\nb\n", ["1 md:a", "3 sql:select 1", "5 md:b"]],
  ["a cell without code", "```{sql}\n```\n", ["2 sql:"]],
  ["blank lines of code", "```{sql}\n\nselect 1\n\n```\n", ["2 sql:\nselect 1\n"]],
  ["code behind options", "```{sql}\n--| name: a\n--|\n--| cache: true\nselect 1\n```\n", ["5 sql:select 1"]],
  ["white space behind the fences", "```{sql} \t\nselect 1\n``` \n", ["2 sql:select 1"]],
  ["a Markdown fence", "```sql\nselect 1\n```\n", ["1 md:```sql\nselect 1\n```"]],
  ["an indented fence", "  ```{sql}\n", ["1 md:  ```{sql}"]],
  ["more behind the language", "```{sql} x\n", ["1 md:```{sql} x"]],
  ["a language in capitals", "```{SQL}\n", ["1 md:```{SQL}"]],
  [
    "a cell inside a Markdown fence",
    "````md\n```{sql}\nselect 1\n```\n````\n",
    ["1 md:````md", "3 sql:select 1", "5 md:````"],
  ],
  ["a longer fence around fences", "````{python}\n```{sql}\n```\n````\n", ["2 python:```{sql}\n```"]],
  ["a fence closed by a longer one", "```{sql}\n1\n`````\n", ["2 sql:1"]],
  ["a cell that the next ends", "```{sql}\n1\n```{sql}\n2\n```\n", ["2 sql:1", "4 sql:2"]],
  ["a cell that the end of the file ends", "```{sql}\n1", ["2 sql:1"]],
  ["two Markdown cells", "a\n<!-- cell -->\nb\n", ["1 md:a", "3 md:b"]],
  ["Markdown cells without text", "<!-- cell -->\n<!-- cell -->\n", ["2 md:", "3 md:"]],
  ["a comment that only begins alike", "<!-- cellar -->\n", ["1 md:<!-- cellar -->"]],
  ["an escaped fence", "\\```{sql}\n", ["1 md:```{sql}"]],
  ["a twice escaped fence", "\\\\```{sql}\n", ["1 md:\\```{sql}"]],
  ["an escaped separator", "\\<!-- cell -->\n", ["1 md:<!-- cell -->"]],
  ["a backslash that escapes nothing", "\\```sql\n", ["1 md:\\```sql"]],
  [
    "an escaped option",
    "```{sql}\n\\--| a\n\\--| b\nselect 1\n\\--| c\n```\n",
    ["2 sql:--| a\n--| b\nselect 1\n\\--| c"],
  ],
  ["an escaped option behind options", "```{python}\n#| name: a\n\\#| b\n```\n", ["3 python:#| b"]],
  ["another language's option sign", "```{sql}\n#| name: a\n```\n", ["2 sql:#| name: a"]],
  ["CRLF", "a\r\nb\r\n```{sql}\r\n1\r\n2\r\n```\r\n", ["1 md:a\nb", "4 sql:1\n2"]],
  ["mixed line ends", "a\r\nb\n```{sql}\n1\r\n2\n```\r\n", ["1 md:a\nb", "4 sql:1\n2"]],
  ["a byte order mark", "\uFEFF---\ntitle: x\n---\n안녕\n", ["4 md:안녕"]],
];

describe("parse", () => {
  for (const [what, text, expected] of table) {
    it(`reads ${what}`, () => {
      assert.deepEqual(cells(text), expected);
      assert.equal(print(parse(text).notebook), text);
    });
  }

  it("reads front matter and fills in the defaults", () => {
    const text = `---
between: 1
title: 2.10
timezone: asia/seoul
params:
  code: {type: text, default: 007}
  version: {type: choice, options: [2.10, 2.9, null], default: 2.10}
  day:
    type: date
    default: yesterday   # of the notebook's zone
sources:
  logs: {path: "./logs/*.json.gz", schema: "ts timestamp"}
  dau: {result: growth/dau}
---
`;
    assert.deepEqual(parse(text).notebook.meta, {
      between: 1,
      title: "2.10",
      timezone: "Asia/Seoul",
      requirements: [],
      params: [
        { name: "code", type: "text", default: "007" },
        { name: "version", type: "choice", options: ["2.10", "2.9", "null"], default: "2.10" },
        { name: "day", type: "date", default: "yesterday" },
      ],
      sources: [
        {
          name: "logs",
          from: { path: "./logs/*.json.gz" },
          format: "json",
          schema: "ts timestamp",
          onMalformed: "fail",
          line: 12,
        },
        { name: "dau", from: { result: "growth/dau" }, format: "delta", onMalformed: "fail", line: 13 },
      ],
    });
  });

  it("keeps what is right beside what is wrong", () => {
    const { notebook } = parse("---\ntitle: x\ntimezone: Mars\n---\n```{sql}\n--| name: a\n--| width: 99\n```\n");
    assert.equal(notebook.meta.title, "x");
    assert.equal(notebook.meta.timezone, "UTC");
    assert.equal(notebook.cells[0]?.options.name, "a");
    assert.equal(notebook.cells[0]?.options.width, undefined);
  });

  it("reads YAML that is nested beyond all reason without failing", () => {
    const text = `---\ntitle: ${"[".repeat(30_000)}\n---\n# Text\n`;
    const { notebook, problems } = parse(text);
    assert.equal(problems[0]?.code, "notebook.yaml");
    assert.equal(print(notebook), text);
  });
});
