import assert from "node:assert/strict";
import { describe } from "mocha";
import { scenario } from "../scenario.ts";

/** The result with a chart by hour, and the one below it. */
const BY_HOUR = 6;
const UNCHANGED = 8;
const WINDOW = { width: 1400, height: 1080 };
/** Pixels that the table below its code takes, with the window's status bar. */
const TABLE = 250;
const STEP = 40;
/** Pixels left of the bars, and the middle of the one that stands out as a share of their width: the 23rd of 84. */
const AXIS = 32;
const SPIKE = 23 / 84;
/** As much of what is ours as a picture holds. */
const settings = {
  "breadcrumbs.enabled": false,
  "editor.fontSize": 12,
};

describe("the pictures of the README", () => {
  scenario("are an example's chart and table, and the Data view", { settings }, async ({ workbench }) => {
    const { page } = workbench;
    await page.setViewportSize(WINDOW);
    await workbench.run("Between Notebooks: Open Example Notebooks…");
    await workbench.choose("Four days of a web server");
    await workbench.choose("work/between-examples");
    await page.locator(".tab.active", { hasText: "2-apache-logs.between-nb" }).waitFor();
    await workbench.run("Between Notebooks: Focus on Data View");
    await workbench.toolbar("Run All");
    await workbench.cell(UNCHANGED).until("success", 120_000);
    await page.getByRole("button", { name: "Parameters Section" }).click();
    const inDataView = (text: string) => page.getByRole("treeitem").filter({ hasText: text }).first();
    await inDataView("requests").click();
    await inDataView("agent").waitFor();
    const outputs = await workbench.outputs();

    await workbench.cell(BY_HOUR).show();
    const byHour = outputs.locator("svg.marks", { hasText: "3xx elsewhere" });
    await byHour.waitFor();
    await page.mouse.move(0, 0);
    await workbench.screenshot("editor-light");

    await workbench.theme("dark");
    const below = page.locator(`.cell-list-container .monaco-list-row[data-index="${UNCHANGED}"]`);
    const bottom = async () => {
      const box = (await below.count()) > 0 ? await below.boundingBox() : null;
      return box ? box.y + box.height : Infinity;
    };
    while ((await bottom()) > WINDOW.height - TABLE) await workbench.scroll(STEP);
    await outputs.getByRole("gridcell", { name: "75.97.9.59" }).first().waitFor();
    // Not by `hover`, which scrolls.
    const chart = await byHour.boundingBox();
    assert.ok(chart);
    await page.mouse.move(chart.x + AXIS + SPIKE * (chart.width - AXIS), chart.y + chart.height / 2);
    await outputs.getByText("2015-05-18 09:00:00").first().waitFor();
    await workbench.screenshot("editor-dark");
  });
});
