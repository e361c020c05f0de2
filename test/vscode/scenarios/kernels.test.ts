import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe } from "mocha";
import { completeSettings } from "../../../kernel-server/settings/complete-settings.ts";
import { startServer, type RunningServer } from "../../../kernel-server/start-server.ts";
import { answerLine, dialogButton, inputLine, takeOffer, treeRow } from "../questions.ts";
import { scenario } from "../scenario.ts";
import { THEMES, type Workbench } from "../workbench.ts";

const NOTEBOOK = "---\nbetween: 1\n---\n# Numbers\n\n```{sql}\nselect 6 * 7 as answer\n```\n";
/** Of the notebook's code, the front matter and the Markdown counted. */
const CODE = 2;

/** A team's server in this process, reached over a real socket. */
type Team = RunningServer & { token: string };
async function startTeam(state: string): Promise<Team> {
  const server = await startServer({
    settings: completeSettings({
      port: 0,
      state: { kind: "folder", path: state },
      engines: [{ name: "embedded", kind: "embedded", conf: {}, s3: {} }],
    }),
    local: false,
    version: "1.0.0+test",
  });
  return { ...server, token: (await readFile(server.tokenFile, "utf8")).trim() };
}

const statusItem = (workbench: Workbench) => workbench.page.locator('.statusbar-item[id$="between.status"]');
const engineIs = (workbench: Workbench, label: string) => statusItem(workbench).filter({ hasText: label }).waitFor();
/** Runs a command that asks for something at once. */
async function askBy(workbench: Workbench, command: string): Promise<void> {
  await workbench.page.keyboard.press("F1");
  await inputLine(workbench).fill(`>${command}`);
  await workbench.choose(command);
}

async function pickKernel(workbench: Workbench, label: string): Promise<void> {
  await statusItem(workbench).click();
  await workbench.choose("Select Engine…");
  await workbench.choose("Select Another Kernel");
  await workbench.choose("Between Notebooks");
  await workbench.choose(label);
}

describe("servers and kernels", () => {
  let folder: string;
  let one: Team;
  let two: Team;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "between-teams-"));
    [one, two] = await Promise.all([startTeam(join(folder, "one")), startTeam(join(folder, "two"))]);
  });
  after(async () => {
    await Promise.all([one.close(), two.close()]);
    await rm(folder, { recursive: true, maxRetries: 5 });
  });

  scenario("a team's server is added with the wrong token, then the right one", {}, async ({ vscode, workbench }) => {
    await vscode.write("a.between-nb", NOTEBOOK);
    await workbench.open("a.between-nb");
    await engineIs(workbench, "embedded · this machine");

    await askBy(workbench, "Between Notebooks: Add Server…");
    await inputLine(workbench).fill("ws://notebooks.example.com");
    await workbench.page.getByText("without TLS the token could be read").waitFor();
    await answerLine(workbench, "Add server (1/3)", one.url);
    await answerLine(workbench, "Add server (2/3)", "team server");
    await answerLine(workbench, "Add server (3/3)", "the-wrong-one");
    await workbench.page.getByText("The kernel-server refused the sign-in").waitFor();
    await workbench.screenshot("add-server-refused");
    await dialogButton(workbench, "Edit Token").click();
    await answerLine(workbench, "Add server (3/3)", one.token);
    await takeOffer(workbench, "“team server” is added", "Use for This Notebook");
    await engineIs(workbench, "embedded · team server");

    await workbench.toolbar("Run All");
    assert.equal(await workbench.cell(CODE).until(["success", "error"]), "success");
    assert.equal(await vscode.serverPid(), undefined, "nothing was started on this machine");

    await workbench.run("Between Notebooks: Focus on Sessions View");
    await treeRow(workbench, "1 session").waitFor();
    await treeRow(workbench, "idle · embedded").waitFor();
    await workbench.screenshot("sessions-light");
  });

  // Read when the editor starts: by then the servers have their ports.
  const settings = {
    get "between.servers"() {
      return [
        { name: "one", url: one.url },
        { name: "two", url: two.url },
      ];
    },
  };
  scenario("three kernels: the one that was used last is there again", { settings }, async ({ vscode, workbench }) => {
    await vscode.write("a.between-nb", NOTEBOOK);
    await vscode.write("b.between-nb", NOTEBOOK);
    await workbench.open("a.between-nb");
    await engineIs(workbench, "embedded · this machine");

    // A server that never answered: running connects, and asks for what it needs.
    await pickKernel(workbench, "two");
    await workbench.toolbar("Run All");
    await answerLine(workbench, "Token of two", "the-wrong-one");
    await workbench.page.getByText("two refused the token").waitFor();
    await answerLine(workbench, "Token of two", two.token);
    await engineIs(workbench, "embedded · two");
    assert.equal(await workbench.cell(CODE).until(["success", "error"]), "success");

    await workbench.open("b.between-nb");
    await engineIs(workbench, "embedded · two");
    await workbench.reload();
    await engineIs(workbench, "embedded · two");
    await workbench.toolbar("Run All");
    assert.equal(await workbench.cell(CODE).until(["success", "error"]), "success");

    await askBy(workbench, "Between Notebooks: Remove Server…");
    await workbench.choose("two");
    await dialogButton(workbench, "Remove").click();
    await engineIs(workbench, "embedded · this machine");
  });

  scenario("a server that is away says why, in the cell", {}, async ({ vscode, workbench }) => {
    await vscode.write("a.between-nb", NOTEBOOK);
    await workbench.open("a.between-nb");
    const gone = await startTeam(join(folder, "gone"));
    await askBy(workbench, "Between Notebooks: Add Server…");
    await answerLine(workbench, "Add server (1/3)", gone.url);
    await answerLine(workbench, "Add server (2/3)", "gone");
    await answerLine(workbench, "Add server (3/3)", gone.token);
    await takeOffer(workbench, "“gone” is added", "Use for This Notebook");
    await engineIs(workbench, "embedded · gone");
    await gone.close();

    await workbench.toolbar("Run All");
    assert.equal(await workbench.cell(CODE).until(["success", "error"]), "error");
    await (await workbench.outputs()).getByText("cannot be reached").first().waitFor();
    await workbench.screenshot("server-away");
  });

  scenario(
    "an untrusted workspace runs nothing until it is trusted",
    { trust: true },
    async ({ vscode, workbench }) => {
      await vscode.write("a.between-nb", NOTEBOOK);
      const notYet = dialogButton(workbench, "No, I don't trust");
      await workbench.page.locator(".statusbar-item", { hasText: "Restricted Mode" }).or(notYet).first().waitFor();
      if (await notYet.isVisible()) await notYet.click();
      await workbench.open("a.between-nb");
      await engineIs(workbench, "embedded · this machine");
      await askBy(workbench, "Between Notebooks: Add Server…");
      await workbench.message("This workspace is not trusted");

      await workbench.toolbar("Run All");
      await dialogButton(workbench, "Cancel").click();
      assert.equal(await workbench.cell(CODE).state(), "idle");
      assert.equal(await vscode.serverPid(), undefined);

      await workbench.toolbar("Run All");
      await dialogButton(workbench, "Trust Folder & Continue").click();
      assert.equal(await workbench.cell(CODE).until(["success", "error"]), "success");
      assert.notEqual(await vscode.serverPid(), undefined);
    },
  );

  const dark = { settings: { "workbench.colorTheme": THEMES.dark } };
  scenario("sessions are seen, and end where they are seen", dark, async ({ vscode, workbench }) => {
    await vscode.write("a.between-nb", NOTEBOOK);
    await workbench.open("a.between-nb");
    await workbench.cell(CODE).show();
    await workbench.run("Between Notebooks: Focus on Sessions View");
    await workbench.page.getByText("Nothing runs.").waitFor();
    await workbench.toolbar("Run All");
    await workbench.cell(CODE).until("success");
    await treeRow(workbench, "this machine").waitFor();

    await statusItem(workbench).click();
    await workbench.page.locator(".quick-input-list .monaco-list-row", { hasText: /Memory.* MB/ }).waitFor();
    await workbench.screenshot("sessions-dark");
    await workbench.choose("Restart Session");
    await treeRow(workbench, "idle · embedded").waitFor();
    await workbench.toolbar("Run All");
    await workbench.cell(CODE).until("success");

    await workbench.run("Between Notebooks: End All Sessions");
    await dialogButton(workbench, "End All").click();
    await workbench.page.getByText("Nothing runs.").waitFor();
  });
});
