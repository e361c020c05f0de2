import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { addSource, setCellOption, setMeta } from "./edit.ts";
import type { Edited } from "./edit.ts";
import type { Author } from "./inline-yaml.ts";
import { parse } from "./parse.ts";
import { print } from "./print.ts";

const textOf = (edited: Edited): string =>
  "text" in edited ? edited.text : edited.problems.map(({ code }) => code).join();

const metaTable: [string, string, string, Author | undefined, string][] = [
  [
    "sets a value and keeps its comment",
    "---\ntitle: a # why\nx: 1\n---\nText\n",
    "title",
    "b",
    "---\ntitle: b # why\nx: 1\n---\nText\n",
  ],
  [
    "adds a key above the closing line",
    "---\n# mine\nbetween: 1\n\n---\n",
    "title",
    "a: b",
    '---\n# mine\nbetween: 1\n\ntitle: "a: b"\n---\n',
  ],
  ["makes front matter where there is none", "# Text\n", "lang", "ko", "---\nbetween: 1\nlang: ko\n---\n# Text\n"],
  ["fills a key that has no value", "---\ntitle:\nx: 1\n---\n", "title", "a", "---\ntitle: a\nx: 1\n---\n"],
  ["fills front matter that has no key", "---\n---\n", "title", "a", "---\ntitle: a\n---\n"],
  ["sets a value in braces", "---\n{title: a, x: 1}\n---\n", "title", "b", "---\n{title: b, x: 1}\n---\n"],
  ["adds a key in braces", "---\n{title: a}\n---\n", "lang", "ko", "---\n{title: a, lang: ko}\n---\n"],
  [
    "puts a value of several lines on one",
    "---\ntitle: |\n  a\n  b\nx: 1\n---\n",
    "title",
    "c",
    "---\ntitle: c\nx: 1\n---\n",
  ],
  [
    "takes a key away with its lines",
    "---\na: 1\ntitle: >\n  x\n\n  y\nb: 2\n---\n",
    "title",
    undefined,
    "---\na: 1\nb: 2\n---\n",
  ],
  ["takes away what is not there", "text", "title", undefined, "text"],
  [
    "keeps CRLF and the byte order mark",
    "\uFEFF---\r\na: 1\r\n---\r\n",
    "title",
    "가",
    "\uFEFF---\r\na: 1\r\ntitle: 가\r\n---\r\n",
  ],
  ["keeps numbers of text apart from numbers", "---\ntitle: a\n---\n", "title", "2.10", '---\ntitle: "2.10"\n---\n'],
  ["keeps indented keys in line", "---\n  a: 1\n---\n", "title", "b", "---\n  a: 1\n  title: b\n---\n"],
  ["refuses broken YAML", "---\na: [\n---\n", "title", "b", "notebook.yaml"],
  ["refuses front matter without an end", "---\na: 1\n", "title", "b", "notebook.front-matter-unclosed"],
  ["refuses what is no map", "---\n- a\n---\n", "title", "b", "notebook.not-a-map"],
  ["refuses a key that stands there twice", "---\ntitle: a\ntitle: b\n---\n", "title", "c", "notebook.cannot-edit"],
  ["refuses a value that others refer to", "---\ntitle: &t a\nx: *t\n---\n", "title", "c", "notebook.cannot-edit"],
];

describe("setMeta", () => {
  for (const [what, text, key, value, expected] of metaTable) {
    it(what, () => assert.equal(textOf(setMeta(text, key, value)), expected));
  }
});

const logs = {
  name: "logs",
  from: { path: "./l/*.json.gz" },
  format: "json",
  schema: "a int, b string",
  onMalformed: "fail",
} as const;
const added = 'logs: {path: ./l/*.json.gz, format: json, schema: "a int, b string"}';

const sourceTable: [string, string, string][] = [
  [
    "makes sources where there are none",
    "---\nbetween: 1\n---\nText\n",
    `---\nbetween: 1\nsources:\n  ${added}\n---\nText\n`,
  ],
  ["makes front matter where there is none", "Text\n", `---\nbetween: 1\nsources:\n  ${added}\n---\nText\n`],
  ["fills empty sources", "---\nsources: # soon\nx: 1\n---\n", `---\nsources: # soon\n  ${added}\nx: 1\n---\n`],
  [
    "adds below the last source, as far in",
    "---\nsources:\n    # ours\n    a: {path: x.csv}  # old\n    b:\n      path: y.csv\n\n# end\nx: 1\n---\n",
    `---\nsources:\n    # ours\n    a: {path: x.csv}  # old\n    b:\n      path: y.csv\n    ${added}\n\n# end\nx: 1\n---\n`,
  ],
  [
    "adds to sources in braces",
    "---\nsources: {a: {path: x.csv}}\n---\n",
    `---\nsources: {a: {path: x.csv}, ${added}}\n---\n`,
  ],
  ["refuses a name that is there", "---\nsources: {logs: {path: x.csv}}\n---\n", "notebook.source-exists"],
  ["refuses sources that are none", "---\nsources: [a]\n---\n", "notebook.expected-map"],
];

describe("addSource", () => {
  for (const [what, text, expected] of sourceTable) {
    it(what, () => assert.equal(textOf(addSource(text, logs)), expected));
  }

  it("writes what reads back as the same source", () => {
    const spec = { name: "dau", from: { result: "growth/dau" }, format: "parquet", onMalformed: "keep" } as const;
    const text = textOf(addSource(textOf(addSource("", logs)), spec));
    const { notebook, problems } = parse(text);
    assert.deepEqual(problems, []);
    assert.deepEqual(notebook.meta.sources, [
      { ...logs, line: 4 },
      { ...spec, line: 5 },
    ]);
  });
});

const optionTable: [string, string, string, Author | undefined, string][] = [
  ["adds the first option", "```{sql}\nselect 1\n```\n", "name", "a", "```{sql}\n--| name: a\nselect 1\n```\n"],
  [
    "adds an option below the others",
    "```{python}\n#|name: a\n1\n```\n",
    "cache",
    true,
    "```{python}\n#|name: a\n#| cache: true\n1\n```\n",
  ],
  [
    "sets an option and keeps its comment",
    "```{sql}\n--| preview: 5 # few\n1\n```\n",
    "preview",
    9,
    "```{sql}\n--| preview: 9 # few\n1\n```\n",
  ],
  [
    "puts an option of several lines on one",
    "```{sql}\n--| chart:\n--|   type: bar\n--|   x: a\n--| name: n\n1\n```\n",
    "chart",
    { type: "line", x: "a", y: ["b", "c d"] },
    "```{sql}\n--| chart: {type: line, x: a, y: [b, c d]}\n--| name: n\n1\n```\n",
  ],
  [
    "takes an option away",
    "```{sql}\n--| name: a\n--| cache: true\n1\n```\n",
    "name",
    undefined,
    "```{sql}\n--| cache: true\n1\n```\n",
  ],
  [
    "adds above code that looks like an option",
    "```{sql}\n\\--| a\n```\n",
    "name",
    "b",
    "```{sql}\n--| name: b\n\\--| a\n```\n",
  ],
  ["adds to a cell that ends with the file", "```{sql}", "name", "a", "```{sql}\n--| name: a\n"],
  ["gives Markdown a separator", "Text\n", "width", 6, "<!-- cell {width: 6} -->\nText\n"],
  ["adds to an empty separator", "<!-- cell -->\nText\n", "width", 6, "<!-- cell {width: 6} -->\nText\n"],
  ["adds to a separator without spaces", "<!-- cell-->\nText\n", "width", 6, "<!-- cell {width: 6} -->\nText\n"],
  ["adds to options in braces", "<!-- cell {width: 6} -->\n", "title", "a", "<!-- cell {width: 6, title: a} -->\n"],
  [
    "puts options in braces",
    "<!-- cell width: 6 -->\n",
    "title",
    "a --> b",
    '<!-- cell {width: 6, title: "a --\\u003e b"} -->\n',
  ],
  [
    "takes one of several away",
    "<!-- cell {width: 6, title: a, dashboard: true} -->\n",
    "title",
    undefined,
    "<!-- cell {width: 6, dashboard: true} -->\n",
  ],
  ["takes the last one away", "<!-- cell {width: 6, title: a} -->\n", "title", undefined, "<!-- cell {width: 6} -->\n"],
  ["takes the only one away", "<!-- cell {width: 6} -->\n", "width", undefined, "<!-- cell {} -->\n"],
  ["keeps CRLF", "```{sql}\r\n1\r\n```\r\n", "name", "a", "```{sql}\r\n--| name: a\r\n1\r\n```\r\n"],
  ["refuses broken YAML", "```{sql}\n--| a: [\n1\n```\n", "name", "b", "notebook.yaml"],
];

describe("setCellOption", () => {
  for (const [what, text, key, value, expected] of optionTable) {
    it(what, () => assert.equal(textOf(setCellOption(text, 0, key, value)), expected));
  }

  it("knows only cells that are there", () => assert.throws(() => setCellOption("a\n", 1, "name", "b"), RangeError));
});

describe("every edit", () => {
  const head = fc.constantFrom(
    "",
    "---\n---\n",
    "---\nbetween: 1 # v\n\n# c\ntitle: >-\n  a\n  b\nunknown: {x: 1}\n---\n",
    "---\n{between: 1}\n---\n\n",
    "---\nsources:\n  a: {path: x.csv}\n  # last\n---\n",
    "---\ntitle: 'x\n---\n",
  );
  const part = fc.constantFrom(
    "# Text\n",
    "<!-- cell -->\n",
    "<!-- cell {width: 3} -->\nText\n",
    "<!-- cell title: a -->\n",
    "```{sql}\n--| name: a # n\n--| chart:\n--|   type: bar\n\nselect 1\n```\n",
    "```{sql}\n\\--| x\n```\n\n\n",
    "````{python}\n#| unknown: [1,\n#|   2]\n1\n````\n",
    "```{scala}\n1\n",
    "```{sql}\n--| broken: [\n```\n",
  );
  const value = fc.oneof(fc.string({ unit: "binary", maxLength: 8 }), fc.nat(), fc.boolean(), fc.constant(undefined));
  const file = fc
    .tuple(head, fc.array(part, { minLength: 1, maxLength: 5 }), fc.boolean())
    .map(([front, parts, windows]) =>
      windows ? (front + parts.join("")).replaceAll("\n", "\r\n") : front + parts.join(""),
    );

  it("touches no line but those of its key, and what it writes reads back", () => {
    fc.assert(
      fc.property(file, value, fc.constantFrom("title", "engine"), fc.nat(), (text, given, key, at) => {
        const before = parse(text).notebook;
        const cell = at % Math.max(1, before.cells.length);
        const edits: Edited[] = [setMeta(text, key, given)];
        if (before.cells.length > 0) edits.push(setCellOption(text, cell, "title", given));
        edits.push(addSource(text, logs));
        for (const edit of edits) {
          if (!("text" in edit)) continue;
          assert.equal(print(parse(edit.text).notebook), edit.text);
          const content = ({ cells }: typeof before) =>
            cells.map((each) => (each.kind === "code" ? each.code : each.text));
          assert.deepEqual(content(parse(edit.text).notebook), content(before));
          // One place of the file changes: all lines before and behind it are the author's own.
          const [old, now] = [text.split("\n"), edit.text.split("\n")];
          let same = 0;
          while (same < old.length && same < now.length && old[same] === now[same]) same++;
          let behind = 0;
          while (behind < Math.min(old.length, now.length) - same && old.at(-1 - behind) === now.at(-1 - behind))
            behind++;
          assert.ok(now.length - same - behind <= 5, `${JSON.stringify(text)} became ${JSON.stringify(edit.text)}`);
          assert.ok(old.length - same - behind <= 3, `${JSON.stringify(text)} became ${JSON.stringify(edit.text)}`);
        }
        const [meta, option] = edits;
        if (meta && "text" in meta && typeof given === "string" && given !== "") {
          const read = parse(meta.text).notebook.meta;
          assert.equal(key === "title" ? read.title : read.engine, given);
        }
        if (option && before.cells.length > 0 && "text" in option && typeof given === "string" && given !== "") {
          assert.equal(parse(option.text).notebook.cells[cell]?.options.title, given);
        }
      }),
      { numRuns: 1000 },
    );
  }).timeout(60_000);
});
