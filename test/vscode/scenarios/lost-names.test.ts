import { describe } from "mocha";
import { scenario } from "../scenario.ts";

const NOTEBOOK = `\`\`\`{sql}
--| name: base
select 20 as n
\`\`\`

\`\`\`{sql}
--| name: daily
select n + 1 as n from base
\`\`\`

\`\`\`{sql}
select n * 2 as answer from daily
\`\`\`
`;

describe("names that a session lost", () => {
  scenario("a cell that misses them offers to run what makes them", {}, async (scene) => {
    const { vscode, workbench } = scene;
    await vscode.write("lost.between-nb", NOTEBOOK);
    await workbench.open("lost.between-nb");
    await workbench.toolbar("Run All");
    await workbench.cell(2).until("success", 120_000);
    await workbench.run("Between Notebooks: Restart Session");
    // Until the session is another one the cell still finds the names.
    for (let state = "success"; state !== "error";) {
      await workbench.cell(2).run();
      await workbench.cell(2).until(["executing", "pending", "error"]);
      state = await workbench.cell(2).until(["success", "error"], 60_000);
    }
    const outputs = await workbench.outputs();
    const button = outputs.getByRole("button", { name: "Run the 2 cells above again" });
    await button.waitFor();
    await workbench.screenshot("run-above");
    await button.click();
    await workbench.cell(2).until("success", 60_000);
    await outputs.getByRole("gridcell", { name: "42" }).waitFor();
    await button.waitFor({ state: "detached" });
  });
});
