import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe } from "mocha";
import { startFakeServer, type FakeServer } from "../fake-server.ts";
import { answerLine, pickKernel } from "../questions.ts";
import { scenario } from "../scenario.ts";

/** Bytes of a process's memory that lie in RAM. */
async function memoryOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024;
}

const MB = 1_000_000;

describe("results larger than a window", () => {
  scenario("ten million rows are fetched, and the last one is seen", {}, async ({ vscode, workbench }) => {
    const query = "select id, id * 7 as n, concat('row ', id) as s from range(10000000) order by id";
    await vscode.write("many.between-nb", `\`\`\`{sql}\n${query}\n\`\`\`\n`);
    await workbench.open("many.between-nb");
    await workbench.toolbar("Run All");
    await workbench.cell(0).until("success", 120_000);
    const outputs = await workbench.outputs();
    await outputs.getByText("first 10,000 of more").waitFor();
    const heap = () =>
      // SAFETY: Chromium's own, not in the DOM's types.
      outputs.evaluate(
        () => (performance as Performance & { memory: { usedJSHeapSize: number } }).memory.usedJSHeapSize,
      );
    const before = await heap();
    await outputs.getByRole("button", { name: "Fetch all" }).click();
    await outputs.getByText("10,000,000 rows", { exact: true }).waitFor({ timeout: 180_000 });

    const grid = outputs.getByRole("grid");
    await grid.getByRole("gridcell", { name: "row 0", exact: true }).click();
    await workbench.page.keyboard.press("Control+End");
    await grid.getByRole("gridcell", { name: "row 9999999", exact: true }).waitFor();
    await grid.getByRole("gridcell", { name: "69999993", exact: true }).waitFor();
    assert.equal(await grid.getAttribute("aria-rowcount"), "10000001");
    await workbench.screenshot("ten-million-light");

    await grid.evaluate((box) => (box.scrollTop = (box.scrollHeight - box.clientHeight) / 2));
    const middle = grid.getByRole("gridcell", { name: /^row (49999|50000)\d\d$/ });
    await middle.first().waitFor();
    for (let step = 1; step < 20; step++) {
      await grid.evaluate((box, share) => (box.scrollTop = box.scrollHeight * share), step / 20);
      await grid
        .getByRole("gridcell", { name: new RegExp(`^row ${Math.floor(step / 2)}\\d{6}$|^row \\d{6,7}$`) })
        .first()
        .waitFor();
    }
    await workbench.theme("dark");
    await grid
      .getByRole("gridcell", { name: /^row 9[0-9]{6}$/ })
      .first()
      .waitFor();
    await workbench.screenshot("ten-million-dark");

    const grown = (await heap()) - before;
    const pid = await vscode.serverPid();
    assert.ok(pid);
    const server = await memoryOf(pid);
    console.log(`      outputs grew by ${Math.round(grown / MB)} MB, the server has ${Math.round(server / MB)} MB`);
    assert.ok(grown < 60 * MB, `the outputs' page grew by ${grown} bytes`);
    // The rows are 260 MB as Arrow.
    assert.ok(server < 400 * MB, `the server has ${server} bytes`);
  });

  const settings: Record<string, unknown> = {};
  let fake: FakeServer;
  before(async () => {
    fake = await startFakeServer();
    settings["between.servers"] = [{ name: "fake", url: fake.url }];
  });
  after(() => fake.end());

  scenario(
    "50 MB of printed text leave the editor at hand, and what is left out is counted",
    { settings },
    async (scene) => {
      const { vscode, workbench } = scene;
      await vscode.write(
        "text.between-nb",
        "```{sql}\nprint -- fake: text 50MB\n-- fake: none\n```\n\n```{sql}\nselect 2\n```\n",
      );
      await workbench.open("text.between-nb");
      await pickKernel(workbench, "fake");
      await workbench.toolbar("Run All");
      await answerLine(workbench, "Token of fake", fake.token);
      await workbench.cell(0).until("success", 120_000);
      const outputs = await workbench.outputs();
      const printed = outputs.getByRole("group", { name: "Text output" }).first();
      await outputs
        .getByText("The first 4,000,000 characters of the text output are kept; 46,000,000 more are left out.")
        .waitFor();
      await printed.getByText("line 39999 ").waitFor();
      await workbench.screenshot("long-text-end");
      await printed.evaluate((box) => (box.scrollTop = 0));
      const said = await printed.getByText("characters left out here").innerText();
      const leftOut = Number(/[\d,]+/.exec(said)?.[0].replaceAll(",", ""));
      const shown = await printed.evaluate((box) =>
        [...box.querySelectorAll("pre")].reduce((sum, { textContent }) => sum + textContent.length, 0),
      );
      assert.equal(shown + leftOut, 4 * MB, "what the server keeps of it");
      await workbench.screenshot("long-text");
      // The editor still takes what is typed, at once.
      const start = performance.now();
      await workbench.cell(1).type("select 'still at hand'");
      await workbench.page.locator(".view-line", { hasText: "still at hand" }).waitFor();
      console.log(`      typed and seen after ${Math.round(performance.now() - start)} ms`);
      await workbench.cell(1).run();
      await workbench.cell(1).until("success");
    },
  );
});
