import assert from "node:assert/strict";
import { describe } from "mocha";
import { scenario } from "../scenario.ts";

const NOTEBOOK = `---
between: 1
params:
  day: {type: date, default: 2026-11-01}
---
# Of {{day}}

{{daily.users}} people came.

\`\`\`{sql}
--| name: daily
select 1234 as users, :day as day
\`\`\`
`;

describe("rendered Markdown", () => {
  scenario("shows the values of the run, and follows the next one", {}, async ({ vscode, workbench }) => {
    await vscode.write("values.between-nb", NOTEBOOK);
    await workbench.open("values.between-nb");
    const outputs = await workbench.outputs();
    await outputs.getByText("Of {{day}}").waitFor();
    await workbench.toolbar("Run All");
    await workbench.cell(2).until("success", 120_000);
    await outputs.getByText("Of 2026-11-01").waitFor();
    await outputs.getByText("1234 people came.").waitFor();
    assert.ok(
      (await workbench.cell(2).status()).some((text) => text.trim() === "SQL"),
      "not MS SQL",
    );
    await workbench.screenshot("markdown-values");
  });
});
