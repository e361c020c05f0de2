import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import { packExtension } from "../../package.ts";
import { missing as noBrowser } from "../browser/chromium.ts";
import { type Desk, type Started, makeDesk, root } from "../support/between.ts";
import { type S3Server, findVersitygw, startS3Server } from "../support/s3-server.ts";
import { type SparkCluster, sparkCluster } from "../support/spark-cluster.ts";
import { answerLine, chooseFile, inputLine, takeOffer } from "../vscode/questions.ts";
import { scenario } from "../vscode/scenario.ts";
import type { Workbench } from "../vscode/workbench.ts";

const LOGS = "apache-combined.log.gz";
/** Cells that run; Markdown stands between them. */
const CELLS = [2, 4, 6, 8];
/** Of a first cell of Scala, whose worker is compiled then. */
const CELL_MS = 240_000;

describe("an example in SQL, Python and Scala over logs on S3, on a standalone cluster", function () {
  let s3: S3Server;
  let cluster: SparkCluster;
  let desk: Desk;
  let server: Started;
  let url: string;
  let token: string;
  let notebook: string;
  /** The bucket of the logs. */
  let logs: string;

  before(async function () {
    const found = await findVersitygw();
    if ("missing" in found) {
      console.log(`      Spark over S3: skipped, ${found.missing}`);
      return this.skip();
    }
    s3 = await startS3Server();
    const state = await s3.bucket();
    logs = await s3.bucket();
    await s3.put(logs, `web/${LOGS}`, await readFile(join(root, "examples/data", LOGS)));
    if (noBrowser === undefined) packExtension();
    cluster = await sparkCluster({ env: s3.env });

    desk = await makeDesk();
    const { endpoint, region } = s3;
    const config = await desk.write(
      "server.yaml",
      [
        "name: a team",
        "port: 0",
        `state: s3://${state}/between`,
        `s3: {endpoint: "${endpoint}", region: ${region}, path-style: true}`,
        "data: ./data",
        `engines: {prod: {address: "${cluster.address}", label: Spark}}`,
      ].join("\n"),
    );
    server = desk.start(["serve", "--config", config], s3.env);
    url = /listens on (ws:\S+)/.exec(await server.says(/listens on ws:/))?.[1] ?? assert.fail("no address");
    const added = await desk.run(["token", "add", "mina", "--role", "analyst", "--config", config], s3.env);
    token = added.stdout.trim();

    const example = await readFile(join(root, "examples/5-three-languages.between-nb"), "utf8");
    notebook = example
      .replace("engine: local-spark", "engine: prod")
      .replace(`./data/${LOGS}`, `"s3://${logs}/web/${LOGS}"`);
    await desk.write("words.between-nb", notebook);
  });
  after(async () => {
    server?.child.kill();
    await server?.ended;
    await desk?.end();
    await cluster?.end();
    await s3?.end();
  });

  it("runs with between run on the team's server, to a report", async () => {
    const ran = await desk.run(["run", "words.between-nb", "--server", url, "--report", "words.html"], {
      BETWEEN_TOKEN: token,
    });
    assert.equal(ran.code, 0, ran.stdout + ran.stderr);
    assert.match(ran.stdout, /done · .* · 4 cells/);
    // Three times the same count, and no word that one of them counted otherwise.
    assert.equal(ran.stdout.match(/http +18229\n/g)?.length, 3, ran.stdout);
    assert.match(ran.stdout, /\n +0 rows\n/);
    assert.match(await readFile(join(desk.folder, "words.html"), "utf8"), /Counted in Scala/);
  });

  const inEditor = "runs in VS Code on the team's server";
  if (noBrowser !== undefined)
    it(inEditor, function () {
      console.log(`      VS Code on the cluster: skipped, ${noBrowser}`);
      this.skip();
    });
  else
    scenario(inEditor, {}, async ({ vscode, workbench }) => {
      await vscode.write("words.between-nb", notebook);
      await workbench.open("words.between-nb");
      await onTeam(workbench);
      await workbench.toolbar("Run All");
      for (const index of CELLS)
        assert.equal(await workbench.cell(index).until(["success", "error"], CELL_MS), "success", `cell ${index}`);
      await workbench.cell(CELLS[1] ?? 0).show();
      await workbench.screenshot("cluster-scala");
      assert.equal(await vscode.serverPid(), undefined, "nothing was started on this machine");
    });

  /** Adds the team's server and takes its engine for the notebook in front. */
  async function onTeam(workbench: Workbench): Promise<void> {
    await workbench.page.keyboard.press("F1");
    await inputLine(workbench).fill(">Between Notebooks: Add Server…");
    await workbench.choose("Between Notebooks: Add Server…");
    for (const [step, text] of [url, "a team", token].entries())
      await answerLine(workbench, `Add server (${step + 1}/3)`, text);
    await takeOffer(workbench, "“a team” is added", "Use for This Notebook");
    await workbench.page.locator('.statusbar-item[id$="between.status"]', { hasText: "prod · a team" }).waitFor();
  }

  if (noBrowser === undefined)
    scenario("logs on S3 become a source, and a file of the notebook's folder travels", {}, async (scene) => {
      const { vscode, workbench } = scene;
      await vscode.write("own.between-nb", "# Own\n");
      // Of a size that takes more than one message.
      const lines = Array.from({ length: 200_000 }, (_, n) => `${n},사람 ${n}`);
      await vscode.write("people.csv", `id,name\n${lines.join("\n")}\n`);
      await workbench.open("own.between-nb");
      await onTeam(workbench);
      await workbench.toolbar("Add Data…");
      await workbench.choose("An address");
      await answerLine(workbench, "Add data", `s3://${logs}/web/`);
      await workbench.choose("text");
      await answerLine(workbench, "Add data", "lines");
      await workbench.page.locator(".view-line", { hasText: "from lines" }).waitFor({ timeout: CELL_MS });
      await workbench.cell(2).run();
      assert.equal(await workbench.cell(2).until(["success", "error"], CELL_MS), "success");
      await (await workbench.outputs()).getByText("semicomplete.com").first().waitFor();

      await workbench.toolbar("Add Data…");
      await workbench.choose("A file");
      await chooseFile(workbench, join(vscode.folder, "people.csv"));
      await answerLine(workbench, "Add data", "people");
      await workbench.page.locator(".view-line", { hasText: "from people" }).waitFor({ timeout: CELL_MS });
      await workbench.cell(3).type("select count(*) as many, max(name) as last from people");
      await workbench.cell(3).run();
      assert.equal(await workbench.cell(3).until(["success", "error"], CELL_MS), "success");
      await (await workbench.outputs()).getByText("사람 99999").waitFor();
      await workbench.screenshot("cluster-own-data");
    });
});
