import assert from "node:assert/strict";
import { mkdir, mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe } from "mocha";
import { root } from "../../support/between.ts";
import { makeEnvironment } from "../../support/python-environments.ts";
import { answerLine, inputLine } from "../questions.ts";
import { scenario } from "../scenario.ts";
import { packagedExtension } from "../vsix.ts";

const NOTEBOOK = `\`\`\`{sql}
create temp view numbers as select 7 as n
\`\`\`

\`\`\`{python}
import sys
print("in", sys.prefix)
spark.table("numbers")
\`\`\`
`;

/** Before the scenarios, so that they know where it will be. */
const place = await realpath(await mkdtemp(join(tmpdir(), "between-chosen-")));
const [mine, bare] = [join(place, "mine"), join(place, "bare")];

describe("the interpreter that is chosen in the Python extension", function () {
  before(async () => {
    await makeEnvironment(mine, "whole");
    await makeEnvironment(bare, "bare");
  });
  after(() => rm(place, { recursive: true, force: true }));

  const extensions = [packagedExtension(), join(root, "test/vscode/python-extension")];
  const settings = { "between.pythonCells": "chosen", "python.defaultInterpreterPath": mine };

  scenario("runs Python cells; another one from the next session on", { extensions, settings }, async (scene) => {
    const { vscode, workbench } = scene;
    const { page } = workbench;
    await vscode.write("a.between-nb", NOTEBOOK);
    await workbench.open("a.between-nb");
    await workbench.toolbar("Run All");
    await workbench.cell(1).until("success", 120_000);
    const outputs = await workbench.outputs();
    await outputs.getByText(`in ${mine}`).waitFor();

    const restart = async (told: RegExp) => {
      await page.locator(".notification-toast").filter({ hasText: told }).waitFor();
      await workbench.screenshot("chosen-python-changed");
      await page.locator(".notification-toast").getByRole("button", { name: "Restart Session" }).click();
      await page.locator(".notification-toast").filter({ hasText: told }).waitFor({ state: "detached" });
    };
    await page.keyboard.press("F1");
    await inputLine(workbench).fill(">Python: Select Interpreter");
    await workbench.choose("Python: Select Interpreter");
    await answerLine(workbench, "Select Interpreter", bare);
    await restart(/Restart the session of a to use .*bare\/bin\/python/);
    await workbench.toolbar("Run All");
    await workbench.cell(1).until("error", 60_000);
    await outputs
      .getByText(/lacks what Python cells need: ipython/)
      .first()
      .waitFor();
    const command = await outputs.locator(".hint code").first().textContent();
    assert.ok(command?.startsWith(`uv pip install --python ${bare}/bin/python 'ipython`), command ?? "");
    await workbench.screenshot("chosen-python-lacks");

    await mkdir(join(vscode.folder, ".vscode"));
    await vscode.write(".vscode/settings.json", JSON.stringify({ "between.pythonCells": "own" }));
    await restart(/environment of their own/);
    await workbench.toolbar("Run All");
    await workbench.cell(1).until("success", 120_000);
    assert.equal(await outputs.getByText(`in ${mine}`).count(), 0);
  });

  scenario(
    "is missed where there is no Python extension, and Python cells run all the same",
    { settings: { "between.pythonCells": "chosen" } },
    async ({ vscode, workbench }) => {
      await vscode.write("a.between-nb", NOTEBOOK);
      await workbench.open("a.between-nb");
      await workbench.toolbar("Run All");
      await workbench.page
        .locator(".notification-toast")
        .filter({ hasText: "the Python extension is not there" })
        .waitFor({ timeout: 60_000 });
      await workbench.cell(1).until("success", 120_000);
    },
  );
});
