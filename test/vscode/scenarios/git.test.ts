import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { describe } from "mocha";
import { scenario } from "../scenario.ts";

const NOTEBOOK = `---
between: 1
title: Kept in git
---
# Kept in git

\`\`\`{sql}
--| name: a
select 1   as one
\`\`\`

\`\`\`{sql}
select one + 1 as two from a
\`\`\`
`;

describe("a notebook in a git repository", () => {
  const settings = { "git.enabled": true, "git.openRepositoryInParentFolders": "never" };
  scenario("is not changed by runs, and an edited cell changes its lines only", { settings }, async (scene) => {
    const { vscode, workbench } = scene;
    const git = (...args: string[]) =>
      execFileSync("git", ["-c", "user.name=Ann", "-c", "user.email=ann@example.com", ...args], {
        cwd: vscode.folder,
        encoding: "utf8",
      });
    await vscode.write("kept.between-nb", NOTEBOOK);
    git("init", "--quiet");
    git("add", ".");
    git("commit", "--quiet", "-m", "A notebook");
    await workbench.open("kept.between-nb");
    await workbench.toolbar("Run All");
    await workbench.cell(3).until("success", 120_000);
    assert.equal(await workbench.page.locator(".tab.active.dirty").count(), 0);
    await workbench.run("File: Save");
    assert.equal(git("diff"), "");
    assert.equal(git("status", "--porcelain"), "");

    await workbench.cell(3).type("select one + 2 as three from a");
    await workbench.run("File: Save");
    await workbench.page.locator(".tab.active:not(.dirty)").waitFor();
    const changed = git("diff", "--unified=0")
      .split("\n")
      .filter((line) => /^[+-](?![+-])/.test(line));
    assert.deepEqual(changed, ["-select one + 1 as two from a", "+select one + 2 as three from a"]);

    await workbench.run("Source Control: Focus on Changes View");
    await workbench.page.locator(".scm-view .monaco-list-row", { hasText: "kept.between-nb" }).click();
    const diff = workbench.page.locator(".notebook-text-diff-editor");
    await diff.waitFor();
    await diff.getByText("one + 2").first().waitFor();
    await workbench.screenshot("git-diff-light");
    await workbench.theme("dark");
    await workbench.screenshot("git-diff-dark");
  });
});
