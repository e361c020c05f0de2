import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe } from "mocha";
import { violations } from "../axe.ts";
import { viewPage } from "../questions.ts";
import { scenario } from "../scenario.ts";
import { THEMES, type Theme } from "../workbench.ts";

const NOTEBOOK = `---
between: 1
title: Orders of {{day}}
timezone: Asia/Seoul
params:
  day: {type: date, default: 2026-11-01, label: Day looked at, description: The day of the orders}
  least: {type: integer, default: 1000}
  kinds: {type: choice, options: [coffee, bread, tea], multiple: true, default: [coffee, bread]}
---
\`\`\`{sql}
--| name: chosen
select :day as day, :least as least, :kinds as kinds
\`\`\`

\`\`\`{sql}
select date_add(day, 1) as next from chosen
\`\`\`

\`\`\`{sql}
select 1 as one
\`\`\`
`;

describe("the parameters view", () => {
  scenario("a changed value makes what depends on it stale, and is used by the next run", {}, async (scene) => {
    const { vscode, workbench } = scene;
    const file = await vscode.write("orders.between-nb", NOTEBOOK);
    await workbench.open("orders.between-nb");
    await workbench.run("Between Notebooks: Focus on Parameters View");
    await workbench.toolbar("Run All");
    await workbench.cell(3).until("success", 120_000);
    const outputs = await workbench.outputs();
    await outputs.getByRole("gridcell", { name: "2026-11-02" }).waitFor();

    // The page of the view is made anew with each change.
    const field = async (label: string) =>
      (await viewPage(workbench, "[data-name=day]")).getByLabel(label, { exact: false }).first();
    const day = await field("Day looked at");
    await day.fill("2026-11-05");
    await day.press("Tab");
    const status = workbench.page.locator(".cell-statusbar-container .cell-status-item", { hasText: "Stale" });
    await status.nth(1).waitFor();
    assert.equal(await status.count(), 2, "the third cell reads nothing of it");
    await outputs.getByText("Computed with other values of day").first().waitFor();
    await workbench.screenshot("parameters-light");

    await workbench.toolbar("Run Stale Cells");
    await outputs.getByRole("gridcell", { name: "2026-11-06" }).waitFor();
    await status.first().waitFor({ state: "detached" });

    const least = await field("least");
    await least.fill("a few");
    await least.press("Tab");
    const problem = (await viewPage(workbench, ".problem")).locator(".problem");
    await problem.getByText("no whole number").waitFor();
    const isInSight = await problem.evaluate((one) => one.getBoundingClientRect().bottom <= window.innerHeight);
    assert.ok(isInSight, "what is wrong can be read without scrolling");
    // SAFETY: the names of the record that is typed by them.
    for (const theme of Object.keys(THEMES) as Theme[]) {
      await workbench.theme(theme);
      assert.deepEqual(
        await violations(await viewPage(workbench, "[data-name=day]"), "body", "--vscode-sideBar-background"),
        [],
        theme,
      );
      if (theme === "dark") await workbench.screenshot("parameters-dark");
    }

    await workbench.run("Between Notebooks: Reset Parameters to Their Defaults");
    await (
      await viewPage(workbench, "[data-name=day][value='2026-11-01']")
    )
      .locator(".problem")
      .waitFor({ state: "detached" });
    await status.nth(1).waitFor();
    assert.equal(await readFile(file, "utf8"), NOTEBOOK, "the file keeps its defaults");
  });

  scenario("the keyboard stays where the person put it, in a cell or in the next field", {}, async (scene) => {
    const { vscode, workbench } = scene;
    const { page } = workbench;
    await vscode.write("orders.between-nb", NOTEBOOK);
    await workbench.open("orders.between-nb");
    await workbench.run("Between Notebooks: Focus on Parameters View");
    const view = await viewPage(workbench, "[data-name=day]");
    const [day, least] = [view.locator("[data-name=day]"), view.locator("[data-name=least]")];
    await day.click();
    await day.fill("2026-11-05");
    await (await workbench.cell(3).show()).locator(".view-line").first().click();
    await view.locator(".reset").first().waitFor();
    await page.keyboard.press("End");
    await page.keyboard.type(" -- hello");
    await page.locator(".view-line", { hasText: "select 1 as one -- hello" }).waitFor();
    assert.equal(await day.inputValue(), "2026-11-05");

    await least.click();
    await least.fill("77");
    await page.keyboard.press("Shift+Tab");
    await view.locator(".reset").nth(1).waitFor();
    const focused = () =>
      view.evaluate(() => document.activeElement?.getAttribute("data-for") ?? document.activeElement?.id);
    assert.notEqual(await focused(), await least.getAttribute("id"));
    assert.notEqual(await focused(), "");
    assert.equal(await least.inputValue(), "77");
  });
});
