/**
 * A test in a window of its own: starts a VS Code, opens the window, and ends both. When it fails it leaves
 * `out/screenshots/failed/TITLE.png` and prints what was logged.
 *
 *     scenario("a first run from nothing @smoke", { workspace: "examples" }, async ({ vscode, workbench }) => { … });
 */
import { it } from "mocha";
import { startVsCode, type VsCode, type VsCodeOptions } from "./start-vscode.ts";
import { openWorkbench, type Workbench } from "./workbench.ts";

export type Scene = { vscode: VsCode; workbench: Workbench };

/** The end of what was logged: the editor logs much. */
const LOG_CHARACTERS = 6_000;

export function scenario(title: string, options: VsCodeOptions, play: (scene: Scene) => Promise<void>): void {
  it(title, async () => {
    await using vscode = await startVsCode(options);
    await using workbench = await openWorkbench(vscode);
    try {
      await play({ vscode, workbench });
    } catch (thrown) {
      await workbench.screenshot(`failed/${title.replaceAll(/[^\p{L}\d]+/gu, "-")}`).catch(() => undefined); // It is gone.
      console.log((await vscode.logs()).slice(-LOG_CHARACTERS));
      throw thrown;
    }
  });
}
