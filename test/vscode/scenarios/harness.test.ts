import assert from "node:assert/strict";
import { join } from "node:path";
import { describe } from "mocha";
import { root } from "../../support/between.ts";
import { scenario } from "../scenario.ts";

describe("the harness itself", () => {
  const extensions = [join(root, "test/vscode/probe")];

  scenario("runs cells and sees their states, outputs and messages", { extensions }, async ({ vscode, workbench }) => {
    await vscode.write("a.probe", `hello\n?why\n${"more\n".repeat(20)}last\n`);
    await workbench.open("a.probe");
    await workbench.toolbar("Run All");
    await workbench.cell(0).until("success");
    await workbench.cell(1).until("error");
    const outputs = await workbench.outputs();
    await outputs.locator(".probe", { hasText: "HELLO" }).waitFor();
    await workbench.cell(22).until("success");
    await outputs.locator(".probe", { hasText: "LAST" }).waitFor();
    await workbench.run("Probe: Say Hello");
    await workbench.message("Hello in en");
    await workbench.screenshot("harness");
  });

  scenario("shows Korean, and other themes", { extensions, locale: "ko" }, async ({ vscode, workbench }) => {
    await vscode.write("a.probe", "hello\n");
    await workbench.open("a.probe");
    await workbench.cell(0).run();
    await workbench.cell(0).until("success");
    await workbench.run("Probe: Say Hello");
    await workbench.message("Hello in ko");
    const outputs = await workbench.outputs();
    const kinds: string[] = [];
    for (const theme of ["light", "dark", "high-contrast", "high-contrast-light"] as const) {
      await workbench.theme(theme);
      kinds.push((await outputs.locator("body").getAttribute("data-vscode-theme-kind")) ?? "");
    }
    const expected = ["vscode-light", "vscode-dark", "vscode-high-contrast", "vscode-high-contrast-light"];
    assert.deepEqual(kinds, expected);
  });
});
