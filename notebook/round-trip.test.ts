import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { codeCell, makeNotebook, markdownCell } from "./make.ts";
import type { NewMeta } from "./make.ts";
import type { Cell, CellOptions, Expectation, Notebook, SaveSpec } from "./notebook.ts";
import { parse } from "./parse.ts";
import { print } from "./print.ts";

const runs = { numRuns: 1000 };

/** Lines that the format gives a meaning to, and lines that nearly have one. */
const line = fc.oneof(
  fc.constantFrom(
    "",
    "  ",
    "---",
    "```",
    "````",
    "```sql",
    "```{sql}",
    "````{python}",
    "```{SQL}",
    " ```{sql}",
    "\\```{sql}",
    "\\\\```{sql}",
    "<!-- cell -->",
    "<!-- cell {name: 이름, width: 3} -->",
    "<!-- cell name: x -->",
    "<!-- cellar -->",
    "\\<!-- cell -->",
    "--| name: a",
    "--|",
    "\\--| name: a",
    "#| cache: true",
    "//| preview: 5",
    "--| chart: {type: bar, x: [",
    "title: '",
    "between: 1",
    "params: {day: {type: date}}",
    "select 'a' -- 안녕 👋",
    "\r",
    "\u2028",
    "\uFEFF",
  ),
  fc.string({ unit: "binary", maxLength: 12 }),
);
const code = fc.array(line, { maxLength: 6 }).map((lines) => lines.join("\n"));
const lineEnd = fc.constantFrom("\n", "\n", "\r\n", "\r\r\n", "\r");
const anyText = fc
  .tuple(
    fc.constantFrom("", "\uFEFF"),
    fc.constantFrom("", "---\n"),
    fc.array(fc.tuple(line, lineEnd), { maxLength: 30 }),
  )
  .map(([bom, front, lines]) => bom + front + lines.flat().join(""));

const text = fc.string({ unit: "binary", minLength: 1, maxLength: 20 });
const name = fc.constantFrom("dau", "_x1", "가입", "Étape");
const record = <T>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }) => fc.record(model, { noNullPrototype: true });

const save: fc.Arbitrary<SaveSpec> = fc
  .record({
    to: text,
    partition: fc.array(text, { maxLength: 2 }),
    append: fc.boolean(),
    all: fc.boolean(),
    parquet: fc.boolean(),
  })
  .filter(({ to }) => to.trim() !== "")
  .map(({ to, partition, append, all, parquet }) => {
    if (parquet) return { to, partition, format: "parquet", mode: "replace-all" };
    const replace = all || partition.length === 0 ? "replace-all" : "replace-partitions";
    return { to, partition, format: "delta", mode: append ? "append" : replace };
  });
const expectation: fc.Arbitrary<Expectation> = fc.oneof(
  record({ level: fc.constantFrom("error", "warn"), check: fc.constant("rows"), min: fc.nat() }),
  record({ level: fc.constantFrom("error", "warn"), check: fc.constant("rows"), max: fc.nat() }),
  record({
    level: fc.constantFrom("error", "warn"),
    check: fc.constant("column"),
    column: text,
    unique: fc.boolean(),
    notNull: fc.constant(true),
    min: text,
  }),
);
const options: fc.Arbitrary<Partial<CellOptions>> = fc.record(
  {
    name,
    title: text,
    preview: fc.integer({ min: 1, max: 1_000_000 }),
    cache: fc.boolean(),
    chart: fc.oneof(
      record({ type: fc.constantFrom("bar", "line", "area", "scatter", "pie"), x: text, y: text, series: text }),
      record({ type: fc.constant("line"), x: text, y: fc.array(text, { minLength: 1, maxLength: 3 }) }),
    ),
    save,
    timeout: fc.integer({ min: 1, max: 100_000 }).map((seconds) => seconds * 1000),
    hide: fc.subarray(["code", "output"] as const),
    width: fc.integer({ min: 1, max: 12 }),
    dashboard: fc.boolean(),
    expect: fc.array(expectation, { maxLength: 3 }),
    allowFailure: fc.boolean(),
  },
  { requiredKeys: [], noNullPrototype: true },
);
const cell: fc.Arbitrary<Cell> = fc.oneof(
  fc.tuple(code, options).map(([written, given]) => markdownCell(written, given)),
  fc
    .tuple(fc.constantFrom("sql", "python", "scala", "vega-lite", "r"), code, options)
    .map(([language, written, given]) => codeCell(language, written, given)),
);
const meta: fc.Arbitrary<NewMeta> = fc.record(
  {
    title: text,
    id: fc.constantFrom("growth/signup-funnel", "가입"),
    timezone: fc.constantFrom("UTC", "Asia/Seoul", "America/New_York"),
    lang: fc.constantFrom("en", "ko"),
    engine: text,
    params: fc.constantFrom(
      [{ name: "day", type: "date", default: "today-7d" } as const],
      [
        { name: "a", type: "text", default: "007", label: "라벨", description: "x: y # z" } as const,
        { name: "b", type: "choice", options: ["2.10", "null", "-"], default: ["2.10"], multiple: true } as const,
      ],
    ),
    sources: fc.constantFrom([
      {
        name: "logs",
        from: { path: "./logs/dt=*/*.json.gz" },
        format: "json",
        schema: "a int, b string",
        onMalformed: "skip",
      } as const,
      { name: "saved", from: { result: "growth/dau" }, format: "delta", onMalformed: "fail" } as const,
    ]),
  },
  { requiredKeys: [], noNullPrototype: true },
);
const notebook: fc.Arbitrary<Notebook> = fc
  .tuple(
    meta,
    fc.uniqueArray(cell, { maxLength: 8, selector: nameKey }),
    fc.constantFrom("\n" as const, "\r\n" as const),
  )
  .map(([front, cells, eol]) => makeNotebook(front, cells, eol));

/** Cells without a name are all different; those with one may come once. */
let unnamed = 0;
function nameKey({ options: { name: given } }: Cell): string {
  return given === undefined ? `#${unnamed++}` : given.toLowerCase();
}

/** What a notebook means, without where things stand. */
const meaning = ({ meta: front, cells }: Notebook) => ({
  meta: { ...front, sources: front.sources.map(({ line: _, ...source }) => source) },
  cells: cells.map(({ raw: _, line: __, ...rest }) => rest),
});

describe("parse and print", function () {
  this.timeout(60_000);

  it("read back every notebook that a program made, without errors", () => {
    fc.assert(
      fc.property(notebook, (made) => {
        const read = parse(print(made));
        assert.deepEqual(meaning(read.notebook), meaning(made));
        assert.deepEqual(
          read.problems.filter(({ severity }) => severity === "error"),
          [],
        );
      }),
      runs,
    );
  });

  it("give back every text byte for byte", () => {
    fc.assert(
      fc.property(anyText, (written) => assert.equal(print(parse(written).notebook), written)),
      { numRuns: 3000 },
    );
  });

  it("give back a notebook's text with parts cut out or in", () => {
    const damage = fc.tuple(notebook, fc.nat(), fc.nat({ max: 40 }), line);
    fc.assert(
      fc.property(damage, ([made, at, length, put]) => {
        const whole = print(made);
        const from = at % (whole.length + 1);
        const damaged = whole.slice(0, from) + put + whole.slice(from + length);
        assert.equal(print(parse(damaged).notebook), damaged);
        assert.equal(print(parse(whole.slice(0, from)).notebook), whole.slice(0, from));
      }),
      runs,
    );
  });

  it("keep cells that are moved, taken out and put in apart, whatever their text", () => {
    const shuffled = fc.tuple(anyText, anyText, cell).chain(([a, b, made]) => {
      const cells = [...parse(a).notebook.cells, ...parse(b).notebook.cells, made];
      return fc.tuple(fc.constant(parse(a).notebook), fc.shuffledSubarray(cells));
    });
    fc.assert(
      fc.property(shuffled, ([from, cells]) => {
        const read = parse(print({ ...from, cells })).notebook;
        const content = (each: Cell) => (each.kind === "code" ? [each.language, each.code] : each.text);
        assert.deepEqual(read.cells.map(content), cells.map(content));
      }),
      runs,
    );
  });

  it("read a notebook with CRLF and a byte order mark as the one without", () => {
    fc.assert(
      fc.property(notebook, (made) => {
        const plain = print({
          ...made,
          source: { ...made.source, head: made.source.head.replaceAll("\r", ""), eol: "\n" },
        });
        const read = parse(`\uFEFF${plain.replaceAll("\n", "\r\n")}`).notebook;
        assert.deepEqual(meaning(read), meaning(parse(plain).notebook));
        assert.deepEqual([read.source.bom, read.source.eol], [true, "\r\n"]);
      }),
      runs,
    );
  });
});
