import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { hover } from "./hover.ts";
import { definition, namedAt, placesOf, rename } from "./names.ts";
import { signature } from "./signature.ts";
import { marked, testNotebook } from "./test-notebook.ts";

const know = testNotebook();
const at = (cell: number, text: string): [typeof know, number, number] => {
  const found = marked(know, cell, text);
  return [found.know, found.cell, found.offset];
};
const textAt = (place: { cell: number; start: number; end: number } | undefined) =>
  place && `${place.cell}: ${know.cells[place.cell]?.value.slice(place.start, place.end)}`;
const said = (cell: number, text: string) => hover(...at(cell, text))?.markdown ?? "";

describe("hovering", () => {
  it("tells a table's columns with types and where it comes from", () => {
    assert.match(
      said(3, "select * from lo¦gs"),
      /Source `logs`: `json \.\/logs\/\*\.json`[^]*ts timestamp\nuser bigint/,
    );
    assert.match(said(3, "select * from ¦daily"), /Result of the cell `daily`[^]*n bigint/);
    assert.match(said(3, "with x as (select 1 as a) select * from x¦"), /`x`, defined in this query[^]*a int/);
    assert.match(said(3, "select l¦.ts from logs l"), /`l` = `logs`/);
  });

  it("tells a column's type and table, a function's signature, a parameter's value and an option's meaning", () => {
    assert.match(said(3, "select l.us¦er from logs l"), /user bigint[^]*Column of `l`/);
    assert.match(said(3, "select ts¦ from logs"), /ts timestamp[^]*Column of `logs`/);
    assert.match(
      said(3, "select date_tr¦unc('hour', ts) from logs"),
      /date_trunc\(unit, timestamp\): timestamp[^]*start of the year/,
    );
    assert.match(said(3, "select :d¦ay"), /Parameter `:day`, date[^]*Default: `yesterday`[^]*Which day/);
    assert.match(said(2, "--| ti¦meout: 10m\nselect 1"), /`timeout`: Stop the cell/);
    assert.match(said(2, "--| chart: {se¦ries: a}\nselect 1"), /colour/);
    assert.match(said(0, "sources:\n  logs: {pa¦th: ./x}"), /glob/);
    assert.match(said(1, "of {{da¦y}}"), /Parameter `:day`/);
  });

  it("shows text of the notebook as it is written: nothing in it is Markdown", () => {
    const image = "![x](https://example.com/x.png)";
    const front = JSON.stringify({
      params: { day: { type: "text", default: `\`${image}\``, label: image, description: `<b>*a*\n\n# ${image}` } },
    });
    const cells = know.cells.with(0, { language: "between-front", value: front });
    const columns = [{ name: `a\n\`\`\`\n${image}`, type: "int", nullable: true }];
    const values = { day: `\`\`\n\n${image}` };
    const odd: typeof know = { ...know, cells, values, tables: [{ name: "daily", of: "cell", columns }] };
    const shown = (text: string) => {
      const found = marked(odd, 3, text);
      return hover(found.know, found.cell, found.offset)?.markdown ?? "";
    };
    assert.equal(
      shown("select :d¦ay"),
      [
        "Parameter `:day`, text",
        `Value: \`\`\` \`\` ${image} \`\`\``,
        `Default: \`\` \`${image}\` \`\``,
        "\\!\\[x\\]\\(https://example.com/x.png\\)",
        "\\<b\\>\\*a\\* \\# \\!\\[x\\]\\(https://example.com/x.png\\)",
      ].join("\n\n"),
    );
    assert.equal(
      shown("select * from da¦ily"),
      `Result of the cell \`daily\`\n\n\`\`\`\`sql\na \`\`\` ${image} int\n\`\`\`\``,
    );
  });

  it("speaks Korean, and says nothing of what it does not know", () => {
    const korean = marked(testNotebook({ lang: "ko" }), 3, "select count¦(1)");
    assert.match(hover(korean.know, 3, korean.offset)?.markdown ?? "", /null이 아닌 행의 수/);
    for (const text of ["select 'log¦s'", "sel¦ect 1", "select x¦ from logs", "select -- log¦s"])
      assert.equal(said(3, text), "", text);
  });
});

describe("the signature of a call", () => {
  const shown = (text: string) => {
    const found = signature(...at(3, text));
    return found && `${found.call.name} ${found.parameter}`;
  };
  it("follows the commas, out of inner calls and in unclosed ones", () => {
    assert.equal(shown("select date_trunc(¦"), "date_trunc 0");
    assert.equal(shown("select date_trunc('hour', ¦ from logs"), "date_trunc 1");
    assert.equal(shown("select coalesce(date_trunc('a', ts), ¦)"), "coalesce 1");
    assert.equal(shown("select concat(a, b, c, ¦)"), "concat 1");
    assert.equal(shown("select (1 + ¦"), undefined);
    assert.equal(shown("select count(x) ¦"), undefined);
  });
});

describe("names over the notebook", () => {
  it("lead to where they are made", () => {
    assert.equal(textAt(definition(...at(3, "select * from da¦ily"))), "2: daily");
    assert.equal(textAt(definition(...at(3, "select * from LO¦GS"))), "0: logs");
    assert.equal(textAt(definition(...at(3, "select :d¦ay"))), "0: day");
    assert.equal(textAt(definition(...at(1, "{{dai¦ly.n}}"))), "2: daily");
    const own = definition(...at(3, "with x as (select 1) select * from x¦"));
    assert.deepEqual(own && [own.cell, own.start, own.end], [3, 5, 6]);
    assert.equal(definition(...at(3, "select nothing¦")), undefined);
  });

  it("are found everywhere, and not where an alias or a string looks the same", () => {
    const shown = placesOf(know, { is: "table", name: "daily" }).map((place) => `${place.cell} ${place.start}`);
    assert.deepEqual(shown, ["2 10", "1 15", "3 12", "3 25", "3 34", "4 19"]);
    const day = placesOf(know, { is: "parameter", name: "day" }).map(textAt);
    assert.deepEqual(day, ["0: day", "1: day", "2: day", "2: day"]);
    assert.equal(namedAt(...at(3, "select 'dai¦ly'")), undefined);
  });

  it("are changed everywhere at once, in backticks where SQL needs them", () => {
    const edits = rename(know, { is: "table", name: "daily" }, "하루");
    const changed = know.cells.map((cell, i) =>
      edits
        .filter((edit) => edit.cell === i)
        .sort((a, b) => b.start - a.start)
        .reduce((text, { start, end, text: to }) => text.slice(0, start) + to + text.slice(end), cell.value),
    );
    assert.equal(changed[1], "# Of {{day}}\n{{하루.n}} people");
    assert.match(changed[2] ?? "", /^--\| name: 하루\n/);
    assert.equal(changed[3], "select d.n, `하루`.n from `하루` d, `하루` where n > 1");
    assert.match(changed[4] ?? "", /"name": "하루"/);
    assert.throws(() => rename(know, { is: "table", name: "daily" }, "logs"), { code: "language.name-taken" });
    assert.throws(() => rename(know, { is: "parameter", name: "day" }, "하루"), { code: "language.name-not-allowed" });
  });
});
