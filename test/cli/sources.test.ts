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

  it("leaves lines out that cannot be read, with the columns of the others, and says so", async () => {
    await mkdir(join(desk.folder, "torn/dt=2026-11-20"), { recursive: true });
    const lines = [
      '{"user": 1, "name": "가"}',
      "not json",
      '{"user": 2, "half": tr',
      '{"user": 3, "name": "다", "rate": 0.5}',
    ];
    await writeFile(join(desk.folder, "torn/dt=2026-11-20/a.json.gz"), gzipSync(lines.join("\n")));
    const file = await desk.write(
      "torn.between-nb",
      sqlNotebook("select count(*) as n, sum(rate) as r, max(dt) as day from torn"),
    );
    const added = await desk.run(["sources", "add", "torn", "--notebook", file]);
    assert.equal(added.code, 0, added.stdout + added.stderr);
    assert.match(added.stderr, /a\.json\.gz, line 2, is not valid JSON\. Such lines are left out/);
    const text = await readFile(file, "utf8");
    assert.match(text, /user bigint, name string, rate double, dt string/);
    assert.match(text, /on-malformed: skip/);
    const ran = await desk.run(["run", file]);
    assert.equal(ran.code, 0, ran.stdout + ran.stderr);
    assert.match(ran.stdout, /2 +0\.5 +2026-11-20/);
    assert.match(ran.stdout + ran.stderr, /2 of 4 lines of torn could not be read/);
  });

  it("refuses a CSV whose header is not UTF-8", async () => {
    // 번호,이름 as CP949 has it.
    const header = Buffer.from("b9f8c8a32cc0ccb8a70a312c320a", "hex");
    await writeFile(join(desk.folder, "members.csv"), header);
    const { code, stdout, stderr } = await desk.run(["sources", "add", "members.csv"]);
    assert.equal(code, 1, stderr);
    assert.equal(stdout, "");
    assert.match(stderr, /members\.csv, line 1, is not UTF-8 text/);
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
