import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe } from "mocha";
import { chooseFile, dialogButton } from "../questions.ts";
import { scenario } from "../scenario.ts";

const NOTEBOOK = `---
between: 1
title: Visits
---
# Visits

\`\`\`{sql}
--| name: visits
--| title: Visits by day
--| chart: {type: bar, x: day, y: visitors}
select * from values ('월', 120), ('화', 98), ('수', 143) as t(day, visitors)
\`\`\`

On the best day **{{best.visitors}}** came.

\`\`\`{sql}
--| name: best
select max(visitors) as visitors from visits
\`\`\`
`;

describe("reports from what is shown", () => {
  scenario("nothing is exported that was not run; what is shown opens offline", {}, async ({ vscode, workbench }) => {
    await vscode.write("visits.between-nb", NOTEBOOK);
    await workbench.open("visits.between-nb");
    await workbench.run("View: Toggle Primary Side Bar Visibility");
    await workbench.toolbar("Export HTML Report…");
    const dialog = workbench.page.locator(".monaco-dialog-box");
    await dialog.getByText("There are no results to export").waitFor();
    await dialogButton(workbench, "Cancel").click();
    await dialog.waitFor({ state: "hidden" });
    assert.equal(await workbench.cell(2).state(), "idle");

    await workbench.run("Between Notebooks: Export HTML Report…");
    await dialogButton(workbench, "Run All, Then Export").click();
    const file = join(vscode.folder, "visits.html");
    await chooseFile(workbench, file, 120_000);
    await workbench.message("The report is in visits.html");
    await workbench.cell(2).until("success");
    await workbench.screenshot("report-exported");

    const context = await workbench.page.context().browser()?.newContext({ offline: true });
    assert.ok(context);
    try {
      const page = await context.newPage();
      const asked: string[] = [];
      page.on("request", (request) => asked.push(request.url()));
      await page.goto(`file://${file}`);
      await page.getByRole("heading", { name: "Visits", exact: true }).first().waitFor();
      await page.locator("figure svg").first().waitFor();
      assert.equal(await page.locator("figure svg").getByText("월").count(), 1);
      assert.match(await page.locator("body").innerText(), /On the best day 143 came/);
      assert.deepEqual(
        asked.filter((url) => !/^(file|data|blob):/.test(url)),
        [],
      );
      await page.screenshot({ path: "out/screenshots/report.png" });
    } finally {
      await context.close();
    }

    // A cell that was changed since: the report would not show what stands there.
    await workbench.cell(4).type("select 1 as visitors");
    await workbench.page.locator(".cell-status-item", { hasText: "Stale" }).first().waitFor();
    await workbench.run("Between Notebooks: Export HTML Report…");
    await dialog.getByText("1 of 2 cells have no result of their present code").waitFor();
    await workbench.screenshot("report-incomplete");
    await dialogButton(workbench, "Cancel").click();
    assert.ok(existsSync(file));
  });
});
