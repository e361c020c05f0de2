import { setTimeout as sleep } from "node:timers/promises";
import { describe } from "mocha";
import { scenario } from "../scenario.ts";

const NOTEBOOK = "```{scala}\nval answer = 6 * 7\n```\n";

/** Until something is logged. */
async function logged(logs: () => Promise<string>, line: RegExp): Promise<void> {
  for (const deadline = performance.now() + 30_000; !line.test(await logs()); await sleep(200))
    if (performance.now() > deadline) throw new Error(`No line is like ${line}`);
}

describe("a Scala cell on the embedded engine", () => {
  // No Java: what the cell is asked of is the engine that was switched to, whether that can start here or not.
  const env = { JAVA_HOME: "/nowhere" };
  scenario("is offered local-spark, and runs there, by the keyboard alone", { env }, async ({ vscode, workbench }) => {
    const { page } = workbench;
    await vscode.write("a.between-nb", NOTEBOOK);
    await workbench.open("a.between-nb");
    await workbench.toolbar("Run All");
    await workbench.cell(0).until("error", 120_000);
    const outputs = await workbench.outputs();
    const button = outputs.getByRole("button", { name: "Switch to local-spark" });
    await button.waitFor();
    await workbench.screenshot("scala-switch");
    await button.press("Enter");
    await outputs.getByText("The notebook’s engine is local-spark now.").waitFor();
    await page.locator(".kernel-label", { hasText: "local-spark · this machine" }).waitFor();
    await workbench.screenshot("scala-switched");
    await outputs.getByRole("button", { name: "Run this cell again" }).press("Enter");
    await logged(vscode.logs, /asked ask=open .*engine=local-spark/);
    await logged(vscode.logs, /asked ask=run .*cells=1/);
  });
});
