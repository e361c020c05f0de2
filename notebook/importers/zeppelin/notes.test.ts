import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { codesOf, imported, testFile } from "../../../test/support/imported.ts";
import type { CellResults, Imported } from "../imported.ts";
import { parse } from "../../parse.ts";

/** What the paragraph of that number, from 1, showed. */
function shown({ results, report }: Imported, index: number): CellResults | undefined {
  return results?.cells.find(({ cell }) => report.paragraphs[index - 1]?.cells.includes(cell));
}
const outcomes = ({ report }: Imported) => report.paragraphs.map(({ outcome }) => outcome[0]).join("");

describe("a note as it is found in the wild", () => {
  const note = imported(testFile("sign-ups_2K7WQ9XTB.zpln"), "Asia/Seoul");

  it("has its text, code, titles, widths, charts, forms and time zone", () => {
    const { meta, cells } = parse(note.text).notebook;
    assert.deepEqual(
      cells.map((cell) => (cell.kind === "markdown" ? "markdown" : cell.language)),
      ["markdown", "scala", "sql", "sql", "sql", "markdown", "scala"],
    );
    assert.deepEqual(
      cells.slice(2, 5).map(({ options: { title, chart, width } }) => [title, chart?.type, width]),
      [
        ["Daily actives", "bar", 4],
        ["What they did", "area", 4],
        [undefined, undefined, 4],
      ],
    );
    assert.equal(meta.timezone, "Asia/Seoul");
    assert.deepEqual(
      meta.params.map(({ name, type, default: value }) => [name, type, value]),
      [
        ["least", "integer", "250"],
        ["platform", "choice", "android"],
        ["day", "date", "2026-03-01"],
        ["word", "text", "timeout"],
      ],
    );
    assert.match(note.text, /^---\n# Imported from Zeppelin, note 2K7WQ9XTB\.\nbetween: 1\n/);
    assert.equal(outcomes(note), "cccccacc");
    assert.deepEqual(codesOf(note, 8), ["import.empty"]);
  });

  it("has its results, with the times of its server", () => {
    const table = shown(note, 3);
    assert.deepEqual(table?.outputs[0]?.kind === "table" && [table.outputs[0].columns, table.outputs[0].rows[0]], [
      ["dt", "users"],
      ["2026-02-26", "880"],
    ]);
    assert.deepEqual(table && [table.state, table.ms], ["done", 60_500]);
    assert.equal(new Date(note.results?.finishedAt ?? 0).toISOString(), "2026-03-01T21:01:07.500Z");
    assert.equal(note.schedule, undefined);
  });
});

describe("the outputs of a note", () => {
  const note = imported(testFile("outputs_2M3RT8HJC.zpln"));

  it("are tables and text, in their order", () => {
    assert.deepEqual(
      shown(note, 3)?.outputs.map(({ kind }) => kind),
      ["table", "text"],
    );
    const [single] = shown(note, 15)?.outputs ?? [];
    assert.deepEqual(single?.kind === "table" && single.rows, [["1"], [""], ["3"]]);
  });

  it("that were cut say so", () => {
    const [table] = shown(note, 2)?.outputs ?? [];
    assert.deepEqual(table?.kind === "table" && [table.rows.length, table.more], [1000, true]);
    assert.deepEqual(codesOf(note, 2), ["import.sql", "import.results"]);
    const cut = imported({
      paragraphs: [
        {
          text: "%sql select 1",
          status: "FINISHED",
          results: { code: "SUCCESS", msg: [{ type: "TABLE", data: "a\tb\n1\t2\n3" }] },
        },
      ],
    });
    assert.deepEqual(shown(cut, 1)?.outputs, [{ kind: "table", columns: ["a", "b"], rows: [["1", "2"]], more: true }]);
  });

  it("that cannot be shown are left out, each kind with its number", () => {
    const kinds = note.report.paragraphs[4]?.remarks.filter(({ code }) => code === "import.result-kind");
    assert.deepEqual(
      kinds?.map(({ args }) => `${args["type"]} ${args["count"]}`),
      ["IMG 1", "HTML 2", "NETWORK 1", "SVG 1"],
    );
    assert.equal(shown(note, 5), undefined);
    assert.ok(codesOf(note, 14).includes("import.result-ragged"));
  });

  it("say how a paragraph ended", () => {
    assert.deepEqual(shown(note, 7), {
      ...shown(note, 7),
      state: "failed",
      outputs: [],
      error: "cannot resolve 'oops' given input columns: [ts, user]; line 1 pos 7",
    });
    assert.equal(shown(note, 8)?.state, "interrupted");
  });
});

describe("what has no equal", () => {
  const note = imported(testFile("outputs_2M3RT8HJC.zpln"));
  const { cells } = parse(note.text).notebook;

  it("is kept as code of its own language, and said", () => {
    const other = cells.flatMap((cell) =>
      cell.kind === "code" && !["sql", "python"].includes(cell.language) ? [cell.language] : [],
    );
    assert.deepEqual(other, ["spark-conf", "angular", "mysql", "sh", "python-sql", "elasticsearch-query"]);
    assert.ok(codesOf(note, 10).includes("import.other-language"));
    assert.match(note.text, /ls -l \$\{HOME\} \| head/);
  });

  it("is kept as text where the paragraph was disabled", () => {
    const last = cells.at(-1);
    assert.deepEqual(last?.kind === "markdown" && [last.text, last.options.title], [
      "```sql\nselect 1 as one line\n```",
      "Switched off",
    ]);
  });

  it("is named: settings behind the interpreter, z, interpolation, the note's own", () => {
    assert.deepEqual(codesOf(note, 13).slice(1, 4), ["import.limit", "import.save-as", "import.properties"]);
    assert.ok(codesOf(note, 4).includes("import.z-show"));
    assert.ok(codesOf(note, 14).includes("import.interpolate"));
    assert.deepEqual(codesOf(note, 0), ["import.angular-objects", "import.personalized", "import.report-look"]);
    const forms = imported(testFile("forms_2P6XZR5QE.zpln"));
    assert.deepEqual(codesOf(forms, 7).slice(1, 3), ["import.z-forms", "import.z-calls"]);
  });

  it("is reported for each paragraph of the note, and each remark says what became of it", () => {
    assert.deepEqual(
      note.report.paragraphs.map(({ index }) => index),
      Array.from({ length: 18 }, (_, i) => i + 1),
    );
    assert.equal(outcomes(note), "accaaaccaaaaaaccac");
  });
});

describe("a note of the old days", () => {
  const note = imported(testFile("2ABCDEFGH/note.json"));

  it("has its folders in its name, its forms without types, its result in the singular, its times in words", () => {
    assert.deepEqual(note.place, { folders: ["team", "old"], name: "Bank: the tutorial", id: "2ABCDEFGH" });
    const { meta } = parse(note.text).notebook;
    assert.deepEqual(
      meta.params.map(({ name, type, options }) => [name, type, options]),
      [
        ["maxAge", "integer", undefined],
        ["status", "choice", ["single", "married"]],
      ],
    );
    const [table] = shown(note, 2)?.outputs ?? [];
    assert.deepEqual(table?.kind === "table" && table.columns, ["age", "n"]);
    assert.equal(shown(note, 2)?.startedAt, Date.UTC(2015, 1, 10, 13, 53, 21));
    assert.match(note.schedule ?? "", /^cron: "\*\/15 \* \* \* \*"\n/);
  });

  it("with a comment before it and brackets behind it is read", () => {
    const licensed = imported(testFile("licensed.zpln"));
    assert.match(licensed.text, /kept/);
    assert.deepEqual(codesOf(licensed, 0), ["import.leading-comment", "import.trailing-text"]);
  });

  it("whose schedule cron cannot say has none, and says so", () => {
    const yearly = imported({ paragraphs: [{ text: "%md a" }], config: { cron: "0 0 0 1 1 ? 2030" } });
    assert.equal(yearly.schedule, undefined);
    assert.deepEqual(codesOf(yearly, 0), ["import.cron-year"]);
  });

  it("whose SQL has a colon before a name declares it, so that it can run", () => {
    const free = imported({ paragraphs: [{ text: "%sql select :x" }] });
    assert.deepEqual(parse(free.text).notebook.meta.params, [{ name: "x", type: "text" }]);
    assert.ok(codesOf(free, 1).includes("import.free-parameter"));
  });
});
