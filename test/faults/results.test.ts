import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import { makeDesk, type Desk } from "../support/between.ts";

const notebook = (meta: string, ...cells: string[]) =>
  `---\nbetween: 1\ntitle: Test\n${meta}---\n${cells.map((cell) => `\`\`\`{sql}\n${cell}\n\`\`\`\n`).join("")}`;

describe("results of unusual shapes", function () {
  this.timeout(120_000);
  let desk: Desk;
  before(async () => (desk = await makeDesk()));
  after(() => desk.end());

  async function succeed(name: string, text: string, ...args: string[]) {
    const file = await desk.write(`${name}.between-nb`, text);
    const ended = await desk.run(["run", file, ...args]);
    assert.equal(ended.code, 0, ended.stdout + ended.stderr);
    return ended.stdout;
  }

  it("of no rows can be named, cached, checked and saved", async () => {
    const none = "select id, cast(id as string) as text from range(0)";
    const said = await succeed(
      "none",
      notebook(
        "",
        `--| name: none\n--| cache: true\n${none}`,
        "select count(*) as nothing, max(text) as text from none",
        `--| expect: [{rows: {max: 0}}, {column: id, min: 1, not-null: true}]\n${none}`,
        `--| save: {to: none/delta}\n${none}`,
        `--| save: {to: none/parquet, format: parquet}\n${none}`,
        `--| save: {to: none/parted, format: parquet, partition: [text], replace: all}\n${none}`,
      ),
      "--save",
    );
    assert.match(said, /nothing/);
    const sources = ["delta", "parquet", "parted"].map((to) =>
      to === "delta" ? `  ${to}_: {result: none/${to}}\n` : `  ${to}_: {result: none/${to}, format: parquet}\n`,
    );
    const back = await succeed(
      "none-back",
      notebook(
        `sources:\n${sources.join("")}`,
        "select count(id) + 100 as n from delta_ union all select count(id) + 200 from parquet_ union all select count(id) + 300 from parted_",
      ),
    );
    for (const n of [100, 200, 300]) assert.match(back, new RegExp(`\\b${n}\\b`));
  });

  it("of no rows replace the day that is saved, and no other", async () => {
    const text = notebook(
      "params:\n  day: {type: text}\n  n: {type: integer}\n",
      "--| save: {to: days, partition: [day]}\nselect id, :day as day from range(10) where id < :n",
      "--| save: {to: whole}\nselect id from range(10) where id < :n",
    );
    for (const [day, n] of [
      ["one", 2],
      ["two", 4],
      ["one", 0],
    ])
      await succeed("days", text, "--save", "--param", `day=${day}`, "--param", `n=${n}`);
    const back = await succeed(
      "days-back",
      notebook(
        "sources:\n  days: {result: days}\n  whole: {result: whole}\n",
        "select concat(day, '=', count(*)) as found from days group by day",
        "select concat('whole=', count(*)) as found from whole",
      ),
    );
    assert.match(back, /two=4/);
    assert.doesNotMatch(back, /one=/);
    assert.match(back, /whole=0/);
  });

  it("with two columns of one name show both, and a name calls the second n_2", async () => {
    const said = await succeed(
      "twice",
      notebook(
        "",
        "--| name: joined\n--| cache: true\nselect * from (select 1 id, 'left' v) a join (select 1 id, 'right' w) b on a.id = b.id",
        "--| expect: [{column: id_2, not-null: true}]\nselect *, id_2 + 40 as more from joined",
        "--| preview: 2\n--| name: long\n--| save: {to: twice}\nselect id as n, id + 1000 as n from range(5)",
        "select sum(n_2) as total from long",
      ),
      "--save",
    );
    assert.match(said, /\bid\b.*\bv\b.*\bid\b.*\bw\b/);
    assert.match(said, /\b41\b/);
    assert.match(said, /\b5010\b/);
    const json = await desk.run(["sql", "--format", "json", "select 1 as n, 2 as n"]);
    assert.match(json.stdout, /"n": ?1, ?"n_2": ?2/);
  });
});
