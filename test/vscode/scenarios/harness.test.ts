import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, it } from "mocha";
import { root } from "../../support/between.ts";
import { startVsCode } from "../start-vscode.ts";
import { openWorkbench } from "../workbench.ts";

describe("the harness itself", () => {
  it("runs cells of a small extension and sees their states and outputs @smoke", async () => {
    await using vscode = await startVsCode({ extensions: [join(root, "test/vscode/probe")] });
    await vscode.write("a.probe", "hello\n?why\n");
    await using workbench = await openWorkbench(vscode);
    await workbench.open("a.probe");
    await workbench.toolbar("Run All");
    await workbench.cell(0).until("success");
    await workbench.cell(1).until("error");
    const outputs = await workbench.outputs();
    assert.equal(await outputs.locator(".probe").first().innerText(), "HELLO");
    await workbench.screenshot("harness");
  });
});
