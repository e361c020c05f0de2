import assert from "node:assert/strict";
import { describe } from "mocha";
import { scenario } from "../scenario.ts";

const NOTEBOOK = `---
between: 1
params:
  day: {type: date, default: 2026-11-01}
sources:
  visits: {path: ./visits.csv, schema: "at timestamp, visitor bigint, page string"}
---
\`\`\`{sql}
--| name: by_page
select page, count(*) as n
from visits
group by page
\`\`\`

\`\`\`{sql}
--| title: Of a column that is none
select
  page,
  vistor
from visits
\`\`\`

\`\`\`{vega-lite}
{
  "data": {"name": "by_page"},
  "mark": "bar",
  "encoding": {"x": {"field": "page", "type": "nominal"}, "y": {"field": "n", "type": "quantitative"}}
}
\`\`\`

\`\`\`{sql}
select 1
\`\`\`
`;

describe("writing cells in the window", () => {
  scenario("errors lead to their place, Vega-Lite draws, names are offered", {}, async ({ vscode, workbench }) => {
    const { page } = workbench;
    await vscode.write("visits.csv", "at,visitor,page\n2026-11-01T10:00:00Z,1,home\n2026-11-01T11:00:00Z,2,shop\n");
    await vscode.write("visits.between-nb", NOTEBOOK);
    await workbench.open("visits.between-nb");
    await workbench.run("View: Toggle Primary Side Bar Visibility");
    for (const cell of [1, 2]) {
      await workbench.cell(cell).run();
      await workbench.cell(cell).until(["success", "error"], 120_000);
    }
    assert.equal(await workbench.cell(2).state(), "error");
    const outputs = await workbench.outputs();
    await outputs.getByText("vistor").first().waitFor();
    await (await workbench.cell(2).show()).locator(".squiggly-error").first().waitFor();
    await outputs.getByRole("button", { name: "cell 2, line 4" }).click();
    // What is wrong is selected, so that what is typed takes its place.
    await page.locator(".notebookOverlay .cell-editor-part .monaco-editor.focused").waitFor();
    await workbench.screenshot("error-light");
    await page.waitForTimeout(500);
    await page.keyboard.type("visitor");
    await page.locator(".view-line", { hasText: /^\s*visitor$/ }).waitFor();
    await workbench.cell(4).type("select * from nowhere");
    await workbench.cell(4).run();
    await workbench.cell(4).until("error");
    await outputs.getByText("Run the cell that makes it, or name it under sources.").waitFor();
    await workbench.theme("dark");
    await workbench.screenshot("error-dark");

    await workbench.cell(3).run();
    await workbench.cell(3).until("success");
    await outputs.locator("svg.marks, canvas.marks").first().waitFor();
    await workbench.screenshot("vega-lite-dark");

    const offered = async (code: string) => {
      await workbench.cell(4).type(code);
      await page.keyboard.press("Control+Space");
      const list = page.locator(".suggest-widget.visible .monaco-list-row");
      await list.first().waitFor();
      const labels = await list.locator(".label-name").allInnerTexts();
      return labels;
    };
    const tables = await offered("select * from ");
    assert.ok(tables.includes("visits") && tables.includes("by_page"), tables.join());
    await workbench.theme("light");
    await workbench.screenshot("completion-light");
    await page.keyboard.press("Escape");
    assert.ok((await offered("select visits.")).includes("visitor"));
    await page.keyboard.press("Escape");
    assert.ok((await offered("select :d")).includes("day"));
    await page.keyboard.press("Escape");
  });
});
