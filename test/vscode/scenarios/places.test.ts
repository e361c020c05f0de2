import assert from "node:assert/strict";
import { describe } from "mocha";
import { scenario } from "../scenario.ts";

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
    await page.locator(".explorer-folders-view .monaco-list-row", { hasText: "old.between-nb" }).click();
    await page.keyboard.press("F2");
    await page.keyboard.press("Control+a");
    await page.keyboard.type("new.between-nb");
    await page.keyboard.press("Enter");
    await page.locator(".tab.active", { hasText: "new.between-nb" }).waitFor();
    await workbench.cell(0).until("success");
    assert.match(await (await workbench.outputs()).getByRole("grid").first().innerText(), /42/);
  });
});
