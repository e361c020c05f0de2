import assert from "node:assert/strict";
import { describe } from "mocha";
import { scenario } from "../scenario.ts";

/** The second result with a chart, whose output follows its code. */
const CHART = 6;

describe("a first run from nothing", () => {
  scenario("an example opens, runs, and shows tables and charts @smoke", {}, async ({ vscode, workbench }) => {
    assert.equal(await vscode.serverPid(), undefined, "nothing starts before a notebook is opened");
    await workbench.run("Between Notebooks: Open Example Notebooks…");
    await workbench.choose("Four days of a web server");
    await workbench.choose("work/between-examples");
    await workbench.page.locator(".tab.active", { hasText: "2-apache-logs.between-nb" }).waitFor();
    await workbench.run("View: Toggle Primary Side Bar Visibility");
    await workbench.toolbar("Run All");
    const outputs = await workbench.outputs();
    await outputs.getByRole("grid").first().waitFor({ timeout: 120_000 });
    await workbench.cell(CHART).show();
    await outputs.locator("svg.marks, canvas.marks").first().waitFor();
    for (const theme of ["light", "dark", "high-contrast", "high-contrast-light"] as const) {
      await workbench.theme(theme);
      await workbench.screenshot(`example-${theme}`);
    }
  });
});
