import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { hashCell, matchCells } from "./cell-hash.ts";
import type { CellKey } from "./cell-hash.ts";
import { parse } from "./parse.ts";

/** `name=hash` or `hash`. */
const keys = (cells: string): CellKey[] =>
  cells
    .split(" ")
    .filter(Boolean)
    .map((cell) => {
      const [name, hash] = cell.includes("=") ? cell.split("=") : [undefined, cell];
      return { hash: hash ?? "", ...(name !== undefined && { name }) };
    });

/** For each current cell the stored one, `~` in front when stale, `-` when there is none. */
const matched = (stored: string, current: string): string =>
  matchCells(keys(stored), keys(current))
    .map((match) => (match ? `${match.stale ? "~" : ""}${match.stored}` : "-"))
    .join(" ");

const table: [string, string, string, string][] = [
  ["the same cells", "a b c", "a b c", "0 1 2"],
  ["moved cells", "a b c", "c a b", "2 0 1"],
  ["a cell of changed code", "a b c", "a x c", "0 ~1 2"],
  ["the first and the last cell of changed code", "a b c", "x b y", "~0 1 ~2"],
  ["the only cell of changed code", "a", "x", "~0"],
  ["two neighbours of changed code", "a b c d", "a x y d", "0 ~1 ~2 3"],
  ["a new cell", "a b", "a x b", "0 - 1"],
  ["a new cell beside a changed one", "a b c", "a x y c", "0 - - 2"],
  ["a cell taken away", "a b c", "a c", "0 2"],
  ["cells that are alike", "a a b a", "a b a a", "0 2 1 3"],
  ["a named cell of changed code", "n=a b", "b n=x", "1 ~0"],
  ["a cell that was given a name", "a b", "n=a b", "0 1"],
  ["a cell of another name", "n=a b", "m=a b", "0 1"],
  ["another name and other code", "n=a b", "m=x b", "- 1"],
  ["a name that moved to another cell", "n=a b", "a n=b", "- ~0"],
  ["neighbours that changed places", "a b c", "c x a", "2 - 0"],
  ["nothing stored", "", "a", "-"],
  ["nothing left", "a", "", ""],
];

describe("matchCells", () => {
  for (const [what, stored, current, expected] of table) {
    it(`finds the results of ${what}`, () => assert.equal(matched(stored, current), expected));
  }
});

describe("hashCell", () => {
  const hashOf = async (text: string) => {
    const cell = parse(text).notebook.cells[0];
    assert.equal(cell?.kind, "code");
    return hashCell(cell.language, cell.code);
  };

  it("is SHA-256 of language and code", async () => {
    assert.equal(
      await hashCell("sql", "select '안녕'"),
      "a78b2b9255fea9adcab64ff0c6ad46417d832bdefc7ff0230a719bca149b53d1",
    );
  });

  it("does not see option lines, line ends, fences or white space at the ends", async () => {
    const plain = await hashOf("```{sql}\nselect 1\nfrom t\n```\n");
    assert.equal(await hashOf("````{sql}\r\n--| title: x\r\n\r\nselect 1\r\nfrom t\r\n \r\n````\r\n"), plain);
  });

  it("sees the language and white space inside", async () => {
    const hashes = await Promise.all([hashCell("sql", "1 2"), hashCell("python", "1 2"), hashCell("sql", "1  2")]);
    assert.equal(new Set(hashes).size, 3);
  });
});
