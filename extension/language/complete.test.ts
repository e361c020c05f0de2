import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { complete } from "./complete.ts";
import { marked, testNotebook } from "./test-notebook.ts";

const plain = testNotebook();

/** What is offered at `¦` in a cell, the likeliest first. */
function offered(cell: number, text: string) {
  const { know, offset } = marked(plain, cell, text);
  const found = complete(know, cell, offset);
  const items = [...(found?.items ?? [])].sort((a, b) => a.rank - b.rank);
  return { range: found?.range, items, labels: items.map(({ label }) => label) };
}
const options = (text: string) => offered(2, text).labels;
const front = (text: string) => offered(0, text).labels;

describe("completion in option lines", () => {
  it("offers the keys as soon as the bar is typed, with what they are for", () => {
    const { items, range } = offered(2, "--|¦\nselect 1");
    assert.deepEqual(
      items.slice(0, 3).map(({ insert }) => insert),
      [" name: ", " title: ", " preview: "],
    );
    assert.deepEqual(range, { start: 3, end: 3 });
    assert.match(items[0]?.documentation?.() ?? "", /later cells select from it/);
    assert.equal(offered(2, "--| ¦\nselect 1").items[0]?.insert, "name: ");
    assert.equal(offered(5, "#|¦\n1").items[0]?.insert, " name: ");
    assert.equal(offered(4, "//|¦\n{}").items[0]?.insert, " name: ");
  });

  it("leaves out the keys that the cell has, also below", () => {
    const labels = options("--| name: a\n--| ¦\n--| cache: true\nselect 1");
    assert.ok(labels.includes("title") && !labels.includes("name") && !labels.includes("cache"));
  });

  it("offers values: kinds of charts, durations, booleans, what to hide", () => {
    assert.deepEqual(options("--| chart: {type: ¦"), ["bar", "line", "area", "scatter", "pie"]);
    assert.deepEqual(options("--| chart: {x: n, type: l¦}\nselect 1"), ["bar", "line", "area", "scatter", "pie"]);
    assert.deepEqual(options("--| cache: ¦\nselect 1"), ["true", "false"]);
    assert.deepEqual(options("--| hide: ¦\nselect 1"), ["code", "output"]);
    assert.deepEqual(options("--| hide: [code, ¦]\nselect 1"), ["code", "output"]);
    assert.ok(options("--| timeout: ¦\nselect 1").includes("10m"));
    assert.deepEqual(options("--| save: {format: ¦}\nselect 1"), ["delta", "parquet"]);
    assert.deepEqual(options("--| expect: [{column: n, level: ¦}]\nselect 1"), ["error", "warn"]);
  });

  it("offers keys and values of nested maps in both styles of YAML", () => {
    assert.deepEqual(options("--| chart: {¦}\nselect 1"), ["type", "x", "y", "series", "title"]);
    assert.deepEqual(options("--| chart: {type: bar, ¦\nselect 1"), ["x", "y", "series", "title"]);
    assert.deepEqual(options("--| chart: {¦, x: a}\nselect 1"), ["type", "y", "series", "title"]);
    assert.deepEqual(options("--| chart:\n--|   type: bar\n--|   ¦\nselect 1"), ["x", "y", "series", "title"]);
    assert.deepEqual(options("--| chart:\n--|   type: ¦\nselect 1"), ["bar", "line", "area", "scatter", "pie"]);
    assert.deepEqual(options("--| expect:\n--|   - ¦\nselect 1").slice(0, 2), ["rows", "column"]);
    assert.deepEqual(options("--| expect:\n--|   - column: n\n--|     ¦\nselect 1").slice(0, 2), ["rows", "unique"]);
    assert.deepEqual(options("--| expect:\n--| - column: n\n--|   level: ¦\nselect 1"), ["error", "warn"]);
    assert.equal(offered(2, "--| chart: ¦\nselect 1").items[0]?.snippet, true);
    assert.equal(options("--| expect: [¦]\nselect 1").length, 2);
    assert.deepEqual(options("--| expect: [{rows: {¦}}]\nselect 1"), ["min", "max"]);
  });

  it("offers the columns of the cell's own result where columns are meant", () => {
    const shown = {
      ...plain,
      results: [undefined, undefined, { columns: [{ name: "new users", type: "bigint", nullable: true }] }],
    };
    const { know, offset } = marked(shown, 2, "--| chart: {type: bar, x: ¦}\nselect 1 as a");
    assert.deepEqual(
      complete(know, 2, offset)?.items.map(({ label, detail }) => [label, detail]),
      [["new users", "bigint"]],
    );
    assert.deepEqual(options("--| chart: {x: ¦}\nselect ts as at, count(*) as n from logs"), ["at", "n"]);
    assert.deepEqual(options("--| chart: {y: [n, ¦]}\nselect 1 as one, 2 as n"), ["one", "n"]);
    assert.deepEqual(options("--| save: {partition: ¦}\nselect 1 as day"), ["day"]);
    assert.deepEqual(options("--| expect: [{column: ¦}]\nselect 1 as day"), ["day"]);
  });

  it("offers values in titles, and nothing in the code of other languages", () => {
    assert.deepEqual(options("--| title: Of {{¦\nselect 1"), ["day", "daily.n"]);
    assert.deepEqual(offered(5, "#| name: x\nimport ¦").labels, []);
    assert.deepEqual(options("select 1\n--| ¦"), []);
  });
});

describe("completion in front matter", () => {
  it("offers its keys, types, formats, engines and time zones", () => {
    assert.deepEqual(front("¦").slice(0, 3), ["between", "title", "id"]);
    assert.ok(front("timezone: A¦").includes("Asia/Seoul"));
    assert.deepEqual(front("engine: ¦"), ["embedded", "prod"]);
    assert.deepEqual(front("lang: ¦"), ["en", "ko"]);
    assert.ok(front("params:\n  day: {type: ¦}").includes("timestamp"));
    assert.deepEqual(front("params:\n  day:\n    type: date\n    ¦").slice(0, 2), ["default", "label"]);
    assert.ok(front("params:\n  day: {type: date, default: ¦}").includes("today-7d"));
    assert.deepEqual(front("sources:\n  logs: {path: ./x, format: ¦}"), ["json", "csv", "text", "parquet", "delta"]);
    assert.deepEqual(front("sources:\n  logs:\n    on-malformed: ¦"), ["fail", "skip", "keep"]);
    assert.ok(front("sources:\n  ¦")[0]?.startsWith("logs: {path"));
    assert.ok(!front("title: x\n¦").includes("title"));
  });
});

describe("completion in Markdown", () => {
  it("offers parameters and the columns of results of one row behind two braces", () => {
    const { items, range } = offered(1, "Of {{¦");
    assert.deepEqual(
      items.map(({ insert }) => insert),
      ["day}}", "daily.n}}"],
    );
    assert.deepEqual(range, { start: 5, end: 5 });
    assert.deepEqual(offered(1, "Of {{da¦}} and on").range, { start: 5, end: 9 });
    assert.deepEqual(offered(1, "Of {{day}} ¦").labels, []);
    const many = { ...plain, tables: plain.tables.map((table) => ({ ...table, rows: 2 })) };
    const { know, offset } = marked(many, 1, "{{¦");
    assert.deepEqual(
      complete(know, 1, offset)?.items.map(({ label }) => label),
      ["day"],
    );
  });
});

describe("completion anywhere", () => {
  it("never throws, and offers ranges of one line that hold the place", () => {
    const bits = fc.constantFrom(
      ..."--| |--|  |#| |\n|chart: |{|}|[|]|, |type: |x: |\"|'|{{|}}|- |expect:|  |select |from |params:\n  |sources:\n  |: |day|한"
        .split("|")
        .concat("|"),
    );
    fc.assert(
      fc.property(fc.constantFrom(0, 1, 2, 5), fc.array(bits, { maxLength: 30 }), fc.nat(200), (cell, parts, at) => {
        const value = parts.join("");
        const language = plain.cells[cell]?.language ?? "";
        const offset = Math.min(at, value.length);
        const found = complete({ ...plain, cells: plain.cells.with(cell, { language, value }) }, cell, offset);
        if (!found) return;
        const { start, end } = found.range;
        assert.ok(
          0 <= start && start <= offset && offset <= end && end <= value.length,
          JSON.stringify({ value, offset, start, end }),
        );
        assert.ok(!value.slice(start, end).includes("\n"), JSON.stringify({ value, offset, start, end }));
      }),
      { numRuns: 1500 },
    );
  });
});
