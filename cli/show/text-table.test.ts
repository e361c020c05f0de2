import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { paint } from "./paint.ts";
import { fitWidths, textTable, type TextColumn } from "./text-table.ts";
import { widthOf } from "./text-width.ts";

const plain = paint(false);
const table = (columns: TextColumn[], rows: (string | null)[][], width = 80) =>
  textTable(columns, rows, { width, paint: plain });

describe("textTable", () => {
  it("aligns names, types and values, Hangul by its real width", () => {
    const { lines, hidden } = table(
      [
        { name: "나라", type: "string", align: "left" },
        { name: "n", type: "bigint", align: "right" },
      ],
      [
        ["한국", "9223372036854775807"],
        ["japan", "-1"],
        [null, "0"],
      ],
    );
    assert.deepEqual(lines, [
      "나라                      n",
      "string               bigint",
      "──────  ───────────────────",
      "한국    9223372036854775807",
      "japan                    -1",
      "null                      0",
    ]);
    assert.deepEqual(hidden, []);
  });

  it("cuts long values first and marks it", () => {
    const { lines } = table(
      [
        { name: "id", align: "right" },
        { name: "url", align: "left" },
      ],
      [["1", "/a/very/long/path/that/does/not/fit"]],
      24,
    );
    assert.deepEqual(lines.slice(2), [" 1  /a/very/long/path/t…"]);
    for (const line of lines) assert.ok(widthOf(line) <= 24);
  });

  it("keeps the name of a file where a path is cut, and all of it where there is no end of room", () => {
    const path = `/${"folder/".repeat(50)}daily.between-nb`;
    const notebook = { name: "notebook", align: "left", cutFrom: "middle" } as const;
    assert.match(table([notebook], [[path]], 40).lines[2] ?? "", /^\/folder\/.*…\/daily\.between-nb$/);
    const { lines, hidden } = table([{ ...notebook, whole: true }, notebook], [[path, "a"]], Infinity);
    assert.equal(lines[2], `${path}  a`);
    assert.deepEqual(hidden, []);
  });

  it("never cuts a number, whatever the others need", () => {
    const big = "9223372036854775807";
    const columns = ["a", "b", "a name that is longer than any of its values"].map((name): TextColumn => ({
      name,
      align: "right",
      whole: true,
    }));
    const text: TextColumn = { name: "text", align: "left" };
    const { lines, hidden } = table([...columns, text], [[big, big, big, "x".repeat(50)]], 80);
    assert.deepEqual(hidden, []);
    assert.match(lines.at(-1) ?? "", new RegExp(`^${big} +${big} +${big}  x+…$`));
    for (const line of lines) assert.ok(widthOf(line) <= 80, line);
    assert.deepEqual(table([...columns, text], [[big, big, big, "x"]], 40).hidden, [columns[2]?.name, "text"]);
    assert.match(table(columns, [[big, big, big]], 10).lines.at(-1) ?? "", new RegExp(`^${big}$`));
  });

  it("shows control characters in names and types instead of obeying them", () => {
    const { lines } = table([{ name: "n\u001b[31m", type: "struct<\u001b[2J:int>", align: "left" }], []);
    assert.doesNotMatch(lines.join("\n"), /\u001b/);
  });

  it("leaves out columns that have no room and names them", () => {
    const columns = Array.from({ length: 2000 }, (_, i): TextColumn => ({ name: `c${i}`, align: "right" }));
    const { lines, hidden } = table(columns, [columns.map(() => "1234567890")], 80);
    for (const line of lines) assert.ok(widthOf(line) <= 80, line);
    assert.equal(hidden.length + (lines[0]?.split(/\s+/).filter(Boolean).length ?? 0), 2000);
    assert.equal(hidden.at(-1), "c1999");
  });

  it("shows line ends and escape sequences in values instead of obeying them", () => {
    const { lines } = table([{ name: "agent\n", align: "left" }], [["a\nb\u001b[2J"]]);
    assert.deepEqual(lines, ["agent\\n", "───────────", "a\\nb\\x1b[2J"]);
  });

  it("takes a value of megabytes", () => {
    const { lines } = table([{ name: "text", align: "left" }], [["x".repeat(5_000_000)]]);
    assert.equal(lines.at(-1)?.length, 60);
  });

  it("shows the names of a table without rows", () => {
    assert.deepEqual(table([{ name: "n", type: "int", align: "right" }], []).lines, ["  n", "int", "───"]);
  });
});

describe("fitWidths", () => {
  it("never cuts what is to be copied", () => {
    assert.deepEqual(fitWidths([24, 30, 30], 60, [24, 0, 0]), [24, 16, 16]);
    assert.deepEqual(fitWidths([24, 30], 20, [24, 0]), [24]);
  });

  for (const [natural, width, result] of [
    [[3, 4], 80, [3, 4]],
    [[100, 100], 80, [39, 39]],
    [[3, 100], 20, [3, 15]],
    [[10, 10, 10], 20, [9, 9]],
    [[50], 5, [5]],
    [[], 80, []],
  ] as const) {
    it(`${JSON.stringify(natural)} in ${width} is ${JSON.stringify(result)}`, () =>
      assert.deepEqual(fitWidths(natural, width), result));
  }
});
