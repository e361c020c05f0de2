import type { Knowledge } from "./knowledge.ts";

const field = (name: string, type: string) => ({ name, type, nullable: true });

/** A small notebook for the tests of this folder: front matter, text, and cells that read each other. */
export function testNotebook(more: Partial<Knowledge> = {}): Knowledge {
  return {
    lang: "en",
    cells: [
      {
        language: "between-front",
        value: [
          "between: 1",
          "params:",
          "  day: {type: date, default: yesterday, description: Which day}",
          "sources:",
          '  logs: {path: ./logs/*.json, schema: "ts timestamp, user bigint"}',
        ].join("\n"),
      },
      { language: "markdown", value: "# Of {{day}}\n{{daily.n}} people" },
      {
        language: "sql",
        value: "--| name: daily\n--| title: On {{day}}\nselect count(*) as n from logs where dt = :day",
      },
      { language: "sql", value: "select d.n, daily.n from daily d, daily where n > 1" },
      { language: "vega-lite", value: '{"data": {"name": "daily"}, "mark": "bar"}' },
      { language: "python", value: "#| name: py\nspark.table('daily')" },
    ],
    tables: [
      { name: "logs", of: "source", columns: [field("ts", "timestamp"), field("user", "bigint")] },
      { name: "daily", of: "cell", cell: 2, columns: [field("n", "bigint")], rows: 1 },
    ],
    results: [],
    values: {},
    engines: ["embedded", "prod"],
    ...more,
  };
}

/** The notebook with the text of one cell in place of another, and the place of the mark `¦` in it. */
export function marked(know: Knowledge, cell: number, text: string): { know: Knowledge; cell: number; offset: number } {
  const offset = text.lastIndexOf("¦");
  const value = text.slice(0, offset) + text.slice(offset + 1);
  const language = know.cells[cell]?.language ?? "sql";
  return { know: { ...know, cells: know.cells.with(cell, { language, value }) }, cell, offset };
}
