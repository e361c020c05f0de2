import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import fc from "fast-check";
import { describe, it } from "mocha";
import { isBlank } from "../../notebook/lines.ts";
import { parse } from "../../notebook/parse.ts";
import { optionLines } from "./cell-text.ts";
import { FRONT_LANGUAGE } from "./document.ts";
import type { DocumentCell, DocumentData } from "./document.ts";
import { readDocument } from "./read-document.ts";
import { writeDocument } from "./write-document.ts";

const examples = new URL("../../examples/", import.meta.url);

/** Pieces that files are made of, odd ones more often than in life. */
const line = fc.constantFrom(
  "",
  "text",
  " ",
  "---",
  "title: x",
  "```",
  "````",
  "```{sql}",
  "````{python}",
  "```{foo}",
  "--| name: a",
  "\\--| name: a",
  "select 1",
  "<!-- cell -->",
  "<!-- cell {title: x} -->",
  "\\```{sql}",
  "\\<!-- cell -->",
  "# 제목",
);
/** Lines that an editor holds otherwise than the file does. */
const oddLine = fc.constantFrom(
  "a\rb",
  "\r\r",
  "\r ```",
  "\uFEFF",
  "\uFEFFtext",
  "\uFEFF\uFEFF---",
  "\uFEFF```{sql}",
  "--| name: a\rselect 1",
  "title: x\r---",
  "<!-- cell \r -->",
  "```{between-front}",
);
const fileLine = fc.oneof({ weight: 2, arbitrary: line }, oddLine);
const file = fc
  .tuple(
    fc.constantFrom("", "\uFEFF"),
    fc.array(fc.tuple(fileLine, fc.constantFrom("\n", "\n", "\r\n")), { maxLength: 24 }),
    fc.constantFrom("", "end"),
  )
  .map(([bom, lines, end]) => bom + lines.map(([text, eol]) => text + eol).join("") + end);

const value = fc.array(line, { maxLength: 5 }).map((lines) => lines.join("\n"));
const cell: fc.Arbitrary<DocumentCell> = fc.oneof(
  value.map((text) => ({ kind: "markdown" as const, language: "markdown", value: text })),
  fc.record({ kind: fc.constant("code" as const), language: fc.constantFrom("sql", "python", "foo"), value }),
);

describe("a notebook as a document", () => {
  it("gives back the bytes of any file that was not edited", () => {
    fc.assert(
      fc.property(file, (text) => {
        const document = readDocument(text);
        assert.equal(writeDocument(document).text, text);
        assert.equal(writeDocument(throughEditor(document)).text, text);
      }),
      { numRuns: 3000 },
    );
  });

  it("gives back the bytes when only the editor changed line ends and byte order marks", () => {
    for (const text of [
      "---\ntitle: x\ry\n---\n\n```{sql}\nselect 1\n```\n",
      "---\n\uFEFFtitle: x\n---\n\ntext\n",
      "one\rtwo\n\n```{sql}\nselect 1\r--two\n```\n",
      "```{sql}\n\uFEFFselect 1\n```\n\n\uFEFFtext\n",
    ]) {
      const document = throughEditor(readDocument(text));
      assert.equal(writeDocument(document).text, text);
      const cells = document.cells.map((each) => ({ ...each, value: `${each.value}!` }));
      const edited = readDocument(writeDocument({ ...document, cells }).text);
      assert.deepEqual(
        edited.cells.map((each) => each.value),
        cells.map((each) => each.value),
      );
    }
  });

  it("takes no fenced cell for front matter, whatever its language is called", () => {
    const text = "text\n\n```{between-front}\ntitle: x\n```\n";
    const document = readDocument(text);
    assert.deepEqual(
      document.cells.map(({ language, layout }) => [language, layout?.language]),
      [
        ["markdown", undefined],
        ["plaintext", "between-front"],
      ],
    );
    const cells = document.cells.map((each) => ({ ...each, value: each.value.replace("x", "y") }));
    assert.equal(writeDocument({ ...document, cells }).text, "teyt\n\n```{between-front}\ntitle: y\n```\n");
  });

  it("reads and writes long runs of carriage returns at once", () => {
    const run = "\r".repeat(200_000);
    for (const text of [
      `---\ntitle: ${run}x\n---\n\ntext\n`,
      `\`\`\`{sql}\nselect ${run}1\n\`\`\`\n`,
      `one${run}two\n`,
      `<!-- cell ${run} -->\n\ntext\n`,
      `\`\`\`{sql}\n${run}`,
    ])
      assert.ok(writeDocument(throughEditor(readDocument(text))).text === text);
  });

  it("needs no metadata for the examples but what they write in their own way", async () => {
    for (const name of (await readdir(examples)).filter((each) => each.endsWith(".between-nb"))) {
      const document = readDocument(await readFile(new URL(name, examples), "utf8"));
      assert.deepEqual(document.layout, {}, name);
      assert.ok(document.cells.filter(({ layout }) => layout?.raw !== undefined).length <= 1, name);
    }
  });

  it("keeps the bytes of all cells but the edited one", () => {
    fc.assert(
      fc.property(file, fc.nat(), fc.constantFrom("select 2", "x\n\ny", "제목"), (text, at, edited) => {
        const document = readDocument(text);
        const target = document.cells[at % Math.max(1, document.cells.length)];
        if (!target || target.language === FRONT_LANGUAGE) return;
        const cells = document.cells.map((each) => (each === target ? { ...each, value: edited } : each));
        const after = readDocument(writeDocument({ ...document, cells }).text);
        assert.deepEqual(
          after.cells.map((each) => each.value),
          cells.map((each) => each.value),
        );
        const { notebook: before } = parse(text);
        const ordinal = writeDocument(document).ordinals[document.cells.indexOf(target)];
        const { notebook: now } = parse(writeDocument({ ...document, cells }).text);
        before.cells.forEach((one, i) => {
          if (i !== ordinal) assert.equal(now.cells[i]?.raw?.trim(), one.raw?.trim());
        });
      }),
      { numRuns: 2000 },
    );
  });

  it("survives any order and any new cells: each cell of the document is one cell of the file, with its text", () => {
    fc.assert(
      fc.property(file, fc.array(cell, { maxLength: 4 }), fc.infiniteStream(fc.nat()), (text, added, order) => {
        const document = readDocument(text);
        const mixed = [...document.cells, ...added].map((each) => [order.next().value ?? 0, each] as const);
        const cells = mixed.toSorted(([a], [b]) => a - b).map(([, each]) => each);
        const { text: written, ordinals } = writeDocument({ ...document, cells });
        const read = readDocument(written);
        const values = (data: DocumentData) =>
          data.cells.filter(({ language }) => language !== FRONT_LANGUAGE).map((each) => [each.kind, each.value]);
        const trimmed = (data: DocumentData) =>
          values(data).map(([kind, each]) => [kind, kind === "markdown" ? trimBlank(each ?? "") : each]);
        assert.deepEqual(trimmed(read), trimmed({ ...document, cells }));
        assert.deepEqual(
          ordinals.filter((each) => each !== undefined),
          values(read).map((_, i) => i),
        );
      }),
      { numRuns: 2000 },
    );
  });

  it("counts the option lines that stand before a cell's code", () => {
    const sql = { language: "sql", value: "--| name: a\n--| chart:\n--|   type: bar\nselect 1" };
    assert.equal(optionLines(sql), 3);
    assert.equal(optionLines({ language: "sql", value: "select 1\n--| name: a" }), 0);
    assert.equal(optionLines({ language: "sql", value: "--| name: a" }), 1);
  });

  describe("a front matter that a file cannot hold as it is", () => {
    const cell = (language: string, value: string): DocumentCell => ({
      kind: language === "markdown" ? "markdown" : "code",
      language,
      value,
    });
    const shown = (text: string) => readDocument(text).cells.map(({ language, value }) => [language, value]);

    it("ends at a line of its own that says so, and what stands below comes back as a Markdown cell", () => {
      const cells = [
        cell("between-front", "title: x\n---\nparams:\n```{sql}\nselect 0\n---"),
        cell("markdown", "# Text"),
        cell("sql", "select 1"),
      ];
      const { text, ordinals } = writeDocument({ layout: {}, cells });
      assert.deepEqual(shown(text), [
        ["between-front", "title: x"],
        ["markdown", "params:\n```{sql}\nselect 0\n---"],
        ["markdown", "# Text"],
        ["sql", "select 1"],
      ]);
      assert.deepEqual(ordinals, [undefined, 1, 2], "cells are run by their place in the file");
    });

    it("leaves nothing behind where nothing stands below the line", () => {
      const { text, ordinals } = writeDocument({
        layout: {},
        cells: [cell("between-front", "title: x\n--- \n"), cell("sql", "select 1")],
      });
      assert.deepEqual(shown(text), [
        ["between-front", "title: x"],
        ["sql", "select 1"],
      ]);
      assert.deepEqual(ordinals, [undefined, 0]);
    });

    it("is the first of two, and the other one keeps its text", () => {
      const [front] = readDocument("---\ntitle: x\n\n---\n\n\n# Text\n").cells;
      assert.ok(front);
      const { text } = writeDocument({ layout: {}, cells: [front, cell("markdown", "# Text"), { ...front }] });
      assert.deepEqual(shown(text), [
        ["between-front", "title: x\n"],
        ["markdown", "# Text"],
        ["plaintext", "title: x\n"],
      ]);
    });
  });
});

/** What VS Code's text model makes of each cell's text. */
const throughEditor = (document: DocumentData): DocumentData => ({
  ...document,
  cells: document.cells.map((each) => ({
    ...each,
    value: each.value.replace(/^\uFEFF/, "").replaceAll(/\r\n|\r/g, "\n"),
  })),
});

/** Blank lines around Markdown do not belong to it. */
function trimBlank(text: string): string {
  const lines = text.split("\n");
  const first = lines.findIndex((each) => !isBlank(each));
  const last = lines.findLastIndex((each) => !isBlank(each));
  return first === -1 ? "" : lines.slice(first, last + 1).join("\n");
}
