import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe } from "mocha";
import { scenario } from "../scenario.ts";

/** Front matter that is no YAML, a cell without its end, and options that are none. */
const DAMAGED = `---
between: 1
title: "Unclosed
params: {day: [
---
# Still here

\`\`\`{sql}
--| chart: {type: nosuch
select 1 as one
\`\`\`

\`\`\`{sql}
select 2 as two`;

describe("documents in the window", () => {
  scenario("a damaged file opens with its text, and an edit elsewhere leaves it", {}, async ({ vscode, workbench }) => {
    const file = await vscode.write("damaged.between-nb", DAMAGED);
    await workbench.open("damaged.between-nb");
    await workbench.message("damaged.between-nb has");
    const front = await workbench.cell(0).show();
    assert.match(await front.innerText(), /Unclosed/);
    const last = workbench.cell(3);
    assert.match(await (await last.show()).innerText(), /select\s2\sas\stwo/);
    await last.type("select 3 as three");
    await workbench.page.locator(".tab.active.dirty").waitFor();
    await workbench.page.keyboard.press("Control+s");
    await workbench.page.locator(".tab.active:not(.dirty)").waitFor();
    // Only the cell that was edited is written anew, with the end that it lacked.
    const expected = `${DAMAGED.replace("select 2 as two", "select 3 as three")}\n\`\`\`\n`;
    assert.equal(await readFile(file, "utf8"), expected);
    await workbench.screenshot("damaged-file");
  });

  scenario("a file that is no text is not opened as a notebook, and not touched", {}, async ({ vscode, workbench }) => {
    const bytes = new Uint8Array([0xff, 0xfe, 0x80, 0x0a, 0x00]);
    const file = await vscode.write("picture.between-nb", bytes);
    await workbench.open("picture.between-nb");
    await workbench.page.getByText("The editor could not be opened").waitFor();
    assert.equal(await workbench.page.locator(".notebookOverlay:visible .monaco-list-row").count(), 0);
    assert.deepEqual(new Uint8Array(await readFile(file)), bytes);
  });

  scenario("a new notebook runs before it has a file", {}, async ({ workbench }) => {
    await workbench.run("Between Notebooks: New Between Notebook");
    await workbench.page.locator(".notebookOverlay:visible .cell-list-container").waitFor();
    const cells = workbench.page.locator(".notebookOverlay:visible .code-cell-row");
    const index = Number(await cells.last().getAttribute("data-index"));
    await workbench.cell(index).type("select 6 * 7 as answer");
    await workbench.toolbar("Run All");
    await workbench.cell(index).until("success", 120_000);
    const outputs = await workbench.outputs();
    await outputs.getByRole("gridcell", { name: "42" }).waitFor();
    await workbench.screenshot("new-notebook");
  });
});
