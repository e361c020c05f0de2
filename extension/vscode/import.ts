import { dirname } from "node:path";
import * as vscode from "vscode";
import { BetweenError } from "../../protocol/errors.ts";
import type { Code } from "../../protocol/errors.ts";
import { say } from "../../protocol/wording/say.ts";
import type { Ground, Part } from "../parts.ts";

/**
 * "Open as Between Notebook": a note of Zeppelin or a notebook of Jupyter becomes one of ours beside it, as `between import`
 * does it, with its schedule and its results, and with a report of what became of each paragraph. Nothing is run.
 */
export function registerImport(ground: Ground): Part {
  const words = (code: Code, args = {}) => say(ground.lang, code, args);

  const openAs = async (given: unknown): Promise<void> => {
    const from = given instanceof vscode.Uri ? given : await chooseFile();
    if (!from) return;
    if (from.scheme !== "file") throw new BetweenError("document.import-not-here", { file: from.path });
    const { importFile } = await import("../../cli/import/import-file.ts");
    const importNow = (force: boolean) =>
      importFile(
        { path: from.fsPath, base: dirname(from.fsPath), named: true },
        { force, timezone: ownTimezone(), env: process.env, taken: new Set() },
      );
    let outcome = await importNow(false);
    if (outcome?.state === "failed" && outcome.error.code === "import.file-exists") {
      const to = String(outcome.error.args["to"]);
      const chosen = await askAbout(to);
      if (chosen === "open") return await open(vscode.Uri.file(to));
      if (chosen === undefined) return;
      outcome = await importNow(true);
    }
    if (!outcome || outcome.state === "trash") throw new BetweenError("import.unknown-format");
    if (outcome.state === "failed") throw BetweenError.fromWire(outcome.error);
    await open(vscode.Uri.file(outcome.to));
    const [{ countOutcomes }, { reportMarkdown }] = await Promise.all([
      import("../../cli/import/report-text.ts"),
      import("../../cli/import/report-markdown.ts"),
    ]);
    const told = words("document.imported", countOutcomes(outcome.report));
    const show = words("document.import-report");
    if ((await vscode.window.showInformationMessage(told, show)) !== show) return;
    const content = reportMarkdown([outcome], told, ground.lang, (path) => vscode.workspace.asRelativePath(path));
    const report = await vscode.workspace.openTextDocument({ language: "markdown", content });
    await vscode.window.showTextDocument(report);
    await vscode.commands.executeCommand("markdown.showPreview", report.uri);
  };

  const askAbout = async (to: string): Promise<"open" | "replace" | undefined> => {
    const open = words("document.import-open");
    const replace = words("document.import-replace");
    const message = words("document.import-exists", { file: vscode.workspace.asRelativePath(to) });
    const chosen = await vscode.window.showWarningMessage(message, { modal: true }, open, replace);
    return chosen === open ? "open" : chosen === replace ? "replace" : undefined;
  };

  const chooseFile = async (): Promise<vscode.Uri | undefined> => {
    const active = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    if (active instanceof vscode.TabInputText && isForeign(active.uri)) return active.uri;
    if (active instanceof vscode.TabInputNotebook && isForeign(active.uri)) return active.uri;
    const filters = { "Zeppelin, Jupyter": ["zpln", "ipynb", "json"] };
    return (await vscode.window.showOpenDialog({ filters, canSelectMany: false }))?.[0];
  };

  return { commands: { "between.openAsNotebook": openAs }, dispose: () => undefined };
}

const isForeign = ({ path }: vscode.Uri): boolean => /\.(zpln|ipynb)$|(^|\/)note\.json$/.test(path);
const ownTimezone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;

async function open(uri: vscode.Uri): Promise<void> {
  await vscode.window.showNotebookDocument(await vscode.workspace.openNotebookDocument(uri));
}
