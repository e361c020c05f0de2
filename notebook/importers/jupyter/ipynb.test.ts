import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { codesOf, imported, testFile } from "../../../test/support/imported.ts";
import { parse } from "../../parse.ts";
import { readParameters } from "./parameters-cell.ts";
import { writtenIn } from "./magics.ts";

describe("a Jupyter notebook", () => {
  const found = imported(testFile("explore.ipynb"));
  const { meta, cells } = parse(found.text).notebook;

  it("has its text and code, each cell in the language that its magic says", () => {
    assert.deepEqual(
      cells.map((cell) => (cell.kind === "markdown" ? "markdown" : cell.language)),
      [
        "markdown",
        "python",
        "sql",
        "sql",
        "python",
        "python",
        "sh",
        "bash",
        "writefile",
        "python",
        "markdown",
        "markdown",
        "python",
        "python",
        "python",
      ],
    );
    const [, , daily] = cells;
    assert.deepEqual(daily?.kind === "code" && [daily.options.name, daily.code], [
      "daily",
      "select dt, count(*) as n from logs where dt = :day group by dt",
    ]);
  });

  it("never says a connection, in the notebook or in the report", () => {
    assert.ok(!JSON.stringify(found).includes("me:pw@host"));
    assert.ok(codesOf(found, 3).includes("import.sql-arguments"));
  });

  it("declares what its cell of parameters assigns", () => {
    assert.deepEqual(
      meta.params.map(({ name, type, default: value }) => `${name} ${type} ${String(value)}`),
      ["day date 2026-03-01", "limit integer 10", "share number 0.5", "verbose boolean true", "name text ann"],
    );
    assert.deepEqual(codesOf(found, 2).slice(1), ["import.parameters-cell", "import.parameters-rest"]);
  });

  it("has its printed text and its errors as results, and says what is left out", () => {
    const results = found.results?.cells ?? [];
    assert.deepEqual(
      results.map(({ cell, state, outputs }) => [cell, state, outputs.length]),
      [
        [2, "done", 1],
        [4, "done", 2],
        [9, "failed", 0],
      ],
    );
    assert.match(results[2]?.error ?? "", /division by zero/);
    assert.deepEqual(
      found.report.paragraphs[5]?.remarks
        .filter(({ code }) => code === "import.result-kind")
        .map(({ args }) => args["type"]),
      ["image/png", "application/vnd.vegalite.v5+json"],
    );
    assert.deepEqual(codesOf(found, 1), ["import.markdown", "import.attachments"]);
    assert.deepEqual(codesOf(found, 0), ["import.widgets"]);
  });

  it("keeps what tags hide and allow", () => {
    assert.deepEqual(cells[5]?.options.hide, ["code"]);
    assert.equal(cells[9]?.options.allowFailure, true);
    assert.ok(codesOf(found, 6).includes("import.tags"));
  });

  it("of format 3 is read, behind a comment too", () => {
    const old = imported(testFile("old-format.ipynb"));
    const [heading, code] = parse(old.text).notebook.cells;
    assert.equal(heading?.kind === "markdown" && heading.text, "## Old times");
    assert.equal(code?.kind === "code" && code.code, "print 1");
    assert.deepEqual(old.results?.cells[0]?.outputs, [{ kind: "text", stream: "stdout", text: "1\n" }]);
    assert.equal(old.results?.cells[0]?.error, "E: v");
  });

  it("that Zeppelin has exported says its languages as Zeppelin does", () => {
    const cell = (source: string) => ({ cell_type: "code", metadata: {}, source, outputs: [] });
    const metadata = { kernelspec: { name: "spark2-scala", language: "scala" } };
    const { text } = imported({ nbformat: 4, metadata, cells: [cell("%spark.sql\nselect 1"), cell("val x = 1")] });
    assert.match(text, /```\{sql\}\nselect 1\n```\n\n```\{scala\}\nval x = 1\n```/);
  });
});

describe("the magics of a cell", () => {
  const written = (source: string, kernel = "python") => {
    const { language, code, name } = writtenIn(source, kernel);
    return [language, code, name];
  };
  it("say its language and its result's name", () => {
    assert.deepEqual(written("%%sql daily <<\nselect 1"), ["sql", "select 1", "daily"]);
    assert.deepEqual(written("%%time\n%%sql\nselect 1"), ["sql", "select 1", undefined]);
    assert.deepEqual(written("# once\n%sql select 1"), ["sql", "select 1", undefined]);
    assert.deepEqual(written("%sql postgresql://me:pw@host"), ["python", "%sql postgresql://me:pw@host", undefined]);
    assert.deepEqual(written("%%local\nx"), ["local", "x", undefined]);
    assert.deepEqual(written("select 1", "sql"), ["sql", "select 1", undefined]);
  });
});

describe("a cell of parameters", () => {
  it("declares plain assignments, and counts the others", () => {
    const { params, rest } = readParameters(
      "a = 1_000\nb: float = -2.5 # x\nc = 'it'\nd = None\n# note\nif a:\n  e = 1\nf = 1e999",
    );
    assert.deepEqual(
      params.map(({ name, type, default: value }) => [name, type, value]),
      [
        ["a", "integer", "1000"],
        ["b", "number", "-2.5"],
        ["c", "text", "it"],
      ],
    );
    assert.equal(rest.length, 4);
  });
});
