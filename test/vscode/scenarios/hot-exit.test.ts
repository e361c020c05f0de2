import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe } from "mocha";
import { scenario } from "../scenario.ts";
import type { VsCode } from "../start-vscode.ts";

/** Six results of 1 MB or more each. */
const CELLS = [0, 1, 2, 3, 4, 5];
const LARGE = CELLS.map((i) => `\`\`\`{sql}\nselect id, repeat('${i}x', 400) as text from range(4000)\n\`\`\`\n`).join(
  "\n",
);

/** The editor keeps unsaved text of notebooks ten seconds after the last key, when they lie on a remote machine. */
async function untilKept({ folder }: VsCode): Promise<void> {
  for (const deadline = performance.now() + 60_000; performance.now() < deadline; await sleep(100)) {
    const kept = await readdir(join(folder, "../data/User/Backups"), { recursive: true }).catch(() => []); // None yet.
    if (kept.some((name) => /vscode-remote.[^/\\]+$/.test(name))) return;
  }
  throw new Error("The editor kept no backup");
}

describe("hot exit", () => {
  scenario("gives text back that was not saved, beside 6 MB of outputs", {}, async ({ vscode, workbench }) => {
    const { page } = workbench;
    const file = await vscode.write("large.between-nb", LARGE);
    await workbench.open("large.between-nb");
    await workbench.toolbar("Run All");
    for (const cell of CELLS) await workbench.cell(cell).until("success", 120_000);
    await workbench.cell(5).type("select 'not saved yet' as text");
    await page.locator(".tab.active.dirty").waitFor();
    await untilKept(vscode);

    // The window is closed, and opened again by the same person.
    const address = page.url();
    await page.goto("about:blank");
    await sleep(1000);
    await page.goto(address);
    await page.locator(".tab.active.dirty").waitFor({ timeout: 60_000 });
    await workbench.cell(5).show();
    await page.locator(".view-line", { hasText: "not saved yet" }).waitFor();
    for (const cell of CELLS) {
      await workbench.cell(cell).until("success");
      assert.match((await workbench.cell(cell).status()).join(), /4,000 rows/);
    }
    assert.equal(await readFile(file, "utf8"), LARGE);
  });
});
