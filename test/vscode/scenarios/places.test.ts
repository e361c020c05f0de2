import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { describe } from "mocha";
import { scenario } from "../scenario.ts";
import type { Workbench } from "../workbench.ts";

describe("a notebook that moves", () => {
  scenario("keeps what is shown when it is saved for the first time", {}, async ({ workbench }) => {
    const { page } = workbench;
    await workbench.run("New Between Notebook");
    await workbench.cell(2).show();
    await workbench.toolbar("Run All");
    await workbench.cell(2).until("success");
    // What is on screen is kept within a second.
    await page.waitForTimeout(2500);
    const input = page.locator(".quick-input-widget input").first();
    await page.keyboard.press("F1");
    await input.fill(">File: Save As...");
    await page.locator(".quick-input-list .monaco-list-row", { hasText: "File: Save As..." }).first().click();
    // The dialog for the file is the same box again.
    await page
      .getByRole("combobox", { name: /Save As/ })
      .or(page.locator("input[aria-label*='Save As']"))
      .first()
      .waitFor();
    await page.waitForTimeout(1000);
    await page.keyboard.press("Enter");
    await page.locator(".explorer-folders-view .monaco-list-row", { hasText: "Untitled-1.between-nb" }).waitFor();
    await page.locator(".tab.active:not(.dirty)").waitFor();
    await workbench.cell(2).until("success");
    await (await workbench.outputs()).getByRole("grid").first().waitFor();
    await workbench.screenshot("saved-first-time");
  });

  scenario("keeps what is shown when its file is renamed", {}, async ({ vscode, workbench }) => {
    const { page } = workbench;
    await vscode.write("old.between-nb", "```{sql}\nselect 42 as answer\n```\n");
    await workbench.open("old.between-nb");
    await workbench.cell(0).run();
    await workbench.cell(0).until("success");
    await page.waitForTimeout(2500);
    await rename(workbench, "old.between-nb", "new.between-nb");
    await page.locator(".tab.active", { hasText: "new.between-nb" }).waitFor();
    await workbench.cell(0).until("success");
    assert.match(await (await workbench.outputs()).getByRole("grid").first().innerText(), /42/);
  });

  scenario("goes on with what runs, and keeps what has just ended", {}, async ({ vscode, workbench }) => {
    const pairs =
      "select count(*) as pairs from range(0, 60000) a cross join range(0, 60000) b where (a.id * 31 + b.id) % 7 = 3";
    const cells = ["select 41 as before", pairs, "select 43 as after"];
    await vscode.write("old.between-nb", cells.map((code) => `\`\`\`{sql}\n${code}\n\`\`\`\n`).join("\n"));
    await workbench.open("old.between-nb");
    await workbench.toolbar("Run All");
    await workbench.cell(0).until("success", 120_000);
    await workbench.cell(1).until("executing");
    await rename(workbench, "old.between-nb", "new.between-nb");
    await workbench.page.locator(".tab.active", { hasText: "new.between-nb" }).waitFor();
    await workbench.cell(1).until("executing");
    await workbench.cell(0).until("success");
    await workbench.cell(1).until("success", 120_000);
    await workbench.cell(2).until("success");
    const grids = (await workbench.outputs()).getByRole("gridcell");
    for (const value of ["41", "514285714", "43"]) await grids.filter({ hasText: value }).first().waitFor();
  });

  scenario("keeps what is shown when its folder is renamed", {}, async ({ vscode, workbench }) => {
    await mkdir(join(vscode.folder, "before"));
    await vscode.write("before/a.between-nb", "```{sql}\nselect 42 as answer\n```\n");
    await workbench.open("before/a.between-nb");
    await workbench.toolbar("Run All");
    await workbench.cell(0).until("success", 120_000);
    await rename(workbench, "before", "after");
    await workbench.page.locator(".explorer-folders-view .monaco-list-row", { hasText: "after" }).first().waitFor();
    await workbench.cell(0).until("success");
    await (await workbench.outputs()).getByRole("gridcell", { name: "42" }).waitFor();
  });
});

async function rename({ page }: Workbench, from: string, to: string): Promise<void> {
  await page.locator(".explorer-folders-view .monaco-list-row", { hasText: from }).first().click();
  await page.keyboard.press("F2");
  await page.keyboard.press("Control+a");
  await page.keyboard.type(to);
  await page.keyboard.press("Enter");
}
