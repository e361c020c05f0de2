import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { basename, extname } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, it } from "mocha";
import { globSync } from "tinyglobby";
import { importing as english } from "../../protocol/wording/en/import.ts";
import { importing as korean } from "../../protocol/wording/ko/import.ts";
import { imported } from "../../test/support/imported.ts";
import { check } from "../check.ts";
import { parse } from "../parse.ts";
import { print } from "../print.ts";
import { importCodes } from "./import-codes.ts";
import { formatOfNotebook, importNotebook } from "./import-notebook.ts";

const folder = fileURLToPath(new URL("test-data", import.meta.url));

describe("importing a notebook", () => {
  const files = globSync("**/*.{zpln,json,ipynb}", { cwd: folder, absolute: true }).sort();
  const whole = files.filter((file) => !file.endsWith("truncated.zpln"));

  for (const file of whole) {
    const name = basename(file);
    it(`gives for ${name} a file without errors that reads back byte for byte, each time the same`, () => {
      const bytes = readFileSync(file);
      const { text, report } = imported(bytes);
      assert.deepEqual(
        check(text).filter(({ severity }) => severity === "error"),
        [],
      );
      const { notebook } = parse(text);
      assert.equal(print(notebook), text);
      assert.equal(imported(bytes).text, text);
      const cells = report.paragraphs.flatMap((paragraph) => paragraph.cells);
      assert.deepEqual(
        cells,
        notebook.cells.map((_, i) => i),
      );
      assert.equal(formatOfNotebook(bytes), extname(file) === ".ipynb" ? "jupyter" : "zeppelin");
    });
  }

  it("has looked at every kind of test data", () => assert.ok(whole.length >= 9, String(whole.length)));

  it("says what is wrong with what is no notebook, and never throws", () => {
    const codes = [
      "",
      "  \n",
      "{}",
      "[1, 2]",
      "null",
      '{"cells": []}',
      '{"paragraphs": ',
      "name: yaml",
      new Uint8Array([0xff, 0xfe, 0x7b]),
      readFileSync(`${folder}/truncated.zpln`),
    ].map((input) => {
      const found = importNotebook(input, { name: "x" });
      return "problem" in found ? found.problem.code : "imported";
    });
    assert.deepEqual(codes, [
      "import.empty-file",
      "import.empty-file",
      "import.unknown-format",
      "import.unknown-format",
      "import.unknown-format",
      "import.unknown-format",
      "import.not-json",
      "import.not-json",
      "import.not-utf8",
      "import.not-json",
    ]);
  });

  it("reads the answer of Zeppelin's REST API", () => {
    const note = { paragraphs: [{ text: "%md\nhello" }], name: "a/b" };
    assert.match(imported(JSON.stringify({ status: "OK", body: note })).text, /title: b\n[^]*hello/);
    assert.match(imported(JSON.stringify({ status: "OK", body: JSON.stringify(note) })).text, /hello/);
  });

  it("holds whatever a note or a notebook says: no exception, no error in the file, nothing lost on the way back", () => {
    const word = fc.oneof(
      fc.string({ unit: "grapheme", maxLength: 12 }),
      fc.constantFrom(
        "%md",
        "%sql ",
        "%spark(a=b)",
        "${x=1,2|3}",
        "'${checkbox:y=a,a|b}'",
        "```{sql}",
        "<!-- cell -->",
        "---",
      ),
      fc.constantFrom(
        "--| name: x",
        "\\--| a",
        ":p ",
        "${password:s=t}",
        "\t",
        "\r\n",
        "\ud800",
        "%%sql -o x\n",
        "`${z}`",
        "{{a}}",
      ),
      fc.constantFrom(
        "select ",
        " in (",
        ")",
        "constructor",
        "__proto__",
        "\u2028",
        "\u0000",
        "create temp view v as select ",
      ),
    );
    const text = fc.array(word, { maxLength: 8 }).map((words) => words.join(""));
    const anything = fc.oneof(fc.jsonValue({ maxDepth: 2 }), text, fc.boolean(), fc.double());
    const column = fc.record({
      name: text,
      index: fc.oneof(fc.nat(3), anything),
      aggr: fc.constantFrom("sum", "avg", "?", 1),
    });
    const graph = fc.record({
      mode: fc.constantFrom("multiBarChart", "pieChart", "lineChart", "scatterChart", "table", "constructor"),
      keys: fc.array(column, { maxLength: 2 }),
      groups: fc.array(column, { maxLength: 2 }),
      values: fc.array(column, { maxLength: 2 }),
      setting: fc.record({ scatterChart: fc.record({ xAxis: column, yAxis: column }) }),
    });
    const paragraph = fc.record(
      {
        text: fc.oneof(text, anything),
        title: text,
        status: fc.constantFrom("FINISHED", "ERROR", "ABORT", 3),
        errorMessage: anything,
        dateFinished: fc.oneof(fc.constant("2026-03-01 00:00:00.000"), text),
        config: fc.record({
          title: fc.boolean(),
          enabled: fc.constantFrom(true, false, "x"),
          colWidth: fc.oneof(fc.double(), anything),
          results: fc.oneof(fc.array(fc.record({ graph })), fc.record({ "0": fc.record({ graph }) }), anything),
        }),
        settings: fc.record({ params: fc.dictionary(text, anything), forms: anything }),
        results: fc.record({
          code: fc.constantFrom("SUCCESS", "ERROR"),
          msg: fc.array(fc.record({ type: fc.constantFrom("TABLE", "TEXT", "HTML", 1), data: text })),
        }),
      },
      { requiredKeys: [] },
    );
    const note = fc.record(
      {
        paragraphs: fc.array(fc.oneof(paragraph, anything), { maxLength: 4 }),
        name: text,
        config: anything,
        noteParams: anything,
      },
      { requiredKeys: ["paragraphs"] },
    );
    const cell = fc.record(
      {
        cell_type: fc.constantFrom("code", "markdown", "raw", "heading", 5),
        source: fc.oneof(text, fc.array(text), anything),
        metadata: fc.oneof(fc.record({ tags: fc.array(fc.constantFrom("parameters", "hide-input", "x")) }), anything),
        outputs: fc.oneof(
          fc.array(fc.record({ output_type: fc.constantFrom("stream", "error", "x"), data: anything })),
          anything,
        ),
        attachments: anything,
      },
      { requiredKeys: [] },
    );
    const ipynb = fc.record({
      nbformat: fc.constant(4),
      metadata: anything,
      cells: fc.array(fc.oneof(cell, anything)),
    });
    fc.assert(
      fc.property(fc.oneof(note, ipynb), (json) => {
        const { text: file } = imported(JSON.stringify(json));
        const { notebook, problems } = parse(file);
        assert.deepEqual(
          problems.filter(({ severity }) => severity === "error"),
          [],
        );
        assert.equal(print(notebook), file);
      }),
      { numRuns: 500 },
    );
  });

  it("reads a large notebook", () => {
    const output = {
      output_type: "display_data",
      metadata: {},
      data: { "image/png": "iVBORw0KGgo=", "text/plain": "<Figure>" },
    };
    const cells = Array.from({ length: 182 }, (_, i) =>
      i % 3 === 0
        ? { cell_type: "markdown", metadata: {}, source: `## Part ${i}` }
        : {
            cell_type: "code",
            metadata: {},
            source: [`x = ${i}\n`, "x"],
            outputs: i % 3 === 1 && i < 126 ? [output] : [],
          },
    );
    const { text, report } = imported(JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells }));
    assert.equal(parse(text).notebook.cells.length, 182);
    const dropped = report.paragraphs.filter(({ remarks }) =>
      remarks.some(({ code }) => code === "import.result-kind"),
    );
    assert.equal(dropped.length, 42);
  });
});

describe("the catalogues' sentences for imports", () => {
  for (const [language, catalogue] of Object.entries({ english, korean }))
    it(`stand in ${language} for every code`, () => {
      const said: Readonly<Record<string, string>> = catalogue;
      assert.deepEqual(
        importCodes.filter((code) => said[code] === undefined),
        [],
      );
    });
});
