import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { parse } from "../../notebook/parse.ts";
import { dataTree, sqlName } from "./data-tree.ts";

const text = `---
between: 1
sources:
  logs: {path: ./logs/*.json, format: json}
---
\`\`\`{sql}
--| name: dau
select 1
\`\`\`

\`\`\`{sql}
select 2
\`\`\`
`;

describe("the Data view", () => {
  it("lists what the text names, with the columns that are known, whatever the case they are written in", () => {
    const columns = [{ name: "n", type: "int", nullable: false }];
    const tree = dataTree(parse(text).notebook, [{ name: "DAU", of: "cell", cell: 0, columns }], "en");
    assert.deepEqual(tree, [
      { name: "logs", of: "source", description: "json · ./logs/*.json" },
      { name: "dau", of: "cell", cell: 0, description: "cell 1 · 1 column", columns },
    ]);
  });

  it("writes names as SQL takes them", () => {
    assert.deepEqual(["logs", "로그", "a-b", "a`b"].map(sqlName), ["logs", "로그", "`a-b`", "`a``b`"]);
  });
});
