import assert from "node:assert/strict";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { after, before, describe, it } from "mocha";
import { makeDesk, type Desk } from "../support/between.ts";
import { sqlNotebook } from "../support/notebooks.ts";

describe("between sources add", function () {
  this.timeout(120_000);
  let desk: Desk;
  before(async () => {
    desk = await makeDesk();
    for (const [day, user] of [
      ["2026-11-20", 1],
      ["2026-11-21", 2],
    ] as const) {
      const folder = join(desk.folder, "app-logs", `dt=${day}`);
      await mkdir(folder, { recursive: true });
      const line = JSON.stringify({ user, action: "tap", device: { os: "ios" } });
      await writeFile(join(folder, "part-0.json.gz"), gzipSync(`${line}\n${line}\n`));
    }
    await desk.write("odd.log", '{"a": 1}\n{"a": 2}\n');
    await desk.write("people.csv", "name,age\nAda,36\nAlan,41\n");
  });
  after(() => desk.end());

  it("writes an entry with partition columns, and the notebook runs over it", async () => {
    const file = await desk.write(
      "daily.between-nb",
      sqlNotebook("select dt, count(*) as n from app_logs group by dt order by dt"),
    );
    const added = await desk.run(["sources", "add", "app-logs", "--notebook", file]);
    assert.equal(added.code, 0, added.stdout + added.stderr);
    assert.match(added.stderr, /app-logs\/dt=\*\/\*\.json\.gz: 2 files/);
    assert.match(added.stdout, /2026-11-2/);
    const text = await readFile(file, "utf8");
    assert.match(
      text,
      /sources:\n {2}app_logs: \{path: \.\/app-logs\/dt=\*\/\*\.json\.gz, format: json, schema: "?[^\n]*user bigint[^\n]*dt string/,
    );
    assert.ok(text.startsWith("---\nbetween: 1\ntitle: Test\n"));

    const ran = await desk.run(["run", file]);
    assert.equal(ran.code, 0, ran.stdout + ran.stderr);
    assert.match(ran.stdout, /2026-11-20 +2\n {2}2026-11-21 +2/);

    const again = await desk.run(["sources", "add", "app-logs", "--notebook", file]);
    assert.equal(again.code, 2, again.stderr);
    assert.equal(await readFile(file, "utf8"), text);
  });

  it("prints the entry without a notebook, and looks into files whose name tells nothing", async () => {
    const { code, stdout, stderr } = await desk.run(["sources", "add", "odd.log"]);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /sources:\n {2}odd: \{path: \.\/odd\.log, format: json, schema: a bigint\}/);
  });

  it("reads CSV with its header", async () => {
    const { code, stdout, stderr } = await desk.run(["sources", "add", "people.csv", "--name", "folk"]);
    assert.equal(code, 0, stderr);
    assert.match(
      stdout,
      /folk: \{path: \.\/people\.csv, format: csv, schema: "name string, age (int|bigint|string)"\}/,
    );
    assert.match(stdout, /Ada/);
  });

  it("says when nothing is there", async () => {
    const { code, stderr } = await desk.run(["sources", "add", "nowhere/"]);
    assert.equal(code, 2);
    assert.match(stderr, /nothing is there/);
  });
});
