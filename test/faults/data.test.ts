import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { after, before, describe, it } from "mocha";
import { makeDesk, type Desk } from "../support/between.ts";
import { sqlNotebook } from "../support/notebooks.ts";

const head = (meta: string) => `---\nbetween: 1\ntitle: Test\n${meta}---\n`;
const cell = (code: string) => `\`\`\`{sql}\n${code}\n\`\`\`\n`;
const source = (entry: string) => head(`sources:\n  log: {${entry}}\n`);

describe("bad input", function () {
  this.timeout(120_000);
  let desk: Desk;
  before(async () => {
    desk = await makeDesk();
    const lines = ['{"user": 1, "action": "tap"}', '{"user": 2, "action": "swipe"}'];
    await desk.write("good.json", `${lines.join("\n")}\n`);
    await desk.write("malformed.json", `${lines[0]}\n{"user": 3, "act\n${lines[1]}\n`);
    await desk.write("broken.json.gz", gzipSync(`${lines.join("\n")}\n`.repeat(500)).subarray(0, 40));
    await desk.write("empty.json", "");
  });
  after(() => desk.end());

  /** What a notebook says when it runs, and the place that each case must name: line and column in the file. */
  const failures: { what: string; text: string; at?: string; says: RegExp; code?: number }[] = [
    {
      what: "a syntax error behind Hangul",
      text: sqlNotebook("select '한글한글' as x\nfrom range(1) selec 1 wher"),
      at: "7:",
      says: /cannot be read/,
    },
    { what: "an unknown table", text: sqlNotebook("select *\n  from nowhere"), at: "7:8", says: /nowhere/ },
    { what: "an unknown column", text: sqlNotebook("select nothing from range(1)"), at: "6:8", says: /nothing/ },
    { what: "a failing cast", text: sqlNotebook("select cast('abc' as int) as n"), says: /abc/ },
    {
      what: "a path in a statement",
      text: sqlNotebook("select *\nfrom json.`./missing/*.json`"),
      at: "7:",
      says: /missing/,
    },
    {
      what: "a path of a source",
      text: source('path: ./nosuch.json, format: json, schema: "user bigint"') + cell("select * from log"),
      says: /nosuch\.json/,
    },
    {
      what: "a broken gzip",
      text:
        source('path: ./broken.json.gz, format: json, schema: "user bigint, action string"') +
        cell("select * from log"),
      says: /broken\.json\.gz|gzip|compress|log/i,
    },
    {
      what: "a malformed line",
      text:
        source('path: ./malformed.json, format: json, schema: "user bigint, action string"') +
        cell("select * from log"),
      says: /on-malformed/,
    },
    {
      what: "an empty log without a schema",
      text: source("path: ./empty.json, format: json") + cell("select * from log"),
      says: /empty/i,
    },
    { what: "an undeclared parameter", text: sqlNotebook("select :day as d"), at: "6:8", says: /day/, code: 2 },
    { what: "an unknown language", text: sqlNotebook("select 1").replace("{sql}", "{cobol}"), says: /cobol/ },
  ];
  for (const [n, { what, text, at, says, code = 1 }] of failures.entries()) {
    it(`${what} fails the cell and names the place`, async () => {
      const file = await desk.write(`case-${n}.between-nb`, text);
      const ended = await desk.run(["run", file]);
      const said = ended.stdout + ended.stderr;
      assert.equal(ended.code, code, said);
      assert.match(said, says);
      if (at) assert.ok(said.includes(`case-${n}.between-nb:${at}`), `${at} in\n${said}`);
      assert.doesNotMatch(said, /\n\s+at .*\.ts:\d+/, "no stack trace");
    });
  }

  it("a malformed line is skipped or kept when the source says so", async () => {
    const shape = 'path: ./malformed.json, format: json, schema: "user bigint, action string"';
    const skip = await desk.write(
      "skip.between-nb",
      source(`${shape}, on-malformed: skip`) + cell("select count(*) as n from log"),
    );
    const skipped = await desk.run(["run", skip]);
    assert.equal(skipped.code, 0, skipped.stdout + skipped.stderr);
    assert.match(skipped.stdout, /\b2\b/);

    const keep = await desk.write(
      "keep.between-nb",
      source(`${shape}, on-malformed: keep`) + cell("select user, _malformed from log where _malformed is not null"),
    );
    const kept = await desk.run(["run", keep]);
    assert.equal(kept.code, 0, kept.stdout + kept.stderr);
    assert.ok(kept.stdout.includes('{"user": 3, "act'), kept.stdout);
  });

  it("an empty log with a schema has zero rows and its columns", async () => {
    const file = await desk.write(
      "empty.between-nb",
      source('path: ./empty.json, format: json, schema: "user bigint"') + cell("select * from log"),
    );
    const ended = await desk.run(["run", file]);
    assert.equal(ended.code, 0, ended.stdout + ended.stderr);
    assert.match(ended.stdout, /user/);
    assert.match(ended.stdout, /0 rows/);
  });

  it("a notebook that cannot run at all exits with 2 and says where", async () => {
    const broken = await desk.write("broken.between-nb", '---\ntitle: "unclosed\n---\n' + cell("select 1"));
    const ended = await desk.run(["run", broken]);
    assert.equal(ended.code, 2, ended.stdout + ended.stderr);
    assert.match(ended.stderr, /broken\.between-nb:\d+:\d+/);

    const twice = await desk.write("twice.between-nb", sqlNotebook("--| name: a\nselect 1", "--| name: a\nselect 2"));
    const doubled = await desk.run(["check", twice]);
    assert.equal(doubled.code, 2);
    assert.match(doubled.stdout + doubled.stderr, /twice\.between-nb:\d+:\d+.*\ba\b/);

    const typed = await desk.write(
      "typed.between-nb",
      head("params:\n  n: {type: integer}\n") + cell("select :n as n"),
    );
    for (const param of ["n=twelve", "m=1"]) {
      const refused = await desk.run(["run", typed, "--param", param]);
      assert.equal(refused.code, 2, `${param}: ${refused.stdout}${refused.stderr}`);
    }
    const missing = await desk.run(["run", typed]);
    assert.equal(missing.code, 2, missing.stdout + missing.stderr);
    assert.match(missing.stderr, /\bn\b/);
  });

  it("shows every value exactly as the engine holds it", async () => {
    const values: [sql: string, shown: string][] = [
      ["cast('9223372036854775807' as bigint)", "9223372036854775807"],
      ["cast('12345678901234567890123456789012345.678' as decimal(38,3))", "12345678901234567890123456789012345.678"],
      ["double('NaN')", "NaN"],
      ["double('-Infinity')", "-Infinity"],
      ["timestamp'1969-07-20 20:17:40.123456'", "1969-07-20 20:17:40.123456"],
      ["array(1, null, 3)", "[1, null, 3]"],
      ["cast(null as string)", "null"],
      ["''", '""'],
    ];
    const sql = `select ${values.map(([expression], i) => `${expression} as c${i}`).join(", ")}`;
    const ended = await desk.run(["sql", "--format", "csv", sql]);
    assert.equal(ended.code, 0, ended.stderr);
    for (const [expression, shown] of values.slice(0, 5))
      assert.ok(ended.stdout.includes(shown), `${expression}: ${ended.stdout}`);
    assert.match(ended.stdout, /\[1, ?null, ?3\]/);
  });

  it("takes 2,000 columns and a string of 100 MB", async () => {
    const columns = Array.from({ length: 2000 }, (_, i) => `id + ${i} as c${i}`).join(", ");
    const wide = await desk.write(
      "wide.between-nb",
      sqlNotebook(`select ${columns} from range(3000)`, "select repeat('x', 100000000) as big"),
    );
    const ended = await desk.run(["run", wide, "--report", `${desk.folder}/wide.html`]);
    assert.equal(ended.code, 0, (ended.stdout + ended.stderr).slice(0, 3000));
    assert.ok(ended.stdout.length < 1_000_000, "the terminal gets a preview, not the value");
  });
});
