import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import { makeDesk, type Desk } from "../support/between.ts";

const notebook = (query: string) => `---
between: 1
title: Daily
params:
  day: {type: date, default: 2026-11-20}
sources:
  visits: {path: ./visits.csv, format: csv, schema: "user bigint, page string"}
---

\`\`\`{sql}
--| name: dau
--| save: {to: growth/dau, partition: [day]}
${query}
\`\`\`
`;

describe("results that were saved", function () {
  this.timeout(120_000);
  let desk: Desk;
  before(async () => {
    desk = await makeDesk();
    await desk.write("visits.csv", "user,page\n1,a\n2,b\n2,c\n");
  });
  after(() => desk.end());

  it("are listed, shown with their code and columns, and followed back", async () => {
    assert.match((await desk.run(["results", "list"])).stderr, /Nothing has been saved/);
    const file = await desk.write(
      "daily.between-nb",
      notebook("select :day as day, count(distinct user) as users from visits"),
    );
    for (const day of ["2026-11-20", "2026-11-21"]) {
      const { code, stderr } = await desk.run(["run", file, "--save", "--param", `day=${day}`]);
      assert.equal(code, 0, stderr);
    }
    const listed = await desk.run(["results", "list"]);
    assert.equal(listed.code, 0, listed.stderr);
    assert.match(listed.stdout, /growth\/dau\s+delta\s+1 /);
    const [line = ""] = (await desk.run(["results", "list", "growth", "--json"])).stdout.split("\n");
    const { to, inputs } = JSON.parse(line) as { to: string; inputs: string[] };
    assert.deepEqual([to, inputs], ["growth/dau", ["./visits.csv"]]);

    const shown = await desk.run(["results", "show", "growth/dau"]);
    assert.equal(shown.code, 0, shown.stderr);
    for (const part of [/writes: 2/, /day = 2026-11-21/, /\.\/visits\.csv/, /users\s+bigint/, /count\(distinct user\)/])
      assert.match(shown.stdout, part);

    const history = await desk.run(["results", "history", "growth/dau"]);
    assert.match(history.stdout, /date '2026-11-21'[^]*date '2026-11-20'/);
  });

  it("that are unknown name what is like them, and exit with 2", async () => {
    const { code, stderr } = await desk.run(["results", "show", "growth/dua"]);
    assert.equal(code, 2, stderr);
    assert.match(stderr, /Nothing was saved at growth\/dua, but at growth\/dau/);
  });
});
