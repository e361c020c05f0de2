import assert from "node:assert/strict";
import { after, before, describe } from "mocha";
import { violations } from "../axe.ts";
import { startFakeServer, type FakeServer } from "../fake-server.ts";
import { answerLine, pickKernel } from "../questions.ts";
import { scenario } from "../scenario.ts";
import { THEMES, type Theme } from "../workbench.ts";

const NOTEBOOK = `\`\`\`{sql}
select 1 -- fake: print a line that was printed
-- fake: rows 500
\`\`\`

\`\`\`{sql}
--| chart: {type: bar, x: s, y: n}
select 2
\`\`\`

\`\`\`{sql}
--| allow-failure: true
select 3 -- fake: fail it failed, and this is why
\`\`\`

\`\`\`{sql}
select 4 -- fake: progress 600 steps every 1000ms
\`\`\`
`;

describe("outputs for everybody", () => {
  const settings: Record<string, unknown> = { "between.table.height": 160 };
  let fake: FakeServer;
  before(async () => {
    fake = await startFakeServer();
    settings["between.servers"] = [{ name: "fake", url: fake.url }];
  });
  after(() => fake.end());

  scenario("axe objects to nothing in text, tables, charts, errors and progress", { settings }, async (scene) => {
    const { vscode, workbench } = scene;
    await vscode.write("all.between-nb", NOTEBOOK);
    await workbench.open("all.between-nb");
    await workbench.run("View: Toggle Primary Side Bar Visibility");
    await pickKernel(workbench, "fake");
    await workbench.toolbar("Run All");
    await answerLine(workbench, "Token of fake", fake.token);
    const outputs = await workbench.outputs();
    await outputs.getByRole("grid").first().waitFor();
    await outputs.getByText("it failed, and this is why").waitFor();
    await workbench.cell(3).show();
    await outputs.getByRole("progressbar").first().waitFor();
    // SAFETY: the names of the record that is typed by them.
    for (const theme of Object.keys(THEMES) as Theme[]) {
      await workbench.theme(theme);
      await workbench.cell(3).show();
      assert.deepEqual(await violations(outputs, "#container"), [], theme);
      await workbench.screenshot(`outputs-${theme}`);
    }
    await workbench.run("Notebook: Stop Execution");
    await workbench.cell(3).until(["idle", "error"]);
  });
});
