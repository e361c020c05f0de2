import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe } from "mocha";
import { chooseFile, inputLine, viewPage } from "../questions.ts";
import { scenario } from "../scenario.ts";
import type { Workbench } from "../workbench.ts";

/** Colours of a step's picture as it is drawn, once it is there. */
async function coloursOf(workbench: Workbench, label: string): Promise<string[]> {
  const view = await viewPage(workbench, `svg[aria-label^="${label}"]`);
  return view
    .locator("svg")
    .evaluate((svg) => [...svg.querySelectorAll("rect")].map((rect) => getComputedStyle(rect).fill));
}

/** What the steps show, in their order. */
const PICTURES = [
  "Four example notebooks to choose from",
  "A cell with its query, its state and a table under it",
  "The Data view lists sources and named results with their columns",
  "A result as a chart, with the switch between table and chart",
  "One HTML file with text, charts and tables",
  "Kernels of this machine and of a team server",
];

describe("first steps", () => {
  scenario("the walkthrough opens, with a picture for each step", {}, async ({ workbench }) => {
    const { page } = workbench;
    // Pictures have room only beside the steps.
    await workbench.run("View: Toggle Primary Side Bar Visibility");
    await workbench.run("Between Notebooks: Get Started");
    const steps = page.locator(".gettingStarted .getting-started-step");
    await steps.first().waitFor();
    assert.equal(await steps.count(), PICTURES.length);
    for (const [step, label] of PICTURES.entries()) {
      await steps.nth(step).locator(".step-title").click();
      // Black is what a colour becomes that the page's policy does not let in.
      const colours = new Set(await coloursOf(workbench, label));
      assert.ok(colours.size > 1 && !colours.has("rgb(0, 0, 0)"), `${label}: ${[...colours].join()}`);
      await workbench.screenshot(`walkthrough-${step + 1}`);
    }
    await workbench.theme("dark");
    await workbench.screenshot("walkthrough-dark");
  });

  scenario("a new notebook from New File… runs, is saved, and keeps its results", {}, async ({ vscode, workbench }) => {
    const { page } = workbench;
    const titled = page.locator(".quick-input-title", { hasText: "New File" });
    // The editor's own command fails as long as its window is not restored.
    const tooEarly = page.locator(".monaco-dialog-box", { hasText: "'Create: New File...' resulted in an error" });
    // What the menu "File" has as "New File...".
    const ask = async () => {
      await page.keyboard.press("F1");
      await inputLine(workbench).fill(">Create: New File...");
      await workbench.choose("Create: New File...");
      await titled.or(tooEarly).waitFor();
    };
    await ask();
    while (await tooEarly.isVisible()) {
      await page.keyboard.press("Escape");
      await tooEarly.waitFor({ state: "hidden" });
      await ask();
    }
    await workbench.screenshot("new-file");
    await workbench.choose("Between Notebook");
    await page.locator(".notebookOverlay:visible .code-cell-row").first().waitFor();
    const index = Number(
      await page.locator(".notebookOverlay:visible .code-cell-row").last().getAttribute("data-index"),
    );
    await workbench.toolbar("Run All");
    await workbench.cell(index).until("success", 120_000);
    const file = join(vscode.folder, "first.between-nb");
    await page.keyboard.press("Control+s");
    await chooseFile(workbench, file);
    await page.locator(".tab.active", { hasText: "first.between-nb" }).waitFor();
    assert.match(await readFile(file, "utf8"), /select 1 as one/);
    await workbench.cell(index).until("success");
    await (await workbench.outputs()).getByRole("gridcell", { name: "1", exact: true }).waitFor();
    await workbench.screenshot("new-saved");
    await workbench.reload();
    // A browser's window does not always know which tabs it had a moment ago.
    await workbench.open("first.between-nb");
    await workbench.cell(index).until("success");
    await (await workbench.outputs()).getByRole("gridcell", { name: "1", exact: true }).waitFor();
  });
});
