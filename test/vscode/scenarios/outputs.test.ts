import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe } from "mocha";
import { scenario } from "../scenario.ts";

const notebook = `---
between: 1
timezone: Asia/Seoul
---
\`\`\`{sql}
--| name: signups
select date '2026-11-01' + cast(id % 7 as int) as day, if(id % 2 = 0, '안드로이드', '아이폰') as os, id - id % 2 + 1 as users from range(0, 5000)
\`\`\`

\`\`\`{sql}
--| name: bad
-- 한글 😀
select '😀', nosuch from range(3)
\`\`\`
`;

const READY_MS = 120_000;

/** Waits until a file of the workspace holds this. */
async function untilFile(file: string, pattern: RegExp): Promise<string> {
  for (let tries = 0; tries < 200; tries++) {
    const text = await readFile(file, "utf8").catch(() => ""); // Not there yet.
    if (pattern.test(text)) return text;
    await sleep(50);
  }
  throw new Error(`${file} never held ${pattern.source}`);
}

describe("outputs in the window", () => {
  scenario(
    "a chart is built, kept in the notebook, and its rows saved for a spreadsheet",
    {},
    async ({ vscode, workbench }) => {
      const file = await vscode.write("a.between-nb", notebook);
      await workbench.page.setViewportSize({ width: 1280, height: 1100 });
      await workbench.open("a.between-nb");
      await workbench.cell(1).run();
      const output = (await workbench.outputs()).locator(".out").first();
      await output.getByText("5,000 rows", { exact: true }).first().waitFor({ timeout: READY_MS });
      await output.getByRole("tab", { name: "Chart" }).click();
      // More rows than points that can be told apart: the renderer adds them up, and says so.
      await output.getByText("added up").waitFor();
      assert.equal(await output.getByLabel("Series").inputValue(), "os");
      await workbench.screenshot("output-chart");
      await output.getByRole("button", { name: "CSV" }).click();
      await workbench.page.locator(".quick-input-widget input").waitFor();
      await workbench.page.keyboard.press("Enter");
      const csv = await untilFile(join(vscode.folder, "signups.csv"), /2026-11-07/);
      assert.match(csv, /^\uFEFFday,os,users\r\n2026-11-01,/);
      await output.getByRole("tab", { name: "Table" }).click();
      await output.getByRole("button", { name: /^Export all/ }).click();
      await output.getByRole("menuitem", { name: /^CSV/ }).click();
      await workbench.page.locator(".quick-input-widget input").waitFor();
      await workbench.page.keyboard.press("Enter");
      await workbench.page.getByText("signups.csv already exists").waitFor();
      await workbench.page.keyboard.press("Enter");
      const all = await untilFile(join(vscode.folder, "signups.csv"), /4999/);
      assert.match(all, /^\uFEFFday,os,users\r?\n/);
      assert.equal(all.trimEnd().split("\n").length, 5_001);
      await output.getByRole("tab", { name: "Chart" }).click();
      await output.getByRole("button", { name: "Keep in notebook" }).click();
      await output.getByText("In the notebook").waitFor();
      await workbench.run("File: Save");
      const kept = "--| chart: {type: line, x: day, y: users, series: os}\n";
      const saved = await untilFile(file, /--\| chart:/);
      assert.equal(saved, notebook.replace("--| name: signups\n", `--| name: signups\n${kept}`));
    },
  );

  scenario("the link of an error leaves the cursor on what is wrong", {}, async ({ vscode, workbench }) => {
    await vscode.write("a.between-nb", notebook);
    await workbench.open("a.between-nb");
    await workbench.cell(2).run();
    const output = (await workbench.outputs()).locator(".out").first();
    await output.getByText("There is no column nosuch.").waitFor({ timeout: READY_MS });
    await output.getByRole("button", { name: "cell 2, line 3" }).click();
    await workbench.page.locator(".cell-editor-part .monaco-editor.focused .selected-text").first().waitFor();
    // The cell leaves editing and enters it again, which takes the keyboard from the output: a moment that no person types in.
    await workbench.page.waitForTimeout(500);
    await workbench.page.keyboard.type("id");
    await workbench.page.locator(".monaco-editor .view-line", { hasText: "select '😀', id from range(3)" }).waitFor();
    await output.getByText("The code has changed since this result.").waitFor();
    await workbench.screenshot("output-error");
  });
});
