import { pathToFileURL } from "node:url";
import * as vscode from "vscode";
import { parse } from "../../notebook/parse.ts";
import { say } from "../../protocol/wording/say.ts";
import type { Code } from "../../protocol/errors.ts";
import type { Ground, Part } from "../parts.ts";

/** The folder that the examples are copied into: a person's own, so that they can be changed. */
const FOLDER = "between-examples";
/** Made on the spot instead of shipped; the notebook that reads them is the one whose text names them. */
const APP_LOGS = "data/app-logs";

type Example = { name: string; title: string; about: string; needsAppLogs: boolean };

/** "Open Example Notebooks…": copies them beside the user's own work, and never over anything. */
export function registerExamples(ground: Ground): Part {
  const words = (code: Code, args = {}) => say(ground.lang, code, args);
  const shipped = vscode.Uri.file(ground.asset("examples"));

  const openExamples = async (): Promise<void> => {
    const examples = await listExamples(shipped);
    const chosen = await vscode.window.showQuickPick(
      examples.map((example) => ({ label: example.title, description: example.name, detail: example.about, example })),
      { title: words("document.examples-title"), placeHolder: words("document.examples-which"), matchOnDetail: true },
    );
    if (!chosen) return;
    const folder = await chooseFolder();
    if (!folder) return;
    const target = vscode.Uri.joinPath(folder, FOLDER);
    await copyMissing(shipped, target);
    if (chosen.example.needsAppLogs) await makeAppLogs(vscode.Uri.joinPath(target, APP_LOGS));
    const file = vscode.Uri.joinPath(target, chosen.example.name);
    await vscode.window.showNotebookDocument(await vscode.workspace.openNotebookDocument(file));
  };

  const chooseFolder = async (): Promise<vscode.Uri | undefined> => {
    const own = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === "file");
    const other = { label: words("document.examples-other"), uri: undefined };
    const here = own.map(({ name, uri }) => ({
      label: words("document.examples-here", { folder: `${name}/${FOLDER}` }),
      uri,
    }));
    const chosen =
      here.length === 0
        ? other
        : await vscode.window.showQuickPick([...here, other], { title: words("document.examples-where") });
    if (!chosen) return undefined;
    if (chosen.uri) return chosen.uri;
    const picked = await vscode.window.showOpenDialog({
      canSelectFiles: false,
      canSelectFolders: true,
      openLabel: words("document.examples-copy"),
    });
    return picked?.[0];
  };

  const makeAppLogs = async (target: vscode.Uri): Promise<void> => {
    if (await exists(target)) return;
    const title = words("document.examples-logs");
    await vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title }, async () => {
      // Built from `examples/app-logs/`, which no room may import.
      const made = (await import(pathToFileURL(ground.asset("dist/app-logs.js")).href)) as AppLogs; // SAFETY: as built.
      await made.generate({ out: target.fsPath });
    });
  };

  return { commands: { "between.openExamples": openExamples }, dispose: () => undefined };
}

type AppLogs = { generate(options: { out: string }): Promise<unknown> };

/** By name; `about` is the first paragraph of their text. */
async function listExamples(folder: vscode.Uri): Promise<Example[]> {
  const names = (await vscode.workspace.fs.readDirectory(folder))
    .map(([name]) => name)
    .filter((name) => name.endsWith(".between-nb"))
    .sort();
  return Promise.all(
    names.map(async (name) => {
      const bytes = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(folder, name));
      const text = new TextDecoder().decode(bytes);
      const { meta, cells } = parse(text).notebook;
      const prose = cells.find(({ kind }) => kind === "markdown");
      const paragraphs = prose?.kind === "markdown" ? prose.text.split(/\n{2,}/) : [];
      const about = paragraphs.find((each) => !each.startsWith("#")) ?? "";
      const title = (meta.title ?? name).replaceAll(/, *\{\{.*$/g, "");
      return { name, title, about: about.replaceAll(/\s+/g, " "), needsAppLogs: text.includes(APP_LOGS) };
    }),
  );
}

/** Copies files and folders that are not there yet. */
async function copyMissing(from: vscode.Uri, to: vscode.Uri): Promise<void> {
  await vscode.workspace.fs.createDirectory(to);
  for (const [name, type] of await vscode.workspace.fs.readDirectory(from)) {
    const target = vscode.Uri.joinPath(to, name);
    const source = vscode.Uri.joinPath(from, name);
    if (type === vscode.FileType.Directory) await copyMissing(source, target);
    else if (!(await exists(target))) await vscode.workspace.fs.copy(source, target);
  }
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}
