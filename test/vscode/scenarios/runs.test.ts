import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, it } from "mocha";
import { isAlive } from "../../support/between.ts";
import { startVsCode } from "../start-vscode.ts";
import type { VsCode } from "../start-vscode.ts";
import { openWorkbench } from "../workbench.ts";
import type { Workbench } from "../workbench.ts";

const notebook = (...cells: string[]) => cells.map((code) => `\`\`\`{sql}\n${code}\n\`\`\`\n`).join("\n");

/** Pairs of numbers, counted by brute force: nine at 3, some seconds at 20,000, hours at 3,000,000. */
const pairs = (rows: number) =>
  `select count(*) as pairs from range(0, ${rows}) a cross join range(0, ${rows}) b where (a.id * 31 + b.id) % 7 = 3`;

const texts = async (workbench: Workbench, index: number) => (await workbench.cell(index).status()).join(" | ");
const isDirty = async ({ page }: Workbench) => (await page.locator(".tabs-container .tab.active.dirty").count()) > 0;

/** Reloads; the engine leaves the window little of the machine meanwhile. */
async function reload(workbench: Workbench): Promise<void> {
  await workbench.reload();
  // A window that was opened a moment ago has not yet noted what was open in it.
  await workbench.open("a.between-nb");
  await workbench.page.locator(".notebookOverlay:visible .cell-list-container").waitFor({ timeout: 120_000 });
}

/** Until the editor has put unsaved text aside: what it refuses beside too much output. */
async function untilBackedUp({ folder }: VsCode): Promise<void> {
  const backups = join(folder, "../data/User/Backups");
  const holdsText = async () => {
    const entries = await readdir(backups, { recursive: true, withFileTypes: true }).catch(() => []);
    return entries.some((entry) => entry.isFile());
  };
  const deadline = performance.now() + 60_000;
  while (!(await holdsText())) {
    if (performance.now() > deadline) throw new Error("the unsaved text was not backed up");
    await sleep(100);
  }
}

async function untilStatus(workbench: Workbench, index: number, pattern: RegExp, limitMs = 30_000): Promise<void> {
  const deadline = performance.now() + limitMs;
  await workbench.cell(index).show();
  while (!pattern.test(await texts(workbench, index))) {
    if (performance.now() > deadline) throw new Error(`cell ${index} says ${await texts(workbench, index)}`);
    await sleep(50);
  }
}

describe("running cells in the window", () => {
  it("runs all up to the failing one, says where it failed, and changes nothing in the file @smoke", async () => {
    await using vscode = await startVsCode();
    const text = notebook("select 1 as one", "select nosuch from range(3)", "select 3 as three");
    const file = await vscode.write("a.between-nb", text);
    await using workbench = await openWorkbench(vscode);
    await workbench.open("a.between-nb");
    await workbench.toolbar("Run All");
    await workbench.cell(0).until("success", 120_000);
    await workbench.cell(1).until("error");
    assert.equal(await workbench.cell(2).state(), "idle");
    await untilStatus(workbench, 0, /1 row/);
    await workbench.page.locator(".squiggly-error").first().waitFor();
    assert.equal(await isDirty(workbench), false);
    assert.equal(await readFile(file, "utf8"), text);
    await workbench.cell(1).type("select 2 as two");
    await untilStatus(workbench, 1, /Stale/);
    await workbench.page.locator(".squiggly-error").first().waitFor({ state: "detached" });
    await workbench.screenshot("runs-stale");
    await workbench.run("Run Stale Cells");
    await workbench.cell(1).until("success");
    await untilStatus(workbench, 1, /1 row/);
    await workbench.screenshot("runs-all");
  });

  it("goes on when the file is changed on disk below it, as by git or another window", async () => {
    await using vscode = await startVsCode();
    const cells = ["select 1 as one", pairs(60_000), "select 3 as three"];
    await vscode.write("a.between-nb", notebook(...cells));
    await using workbench = await openWorkbench(vscode);
    await workbench.open("a.between-nb");
    await workbench.toolbar("Run All");
    await workbench.cell(1).until("executing", 120_000);
    await vscode.write("a.between-nb", notebook("select 0 as none", ...cells.slice(1), "select 4 as four"));
    await workbench.cell(3).show();
    assert.equal(await workbench.cell(1).until(["executing", "success"]), "executing");
    await workbench.cell(1).until("success", 120_000);
    await workbench.cell(2).until("success");
    assert.equal(await workbench.cell(3).state(), "idle");
    const outputs = await workbench.outputs();
    await outputs.getByRole("gridcell", { name: "514285714" }).waitFor();
  });

  it("stops a cross join that would take ten minutes, and the engine with it", async () => {
    await using vscode = await startVsCode();
    await vscode.write("a.between-nb", notebook("select 1 as one", pairs(3_000_000), "select 2 as two"));
    await using workbench = await openWorkbench(vscode);
    await workbench.open("a.between-nb");
    await workbench.toolbar("Run All");
    await workbench.cell(1).until("executing", 120_000);
    await sleep(1000);
    const pid = await vscode.serverPid();
    assert.ok(pid);
    await workbench.run("Notebook: Stop Execution");
    await workbench.cell(1).until(["idle", "error"]);
    await untilStatus(workbench, 1, /interrupted/);
    assert.equal(await workbench.cell(2).state(), "idle");
    await workbench.cell(2).run();
    await workbench.cell(2).until("success");
    assert.ok(isAlive(pid), "the server went with it");
    await workbench.screenshot("runs-interrupted");
  });

  it("goes on with what runs after the window was reloaded, and can stop it", async () => {
    await using vscode = await startVsCode();
    await vscode.write("a.between-nb", notebook("select 1 as one", pairs(3_000_000), "select 3 as three"));
    await using workbench = await openWorkbench(vscode);
    await workbench.open("a.between-nb");
    await workbench.toolbar("Run All");
    await workbench.cell(1).until("executing", 120_000);
    await reload(workbench);
    await workbench.cell(0).until("success");
    await workbench.cell(1).until("executing");
    await workbench.cell(2).until("pending");
    await workbench.screenshot("runs-reloaded");
    await workbench.run("Notebook: Stop Execution");
    await untilStatus(workbench, 1, /interrupted/);
    await workbench.cell(2).until("idle");
    assert.equal(await isDirty(workbench), false);
  });

  it("shows what ended while nobody looked, and again without running it", async () => {
    await using vscode = await startVsCode();
    await vscode.write("a.between-nb", notebook(pairs(20_000), "select 3 as three"));
    await using workbench = await openWorkbench(vscode);
    await workbench.open("a.between-nb");
    await workbench.toolbar("Run All");
    await workbench.cell(0).until(["executing", "success"], 120_000);
    await reload(workbench);
    await workbench.cell(0).until("success", 120_000);
    await workbench.cell(1).until("success");
    await untilStatus(workbench, 1, /1 row/);
    await (await workbench.outputs()).getByText("57142857").waitFor();
    await reload(workbench);
    await workbench.cell(1).until("success");
    await untilStatus(workbench, 0, /1 row/);
    await (await workbench.outputs()).getByText("57142857").waitFor();
  });

  it("says that a cell is lost when its server was killed, and runs the next one on another", async () => {
    await using vscode = await startVsCode();
    await vscode.write("a.between-nb", notebook("select 1 as one", pairs(3_000_000)));
    await using workbench = await openWorkbench(vscode);
    await workbench.open("a.between-nb");
    await workbench.toolbar("Run All");
    await workbench.cell(1).until("executing", 120_000);
    const pid = await vscode.serverPid();
    assert.ok(pid);
    process.kill(pid, "SIGKILL");
    await workbench.cell(1).until("error", 60_000);
    await untilStatus(workbench, 1, /lost/);
    assert.equal(await workbench.cell(0).state(), "success");
    await workbench.cell(0).run();
    await untilStatus(workbench, 0, /1 row/);
    await workbench.cell(0).until("success");
    await workbench.screenshot("runs-lost");
  });

  it("shows in one window what another one runs, and stops it from there", async () => {
    await using vscode = await startVsCode();
    await vscode.write("a.between-nb", notebook("select 1 as one", pairs(3_000_000)));
    await using first = await openWorkbench(vscode);
    await first.open("a.between-nb");
    await using second = await openWorkbench(vscode);
    await second.open("a.between-nb");
    await first.page.bringToFront();
    await first.toolbar("Run All");
    await first.cell(1).until("executing", 120_000);
    await second.page.bringToFront();
    await second.cell(0).until("success");
    await second.cell(1).until("executing");
    await second.run("Notebook: Stop Execution");
    await untilStatus(second, 1, /interrupted/);
    await untilStatus(first, 1, /interrupted/);
  });

  it("keeps text that was not saved beside the outputs of two hundred cells, and the outputs too", async () => {
    await using vscode = await startVsCode({ settings: { "files.autoSave": "off" } });
    const cells = Array.from(
      { length: 200 },
      (_, i) => `select id, repeat('x', 90) as text, ${i} as cell from range(0, 400)`,
    );
    await vscode.write("a.between-nb", notebook(...cells));
    await using workbench = await openWorkbench(vscode);
    await workbench.open("a.between-nb");
    await workbench.toolbar("Run All");
    await workbench.cell(0).until("success", 120_000);
    await workbench.run("Notebook: Focus Last Cell");
    await workbench.cell(199).until("success", 240_000);
    await workbench.cell(199).type("select 'not saved' as text");
    await untilStatus(workbench, 199, /Stale/);
    assert.equal(await isDirty(workbench), true);
    await untilBackedUp(vscode);
    await reload(workbench);
    await workbench.page.locator(".notebookOverlay:visible .cell-statusbar-container").first().click();
    await workbench.run("Notebook: Focus Last Cell");
    await workbench.page.locator(".view-line", { hasText: "not saved" }).first().waitFor();
    await untilStatus(workbench, 199, /400 rows/);
    await workbench.cell(199).until("success");
    await untilStatus(workbench, 199, /Stale/);
    await workbench.screenshot("runs-two-hundred");
    await workbench.run("Notebook: Focus First Cell");
    await workbench.cell(0).until("success");
  });
});
