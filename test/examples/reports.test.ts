import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { after, before, describe, it } from "mocha";
import { globSync } from "tinyglobby";
import { appLogs, generate } from "../../examples/generate.ts";
import { parse } from "../../notebook/parse.ts";
import { makeDesk, root } from "../support/between.ts";
import type { Desk } from "../support/between.ts";

describe("the example notebooks on the embedded engine", function () {
  // The first run on a machine sets up the engine.
  this.timeout(600_000);
  let desk: Desk;
  before(async () => {
    desk = await makeDesk();
    await generate({ out: appLogs }, { fresh: true });
  });
  after(() => desk.end());

  for (const file of globSync("examples/*.between-nb", { cwd: root, absolute: true }).sort()) {
    if (parse(readFileSync(file, "utf8")).notebook.meta.engine !== undefined) continue; // It runs in the tests of its engine.
    it(`${basename(file)} runs into a report with a picture for each chart`, async () => {
      const out = join(desk.folder, "report.html");
      const { code, stdout, stderr } = await desk.run(["run", file, "--report", out]);
      assert.equal(code, 0, stderr + stdout);
      const html = await readFile(out, "utf8");
      const { cells } = parse(await readFile(file, "utf8")).notebook;
      const charts = cells.filter(({ options }) => options.chart !== undefined).length;
      assert.ok((html.match(/<svg/g) ?? []).length >= charts, `${charts} charts`);
      const text = html.replace(/<(script|style)[^]*?<\/\1>/g, "").replace(/<pre[^]*?<\/pre>/g, "");
      assert.doesNotMatch(text, /\{\{\s*\w/, "every value of the text is filled in");
    });
  }

  it("the bad day is found by the check of notebook 4", async () => {
    const file = join(root, "examples", "4-signup-funnel.between-nb");
    const { code, stdout } = await desk.run(["run", file, "--json"]);
    assert.equal(code, 0);
    const checks = stdout.split("\n").filter((line) => line.includes('"t":"check"'));
    assert.equal(checks.length, 1);
    assert.match(checks[0] ?? "", /"level":"warn".*"percent"/);
  });
});
