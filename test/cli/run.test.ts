import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import { makeDesk, type Desk } from "../support/between.ts";
import { ENDLESS, sqlNotebook } from "../support/notebooks.ts";
import { hasTerminal, inTerminal } from "./terminal.ts";

describe("between run", function () {
  this.timeout(120_000);
  let desk: Desk;
  before(async () => (desk = await makeDesk()));
  after(() => desk.end());

  const twoGood = sqlNotebook(
    "--| name: days\nselect * from values ('2026-11-20', 12), ('2026-11-21', null) as t(day, 가입)",
    "select sum(가입) as total from days",
  );

  it("shows each cell with its table, and names the run before anything else", async () => {
    const file = await desk.write("good.between-nb", twoGood);
    const { code, stdout, stderr } = await desk.run(["run", file]);
    assert.equal(code, 0, stdout + stderr);
    assert.match(stdout, /^run \d{8}T\d{6}-[0-9a-f]{8} · Test/);
    assert.match(stdout, /\[1\/2\] days · done · .* · 2 rows/);
    assert.match(stdout, / {2}2026-11-20 +12\n {2}2026-11-21 +null\n {2}2 rows/);
    assert.match(stdout, /\[2\/2\][^\n]*\n +total\n +bigint\n/);
    assert.match(stdout, /\ndone · .* · 2 cells\n$/);
  });

  describe("of Scala cells", () => {
    const scala = (n: number) => `\`\`\`{scala}\nval n = ${n}\n\`\`\`\n\n`;
    const said = (stderr: string) => stderr.split("\n").filter((line) => line.includes("Scala cells ("));

    it("says once that the embedded engine runs none", async () => {
      const file = await desk.write("scala.between-nb", `${scala(1)}${scala(2)}${scala(3)}`);
      const { code, stderr } = await desk.run(["run", file, "--keep-going"]);
      assert.equal(code, 1, stderr);
      assert.equal(said(stderr).length, 1, stderr);
      assert.match(stderr, /scala\.between-nb:1:5: .*Scala cells \(3 here\) run on Apache Spark/);
    });

    it("says nothing where the engine that a server gives is another", async () => {
      await desk.write("server.yaml", "port: 0\nstate: ./spark\nengines: {prod: 'sc://127.0.0.1:1', embedded: {}}\n");
      const server = desk.start(["serve", "--config", "server.yaml"]);
      try {
        const url = /listens on (ws:\S+)/.exec(await server.says(/listens on (ws:\S+)/))?.[1] ?? "";
        const BETWEEN_TOKEN = (await readFile(join(desk.folder, "spark/token"), "utf8")).trim();
        const run = (...more: string[]) =>
          desk.run(["run", "scala.between-nb", "--server", url, ...more], { BETWEEN_TOKEN });
        await desk.write("scala.between-nb", `${scala(1)}${scala(2)}`);
        for (const more of [[], ["--engine", "prod"]]) {
          const { code, stdout, stderr } = await run(...more);
          assert.equal(code, 3, stderr);
          assert.match(stdout + stderr, /127\.0\.0\.1:1/, "it is the engine that was to run them");
          assert.deepEqual(said(stderr), []);
        }
        const { stderr } = await run("--engine", "embedded");
        assert.equal(said(stderr).length, 1, stderr);
      } finally {
        server.child.kill("SIGTERM");
        await server.ended;
      }
    });
  });

  it("stops at the first cell that fails, or keeps going, and exits with 1 both ways", async () => {
    const file = await desk.write(
      "bad.between-nb",
      sqlNotebook("select 1 as one", "select *\nfrom nowhere", "select 3 as three"),
    );
    const stopped = await desk.run(["run", file]);
    assert.equal(stopped.code, 1, stopped.stdout);
    assert.match(stopped.stdout, /bad\.between-nb:10:6: .*\n +10 │ from nowhere\n +│ +\^{7}\n/);
    assert.match(stopped.stdout, /3 cells, 1 failed, 1 skipped/);

    const kept = await desk.run(["run", "bad.between-nb", "--keep-going"]);
    assert.equal(kept.code, 1, kept.stdout);
    assert.match(kept.stdout, /\[3\/3\] .* · done/);
  });

  it("takes parameters, also such as the notebook does not declare", async () => {
    const file = await desk.write(
      "params.between-nb",
      sqlNotebook("select :day as day, :n + 1 as n").replace(
        "title: Test",
        "params:\n  day: {type: date, default: yesterday}",
      ),
    );
    const { code, stdout, stderr } = await desk.run([
      "run",
      file,
      "--param",
      "day=2026-11-20",
      "--param",
      "n:integer=41",
    ]);
    assert.equal(code, 0, stdout + stderr);
    assert.match(stdout, /2026-11-20 +42/);
  });

  it("prints events alone with --json", async () => {
    const file = await desk.write("json.between-nb", sqlNotebook("select 1 as one", "select *\nfrom nowhere"));
    const { code, stdout } = await desk.run(["run", file, "--json"]);
    assert.equal(code, 1);
    const events = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    assert.equal(events[0]?.t, "view");
    assert.deepEqual([...new Set(events.map(({ run }) => run))].length, 1);
    const failed = events.find(({ t, state }) => t === "cell" && state === "failed");
    assert.equal(typeof failed?.message, "string");
    assert.deepEqual((failed?.error as { at: object }).at, { cell: 1, line: 2, column: 6, endLine: 2, endColumn: 13 });
    const { t, state } = events.at(-1) ?? {};
    assert.deepEqual({ t, state }, { t: "run", state: "failed" });
  });

  it("writes a report of what ran, and `report` writes it again later", async () => {
    const file = await desk.write("reported.between-nb", twoGood);
    const { code, stdout, stderr } = await desk.run(["run", file, "--report", "out.html"]);
    assert.equal(code, 0, stdout + stderr);
    const html = await readFile(join(desk.folder, "out.html"), "utf8");
    assert.match(html, /^<!doctype html>/i);
    assert.match(html, /가입/);

    const again = await desk.run(["report", file, "-o", "again.html"]);
    assert.equal(again.code, 0, again.stderr);
    assert.match(await readFile(join(desk.folder, "again.html"), "utf8"), /2026-11-20/);
  });

  it("looks for the report's folder before it runs", async () => {
    const file = await desk.write("folder.between-nb", twoGood);
    const { code, stdout, stderr } = await desk.run(["run", file, "--report", "none/out.html"]);
    assert.equal(code, 2);
    assert.match(stderr, /none\/out\.html cannot be written: there is no folder none\./);
    assert.equal(stdout, "");
  });

  it("never cuts a number in a table that is wider than the page", async () => {
    const file = await desk.write(
      "wide.between-nb",
      sqlNotebook(
        `select ${["a", "b", "c"].map((c) => `repeat('${c}', 60) as ${c}`).join(", ")}, 9223372036854775807 as n, 1 as m`,
      ),
    );
    const { code, stdout } = await desk.run(["run", file]);
    assert.equal(code, 0, stdout);
    assert.match(stdout, / 9223372036854775807 +1\n/);
  });

  it("reads the notebook before it looks for a server", async () => {
    const missing = await desk.run(["run", "nothing.between-nb"]);
    assert.equal(missing.code, 2);
    assert.match(missing.stderr, /nothing\.between-nb: there is no such file/);
  });

  it("cannot reach a server that is not there: exit 3", async () => {
    const file = await desk.write("far.between-nb", twoGood);
    const { code, stderr } = await desk.run(["run", file, "--server", "ws://127.0.0.1:9"], {
      BETWEEN_TOKEN: "x".repeat(32),
    });
    assert.equal(code, 3, stderr);
    const tokenless = await desk.run(["run", file, "--server", "ws://127.0.0.1:9"], { BETWEEN_TOKEN: "" });
    assert.equal(tokenless.code, 2);
    assert.match(tokenless.stderr, /BETWEEN_TOKEN/);
  });

  it("draws on a terminal in place and leaves the results", async function () {
    if (!hasTerminal) this.skip();
    const file = await desk.write("live.between-nb", twoGood);
    const { code, screen } = await inTerminal(desk, ["run", file], []);
    assert.equal(code, 0, screen.slice(-2000));
    assert.ok(screen.includes("\u001b[?2026h"), "updates are drawn as one");
    assert.match(screen, /\u001b\[32mdone/);
    const plain = await inTerminal(desk, ["run", file], [], { NO_COLOR: "1" });
    assert.doesNotMatch(plain.screen, /\u001b\[3[0-9]m/);
  });

  it("is left by Ctrl-C twice, and the run ends all the same", async function () {
    if (!hasTerminal) this.skip();
    const file = await desk.write("endless.between-nb", sqlNotebook(ENDLESS));
    const { code, screen } = await inTerminal(
      desk,
      ["run", file],
      [
        [" s\\b", "\u0003"],
        ["Interrupting|interrupted", "\u0003"],
      ],
    );
    assert.equal(code, 130, screen.slice(-2000));
    const id = /\d{8}T\d{6}-[0-9a-f]{8}/.exec(screen)?.[0] ?? "";
    const followed = await desk.run(["attach", id]);
    assert.equal(followed.code, 130, followed.stdout + followed.stderr);
    assert.match(followed.stdout, /interrupted/);
  });
});
