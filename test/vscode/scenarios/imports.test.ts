import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe } from "mocha";
import { root } from "../../support/between.ts";
import { scenario } from "../scenario.ts";

const workspace = join(root, "notebook/importers/test-data");

describe("notes of others opened as Between notebooks", () => {
  scenario("one of Zeppelin from the explorer, with a report, and nothing is run", { workspace }, async (scene) => {
    const { vscode, workbench } = scene;
    const name = "sign-ups_2K7WQ9XTB.zpln";
    const before = await readFile(join(vscode.folder, name));
    const { page } = workbench;
    await page.locator(".explorer-folders-view .monaco-list-row", { hasText: name }).click({ button: "right" });
    await page.locator(".monaco-menu .action-item", { hasText: "Open as Between Notebook" }).click();
    const told = await workbench.message("Imported:");
    await page.locator(".tab.active", { hasText: ".between-nb" }).waitFor();
    await workbench.screenshot("imported-zeppelin");
    await told.getByText("Show Report").click();
    await page.locator(".tab.active", { hasText: "Preview" }).waitFor();
    await workbench.screenshot("imported-report");
    assert.equal(await vscode.serverPid(), undefined);
    assert.deepEqual(await readFile(join(vscode.folder, name)), before);
  });

  scenario("one of Jupyter by the command, and a second time", { workspace }, async ({ vscode, workbench }) => {
    const { page } = workbench;
    await workbench.open("explore.ipynb");
    await workbench.run("Between Notebooks: Open as Between Notebook");
    await workbench.message("Imported:");
    await page.locator(".tab.active", { hasText: "explore.between-nb" }).waitFor();
    const text = await readFile(join(vscode.folder, "explore.between-nb"), "utf8");
    assert.match(text, /```\{sql\}\n--\| name: daily/);
    await workbench.screenshot("imported-jupyter");

    await workbench.open("explore.ipynb");
    await workbench.run("Between Notebooks: Open as Between Notebook");
    await page.locator(".tab.active", { hasText: "explore.between-nb" }).waitFor();
    assert.equal(await readFile(join(vscode.folder, "explore.between-nb"), "utf8"), text);
  });
});
