import assert from "node:assert/strict";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir, userInfo } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { after, afterEach, before, beforeEach, describe, it } from "mocha";
import { importedRecord } from "../../cli/import/imported-record.ts";
import { keepRecord } from "../../cli/import/keep-record.ts";
import { storeRecord } from "../../kernel-server/session/record.ts";
import { folderStore } from "../../kernel-server/store/folder.ts";
import { runRecord } from "../../protocol/messages.ts";
import { makeDesk, type Desk } from "../support/between.ts";
import { imported, testFile } from "../support/imported.ts";

const testData = fileURLToPath(new URL("../../notebook/importers/test-data", import.meta.url));
const NOTE = "sign-ups_2K7WQ9XTB.zpln";
const RUN_ID = /\d{8}T\d{6}-[0-9a-f]{8}/;

/** A note whose SQL reads nothing, so that any engine runs it. */
const runnable = {
  name: "runnable",
  paragraphs: [
    {
      text: "%sql\ncreate or replace temp view days as\nselect * from values ('2026-03-01', 'ios', 3), ('2026-03-02', 'web', 5), ('2026-03-01', 'web', 1) as t(day, os, n)\nwhere n >= ${least=1}",
    },
    { text: "%sql\nselect day, n from ${from=days} where day = '${day=2026-03-01}' and os like '%${os=w}%'" },
    {
      text: "%sql\nselect * from days where os in ('${checkbox(','):all=ios|web,ios|web|tv}') order by ${by=n,n|day} limit ${most=2,1|2}",
    },
    {
      text: "%sql\nselect day, os, n from days",
      config: {
        results: {
          "0": {
            graph: {
              mode: "lineChart",
              keys: [{ name: "day" }],
              groups: [{ name: "os" }],
              values: [
                { name: "n", aggr: "avg" },
                { name: "n", aggr: "max" },
              ],
            },
          },
        },
      },
    },
  ],
};

describe("between import", function () {
  this.timeout(120_000);
  let desk: Desk;
  beforeEach(async () => (desk = await makeDesk()));
  afterEach(() => desk.end());

  it("writes the notebook beside the note, and its results are the notebook's first run", async () => {
    await cp(join(testData, NOTE), join(desk.folder, NOTE));
    const first = await desk.run(["import", NOTE]);
    assert.equal(first.code, 0, first.stderr);
    assert.match(
      first.stdout,
      /✔ sign-ups_2K7WQ9XTB\.zpln → sign-ups\.between-nb\n {2}7 converted, 1 approximated, 0 dropped · results: run/,
    );
    assert.match(first.stdout, /paragraph 6 · approximated: In reports, HTML in the Markdown is shown as text\./);
    assert.match(first.stderr, /Imported: 1\. Unchanged: 0\. Failed: 0\./);

    const report = await desk.run(["report", "sign-ups.between-nb", "-o", "old.html"]);
    assert.equal(report.code, 0, report.stderr);
    const html = await readFile(join(desk.folder, "old.html"), "utf8");
    for (const part of ["imported from Zeppelin", "Daily actives", "2026-02-26", "<svg"])
      assert.ok(html.includes(part), part);
    const run = RUN_ID.exec(first.stdout)?.[0] ?? "";
    const shown = await desk.run(["runs", "show", run]);
    assert.match(shown.stdout, /imported from Zeppelin[^]*Daily actives · done[^]*2026-02-26 {5}880/);
    const listed = await desk.run(["runs", "list", "sign-ups.between-nb"]);
    assert.match(listed.stdout, new RegExp(`${run} +done`));
  });

  it("can be done again: nothing is doubled, and what somebody changed is only overwritten when told to", async () => {
    await cp(join(testData, "forms_2P6XZR5QE.zpln"), join(desk.folder, "forms_2P6XZR5QE.zpln"));
    const notebook = join(desk.folder, "forms.between-nb");
    const schedule = join(desk.folder, "forms.schedule.yaml");
    const again = (...args: string[]) => desk.run(["import", "forms_2P6XZR5QE.zpln", ...args]);
    assert.equal((await again()).code, 0);
    const text = await readFile(notebook, "utf8");
    const { mtimeMs } = await stat(notebook);
    await writeFile(schedule, "cron: 0 5 * * *\n");

    const second = await again();
    assert.equal(second.code, 0, second.stdout);
    assert.match(second.stdout, /\(as it was\)[^]*forms\.schedule\.yaml is there already and stays as it is/);
    assert.equal((await stat(notebook)).mtimeMs, mtimeMs);
    assert.equal((await readdir(join(desk.state, "store/runs"))).length, 1);

    await writeFile(notebook, `${text}\nMy own remark.\n`);
    const refused = await again();
    assert.equal(refused.code, 2);
    assert.match(refused.stdout, /forms\.between-nb is there already and says something else\.\n {2}→ --force/);
    assert.match(await readFile(notebook, "utf8"), /My own remark/);
    assert.equal((await again("--force")).code, 0);
    assert.equal(await readFile(notebook, "utf8"), text);
    assert.equal(await readFile(schedule, "utf8"), "cron: 0 5 * * *\n");
  });

  it("takes whole folders, keeps their order, and goes on behind a broken file", async () => {
    const zeppelin = join(desk.folder, "zeppelin");
    await cp(testData, join(zeppelin, "data"), { recursive: true });
    await mkdir(join(zeppelin, "~Trash"));
    await mkdir(join(zeppelin, ".ipynb_checkpoints"));
    await cp(join(testData, NOTE), join(zeppelin, "~Trash", NOTE));
    await cp(join(testData, "explore.ipynb"), join(zeppelin, ".ipynb_checkpoints/explore-checkpoint.ipynb"));
    await cp(join(testData, NOTE), join(zeppelin, "data", "sign-ups_2ZZZZZZZZ.zpln"));
    await writeFile(join(zeppelin, "package.json"), "{}");

    const { code, stdout, stderr } = await desk.run([
      "import",
      "zeppelin",
      "--out",
      "out",
      "--timezone",
      "Asia/Seoul",
      "--report",
      "report.md",
    ]);
    assert.equal(code, 2, stderr);
    assert.match(stdout, /✖ zeppelin\/data\/truncated\.zpln: The file is damaged[^]*→ Export the notebook again/);
    assert.match(stdout, /~Trash\/sign-ups_2K7WQ9XTB\.zpln is in the trash/);
    assert.match(stderr, /Imported: 10\. Unchanged: 0\. Failed: 1\./);
    const written = (await readdir(join(desk.folder, "out"), { recursive: true }))
      .filter((name) => /\.(between-nb|yaml)$/.test(name))
      .sort();
    assert.deepEqual(written, [
      "data/charts.between-nb",
      "data/explore.between-nb",
      "data/forms.between-nb",
      "data/forms.schedule.yaml",
      "data/licensed.between-nb",
      "data/minimal.between-nb",
      "data/old-format.between-nb",
      "data/outputs.between-nb",
      "data/sign-ups.between-nb",
      "data/sign-ups_2K7WQ9XTB.between-nb",
      "data/team/old/Bank- the tutorial.between-nb",
      "data/team/old/Bank- the tutorial.schedule.yaml",
    ]);
    assert.match(
      await readFile(join(desk.folder, "out/data/forms.schedule.yaml"), "utf8"),
      /^cron: 30 4 \* \* 1-5\ntimezone: Asia\/Seoul\n/,
    );
    const markdown = await readFile(join(desk.folder, "report.md"), "utf8");
    assert.match(markdown, /^# Import report\n[^]*\| paragraph 17 “Switched off” \| %spark\.sql \| approximated \| /);
    const checked = await desk.run([
      "check",
      ...written.filter((name) => name.endsWith("-nb")).map((name) => join("out", name)),
    ]);
    assert.equal(checked.code, 0, checked.stdout);
    assert.match(checked.stderr, /Errors: 0/);
  });

  it("says all of it to programs, a line a file", async () => {
    await cp(join(testData, NOTE), join(desk.folder, NOTE));
    await cp(join(testData, "truncated.zpln"), join(desk.folder, "truncated.zpln"));
    const { code, stdout } = await desk.run(["import", ".", "--json"]);
    assert.equal(code, 2);
    const lines = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    const [note, broken, last] = lines;
    assert.deepEqual([note?.["state"], note?.["counts"]], ["imported", { converted: 7, approximated: 1, dropped: 0 }]);
    assert.match(
      JSON.stringify(note?.["report"]),
      /"index":6,[^]*"message":"In reports, HTML in the Markdown is shown as text\."/,
    );
    assert.deepEqual([broken?.["state"], lines.length], ["failed", 3]);
    assert.deepEqual(last, {
      summary: { imported: 1, unchanged: 0, failed: 1, converted: 7, approximated: 1, dropped: 0 },
    });
  });

  it("refuses what is not there, what is none, and a time zone that is none", async () => {
    await writeFile(join(desk.folder, "a.json"), "{}");
    for (const [args, said] of [
      [["missing.zpln"], /no such file/i],
      [["a.json"], /neither a Zeppelin note nor a Jupyter notebook/],
      [["."], /there is no note of Zeppelin/],
      [["a.json", "--timezone", "Seoul"], /Seoul/],
    ] as const) {
      const { code, stdout, stderr } = await desk.run(["import", ...args]);
      assert.notEqual(code, 0, args.join(" "));
      assert.match(stdout + stderr, said);
    }
  });

  it("gives a notebook that runs on the engine, forms and pivots included", async () => {
    await desk.write("runnable.zpln", JSON.stringify(runnable));
    const { code, stdout } = await desk.run(["import", "runnable.zpln"]);
    assert.equal(code, 0, stdout);
    const run = await desk.run(["run", "runnable.between-nb"]);
    assert.equal(run.code, 0, run.stdout + run.stderr);
    assert.match(run.stdout, /2026-03-01 +1\n/);
    assert.match(run.stdout, /web · n\(avg\) +5\.0/);
    assert.match(run.stdout, /done · .*5 cells/);
  });
});

describe("the record of imported results", () => {
  const file = "file:///notebooks/sign-ups.between-nb";
  let folder: string;
  before(async () => (folder = await mkdtemp(join(tmpdir(), "between-import-"))));
  after(() => rm(folder, { recursive: true }));

  /** Every file below, with its text. */
  async function filesIn(path: string): Promise<Record<string, string>> {
    const entries = await readdir(path, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    return Object.fromEntries(
      await Promise.all(files.sort().map(async (one) => [relative(path, one), await readFile(one, "utf8")] as const)),
    );
  }

  it("is one as a server makes it, stored as a server stores it, each time the same", async () => {
    const note = imported(testFile(NOTE), "Asia/Seoul");
    assert.ok(note.results);
    const { results } = note;
    const make = () => importedRecord(note, results, { uri: file, user: userInfo().username, changedAt: 0 });
    const record = make();
    assert.deepEqual(runRecord.parse(JSON.parse(JSON.stringify(record))), record);
    await keepRecord(record, { BETWEEN_STATE: join(folder, "ours") });
    await keepRecord(make(), { BETWEEN_STATE: join(folder, "ours") });
    await storeRecord(folderStore(join(folder, "theirs/store")), record);
    assert.deepEqual(await filesIn(join(folder, "ours")), await filesIn(join(folder, "theirs")));
    assert.deepEqual(
      record.view.cells.map(({ state }) => state ?? "-"),
      ["-", "done", "done", "done", "done", "-", "done"],
    );
    assert.equal(record.view.cells[2]?.results[0]?.extent, "all");
    assert.deepEqual(record.view.values, { least: "250", platform: "android", day: "2026-03-01", word: "timeout" });
  });

  it("of a note with a failure is a failed run, with what the note said of it", () => {
    const note = imported(testFile("outputs_2M3RT8HJC.zpln"));
    const { view, tables } = importedRecord(note, note.results ?? { cells: [] }, {
      uri: file,
      user: "a",
      changedAt: 0,
    });
    assert.equal(view.state, "failed");
    assert.deepEqual(view.cells[6]?.error, {
      code: "import.failed",
      args: {},
      engineText: "cannot resolve 'oops' given input columns: [ts, user]; line 1 pos 7",
    });
    assert.deepEqual(view.cells[1]?.results[0]?.extent, "more");
    assert.equal(tables.find(({ result }) => result === view.cells[1]?.results[0]?.result)?.rows, 1000);
  });
});
