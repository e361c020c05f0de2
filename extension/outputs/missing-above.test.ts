import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { readOutline } from "../runs/outline.ts";
import { missingAbove } from "./missing-above.ts";

describe("what cells above make, and the session has lost", () => {
  const sql = (name: string, query: string) => `\`\`\`{sql}\n--| name: ${name}\n${query}\n\`\`\`\n`;
  const cells = [
    sql("Base", "select 1 as n"),
    sql("other", "select 2 as n"),
    sql("daily", "select * from base"),
    sql("top", "select * from daily"),
    sql("later", "select 3 as n"),
  ];
  const outline = readOutline(cells.join("\n"), [0, 1, 2, 3, 4]);
  const notFound = (name: string) => ({ code: "engine.table-not-found", args: { name } }) as const;

  it("is the name, and all the cells that it takes to make it", () => {
    assert.deepEqual(missingAbove(outline, 3, notFound("DAILY")), { name: "daily", cells: [0, 2] });
    assert.deepEqual(missingAbove(outline, 2, notFound("base")), { name: "Base", cells: [0] });
  });

  it("is nothing for names that no cell above makes, and for other errors", () => {
    assert.equal(missingAbove(outline, 3, notFound("later")), undefined);
    assert.equal(missingAbove(outline, 3, notFound("nowhere")), undefined);
    assert.equal(missingAbove(outline, 3, { code: "engine.column-not-found", args: { name: "daily" } }), undefined);
    assert.equal(missingAbove(outline, 3, undefined), undefined);
  });
});
