import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { after, before, describe } from "mocha";
import { scenario } from "../scenario.ts";

async function until(isTrue: () => boolean): Promise<void> {
  for (const deadline = performance.now() + 30_000; !isTrue(); await sleep(50))
    if (performance.now() > deadline) throw new Error("It did not come about");
}

describe("a machine without Python", function () {
  // The engine's environment is made anew.
  this.timeout(480_000);
  let place: string;
  const env: NodeJS.ProcessEnv = {};
  before(async () => {
    place = await mkdtemp(join(tmpdir(), "between-no-python-"));
    // All programs of this machine but Python and what brings it: the lists of folders are searched for them by name.
    for (const folder of (process.env["PATH"] ?? "").split(delimiter)) {
      for (const name of await readdir(folder).catch(() => [])) {
        if (/^(python|pypy|uv|pyenv|pip)/.test(name)) continue;
        await symlink(join(folder, name), join(place, name)).catch(() => undefined); // An earlier folder has it.
      }
    }
    // A home without the Pythons that some tools keep there, and a cache without the engine's environment.
    const home = join(place, "home");
    Object.assign(env, {
      PATH: place,
      HOME: home,
      SHELL: "/bin/bash",
      PYENV_ROOT: "",
      BETWEEN_CACHE: join(place, "cache"),
    });
    // The editor asks the user's shell for its environment, which begins with the machine's own PATH.
    await mkdir(home);
    await writeFile(join(home, ".bash_profile"), `export PATH=${place}\n`);
  });
  after(() => rm(place, { recursive: true, maxRetries: 5 }));

  scenario("says what to do, and runs when it was done", { env }, async ({ vscode, workbench }) => {
    await vscode.write("a.between-nb", "```{sql}\nselect 6 * 7 as answer\n```\n");
    await workbench.open("a.between-nb");
    await workbench.toolbar("Run All");
    assert.equal(await workbench.cell(0).until(["success", "error"], 120_000), "error");
    const outputs = await workbench.outputs();
    await outputs.getByText("No Python").first().waitFor();
    await outputs.getByText("Install Python").waitFor();
    await workbench.screenshot("no-python");

    await vscode.set({ "between.python": "/usr/bin/python3" });
    // The editor looks at its settings' file now and then; what runs already reads the setting from here.
    await until(() => existsSync(join(place, "cache/python")));
    await workbench.cell(0).run();
    await workbench.cell(0).until("executing");
    await workbench.cell(0).until("success", 220_000);
    await outputs.getByRole("gridcell", { name: "42" }).waitFor();
  });
});
