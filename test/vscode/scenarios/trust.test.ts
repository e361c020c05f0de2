import assert from "node:assert/strict";
import { describe } from "mocha";
import { scenario } from "../scenario.ts";

const NOTEBOOK = "```{sql}\nselect 6 * 7 as answer\n```\n";

describe("a workspace that is not trusted", () => {
  const options = { trust: true, settings: { "security.workspace.trust.startupPrompt": "never" } };

  scenario("is read and edited, runs nothing, and runs once it is trusted", options, async ({ vscode, workbench }) => {
    await vscode.write("a.between-nb", NOTEBOOK);
    await workbench.open("a.between-nb");
    await workbench.cell(0).type("select 6 * 8 as answer");
    await workbench.toolbar("Run All");
    // The editor itself asks before anything runs.
    const ask = workbench.page.locator(".monaco-dialog-box", { hasText: "trust" });
    await ask.waitFor();
    assert.equal(await vscode.serverPid(), undefined, "nothing was started");
    await workbench.screenshot("untrusted");
    await ask.locator(".monaco-button", { hasText: "Trust" }).first().click();
    await workbench.cell(0).until("success", 120_000);
    const outputs = await workbench.outputs();
    await outputs.getByRole("gridcell", { name: "48" }).waitFor();
  });
});
