import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import { makeDesk, type Desk } from "../support/between.ts";
import { ENDLESS } from "../support/notebooks.ts";
import { descendants } from "../support/processes.ts";
import { shellScript } from "./shell-script.ts";
import { hasTerminal, inTerminal } from "./terminal.ts";

/** One row of what is easily lost on the way. */
const EXACT = `select cast('9223372036854775807' as bigint) as big,
  cast('12345678901234567890123456789012345.678' as decimal(38,3)) as money,
  'line one
line "two", 한글' as text, '' as empty, cast(null as string) as nothing, double('NaN') as nan,
  timestamp'1969-07-20 20:17:40.123456' as moon, array(1, null, 3) as list`;

/** Kills the engine of the desk's server with SIGKILL as soon as a run is on it. */
/** Kills the engine as soon as the run behind `earlier` others goes on. */
async function killEngineOf(desk: Desk, earlier: number): Promise<void> {
  for (;;) {
    const { stdout } = await desk.run(["runs", "list", "--json"]);
    const ended = stdout.split('"state":"done"').length - 1;
    if (stdout.includes('"state":"running"') && ended >= earlier) break;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  const server = await desk.serverPid();
  assert.ok(server !== undefined);
  const [engine] = await descendants(server);
  assert.ok(engine !== undefined);
  process.kill(engine, "SIGKILL");
}

describe("between sql", function () {
  this.timeout(120_000);
  let desk: Desk;
  before(async () => (desk = await makeDesk()));
  after(() => desk.end());

  const sql = async (...args: string[]) => {
    const ended = await desk.run(["sql", ...args]);
    assert.equal(ended.code, 0, ended.stdout + ended.stderr);
    return ended.stdout;
  };

  it("shows a table with its exact note", async () => {
    const shown = await sql("select id, concat('n', id) as name from range(1000) order by id", "--rows", "3");
    assert.match(shown, / id +name *\nbigint +string\n─+ +─+\n +0 +n0\n +1 +n1\n +2 +n2\nfirst 3 of more rows · /);
    assert.match(await sql("select 41 + 1 as answer"), /\n +42\n1 row · /);
  });

  it("writes CSV that holds every value exactly", async () => {
    assert.equal(
      await sql("--format", "csv", EXACT),
      "big,money,text,empty,nothing,nan,moon,list\r\n" +
        '9223372036854775807,12345678901234567890123456789012345.678,"line one\nline ""two"", 한글","",,NaN,' +
        '1969-07-20 20:17:40.123456+00:00,"[1, null, 3]"\r\n',
    );
  });

  it("writes JSON that holds every value exactly", async () => {
    assert.equal(
      await sql("--format", "json", EXACT),
      '{"big":9223372036854775807,"money":12345678901234567890123456789012345.678,"text":"line one\\nline \\"two\\", 한글",' +
        '"empty":"","nothing":null,"nan":"NaN","moon":"1969-07-20 20:17:40.123456+00:00","list":[1,null,3]}\n',
    );
  });

  it("writes Parquet that reads back the same, also through a pipe", async () => {
    await sql("--format", "parquet", "-o", "exact.parquet", EXACT);
    assert.equal(
      await sql("--format", "json", "select * from parquet.`exact.parquet`"),
      await sql("--format", "json", EXACT),
    );
    await sql("--format", "parquet", "-o", "many.parquet", "select id from range(30000)");
    assert.match(await sql("select count(distinct id) as n from parquet.`many.parquet`"), /\b30000\b/);
    const piped = await shellScript(desk, "between sql --format parquet 'select 7 as n' > piped.parquet");
    assert.equal(piped.code, 0, piped.stderr);
    assert.match(await sql("select n from parquet.`piped.parquet`"), /\b7\b/);
  });

  it("writes all rows, in order, and long values whole", async () => {
    const rows = (await sql("--format", "csv", "select id from range(200000) order by id")).split("\r\n");
    assert.deepEqual([rows.length, rows[1], rows.at(-2)], [200_002, "0", "199999"]);
    const long = await sql(
      "--format",
      "json",
      "select id, repeat('한', 100000 + cast(id as int)) as text from range(3) order by id",
    );
    assert.deepEqual(
      long
        .trimEnd()
        .split("\n")
        .map((line) => (JSON.parse(line) as { text: string }).text.length),
      [100_000, 100_001, 100_002],
    );
  });

  it("ends quietly when its reader has enough, and stops the query", async () => {
    const { code, stdout, stderr } = await shellScript(
      desk,
      "between sql --format csv 'select id from range(2000000000)' | head -2; echo ${PIPESTATUS[0]}",
    );
    assert.equal(code, 0);
    assert.equal(stdout, "id\r\n0\r\n0\n");
    assert.equal(stderr, "");
    // The engine may take a moment to give up; the command line does not wait for it.
    let state = "running";
    for (const deadline = Date.now() + 30_000; state === "running" && Date.now() < deadline;) {
      const listed = await desk.run(["runs", "list", "--json"]);
      state = (JSON.parse(listed.stdout.split("\n")[0] ?? "") as { state: string }).state;
    }
    assert.equal(state, "interrupted");
  });

  it("leaves no file behind a query that fails", async () => {
    const { code, stderr } = await desk.run(["sql", "--format", "csv", "-o", "never.csv", "select * from nowhere"]);
    assert.equal(code, 1);
    assert.match(stderr, /query:1:15: /);
    assert.ok(!existsSync(join(desk.folder, "never.csv")));
  });

  it("binds parameters, text where no type is given", async () => {
    const out = await sql(
      "--format",
      "csv",
      "--param",
      "n:integer=5",
      "--param",
      "s=it's :n",
      "select :n + 1 as n, :s as s",
    );
    assert.equal(out, "n,s\r\n6,it's :n\r\n");
  });

  it("runs statements from a pipe in one session and says the line of the one that fails", async () => {
    const script =
      "create temp view t as select 1 as one;\n-- a remark; with a semicolon\nselect one from t;\n\nselect *\nfrom nowhere;\nselect 2";
    const { code, stdout, stderr } = await shellScript(desk, `between sql <<'END'\n${script}\nEND`);
    assert.equal(code, 1);
    assert.match(stdout, /one\n/);
    assert.match(stderr, /stdin:6:6: /);
  });

  for (const [format, expected] of [
    ["csv", "two\r\n2\r\n"],
    ["json", '{"two":2}\n'],
  ] as const) {
    it(`writes the rows of the last statement alone as ${format}, and says so`, async () => {
      const statements = "create or replace temp view t as select 2 as two;\nselect 1 as one;\nselect * from t";
      const { code, stdout, stderr } = await desk.run(["sql", "--format", format, statements]);
      assert.deepEqual([code, stdout], [0, expected], stderr);
      assert.match(stderr, /^The rows of the statement on line 2 are not written/m);
      assert.doesNotMatch(stderr, /line 1/);
    });
  }

  it("writes the last statement of several as Parquet, and no file of none that yields rows", async () => {
    await sql("--format", "parquet", "-o", "last.parquet", "create temp view t as select 2 as two; select * from t");
    assert.match(await sql("select two from parquet.`last.parquet`"), /\b2\b/);
    const none = await desk.run(["sql", "--format", "csv", "-o", "none.csv", "create temp view t as select 1"]);
    assert.equal(none.code, 1, none.stderr);
    assert.ok(!existsSync(join(desk.folder, "none.csv")));
  });

  it("refuses what it does not know before it looks for a server", async () => {
    for (const [args, says] of [
      [["--format", "xml", "select 1"], /table, csv, json, parquet/],
      [["--rows", "0", "select 1"], /--rows/],
      [["--timezone", "Mars/Olympus", "select 1"], /Mars\/Olympus/],
      [["  ;; -- nothing"], /no statement/],
    ] as const) {
      const { code, stderr } = await desk.run(["sql", ...args]);
      assert.equal(code, 2, stderr);
      assert.match(stderr, says);
    }
  });

  describe("as a shell", () => {
    before(function () {
      if (!hasTerminal) this.skip();
    });

    it("takes statements of many lines and keeps names and parameters", async () => {
      const { code, screen } = await inTerminal(
        desk,
        ["sql"],
        [
          ["sql> ", "create temp view days as\r"],
          ["-> ", "select 5 as n;\r"],
          ["done[\\s\\S]*sql> ", "\\p add:integer=37\r"],
          ["sql> ", "select n + :add as answer from days;\r"],
          ["42[\\s\\S]*sql> ", "\\d days\r"],
          ["\\bn +int[\\s\\S]*sql> ", "\\d\r"],
          ["days[\\s\\S]*sql> ", "\\p\r"],
          ["add:integer=37[\\s\\S]*sql> ", "\\q\r"],
        ],
      );
      assert.equal(code, 0, screen.slice(-2000));
      const history = join(desk.state, "sql-history");
      assert.match(await readFile(history, "utf8"), /select 5 as n;\n/);
      assert.equal((await stat(history)).mode & 0o777, 0o600);
    });

    it("throws away by Ctrl-C what is being typed", async () => {
      const { code, screen } = await inTerminal(
        desk,
        ["sql"],
        [
          ["sql> ", "select 1 as wrong, "],
          ["wrong, ", "\u001b[D\u001b[D\u0003"],
          ["\\^C[\\s\\S]*sql> ", "select 5 as five;\r"],
          ["five[\\s\\S]*1 row[\\s\\S]*sql> ", "\u0004"],
        ],
      );
      assert.equal(code, 0, screen.slice(-2000));
    });

    it("says which names went with an engine that ended, and keeps the parameters", async () => {
      const { stdout } = await desk.run(["runs", "list", "--json"]);
      const before = stdout.split('"state":"done"').length - 1;
      const shell = inTerminal(
        desk,
        ["sql"],
        [
          ["sql> ", "create temp view days as select 5 as n;\r"],
          ["done[\\s\\S]*sql> ", "\\p add:integer=37\r"],
          ["sql> ", "\\d days\r"],
          ["\\bn +int[\\s\\S]*sql> ", `${ENDLESS};\r`],
          [
            "names with it: days[\\s\\S]*parameters are kept[\\s\\S]*Run the statements[\\s\\S]*sql> ",
            "select n + :add from days;\r",
          ],
          ["no table or view days[\\s\\S]*sql> ", "create temp view days as select 5 as n;\r"],
          ["done[\\s\\S]*sql> ", "select n + :add as answer from days;\r"],
          ["42[\\s\\S]*sql> ", "\\q\r"],
        ],
      );
      await killEngineOf(desk, before + 2);
      const { code, screen } = await shell;
      assert.equal(code, 0, screen.slice(-3000));
      assert.doesNotMatch(screen, /Run the notebook/);
    });

    it("cancels the query by Ctrl-C and goes on", async () => {
      const { code, screen } = await inTerminal(
        desk,
        ["sql"],
        [
          ["sql> ", "select 1 +\r"],
          ["-> ", "\u0003"],
          ["sql> ", `${ENDLESS};\r`],
          [" s\\b", "\u0003"],
          ["nterrupted[\\s\\S]*sql> ", "select 6 * 7 as answer;\r"],
          ["42[\\s\\S]*sql> ", "select oops;\r"],
          ["sql:1:8[\\s\\S]*sql> ", "\u0004"],
        ],
      );
      assert.equal(code, 0, screen.slice(-2000));
    });
  });
});
