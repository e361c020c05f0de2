import { basename } from "node:path";
import * as vscode from "vscode";
import { say } from "../../protocol/wording/say.ts";
import type { Lang } from "../../protocol/wording/say.ts";
import { fileName } from "../outputs/file-content.ts";

/** Asks where a file of this name shall lie, beside the notebook at first. Undefined when the user does not say. */
export async function chooseFile(
  name: string,
  extension: "svg" | "png" | "csv" | "json" | "parquet",
  notebook: vscode.Uri,
  lang: Lang,
): Promise<vscode.Uri | undefined> {
  const isSaved = notebook.scheme !== "untitled";
  const folder = isSaved ? vscode.Uri.joinPath(notebook, "..") : vscode.workspace.workspaceFolders?.[0]?.uri;
  const file = fileName(name, extension);
  return await vscode.window.showSaveDialog({
    title: say(lang, "output.save.title"),
    defaultUri: folder ? vscode.Uri.joinPath(folder, file) : vscode.Uri.file(file),
    filters: { [say(lang, `output.format.${extension}`)]: [extension] },
  });
}

/** Writes a file whole or not at all; where it lies in no folder of this machine, through VS Code. */
export async function saveBytes(
  target: vscode.Uri,
  bytes: AsyncIterable<Uint8Array>,
  onBytes?: (written: number) => void,
): Promise<void> {
  const { writeFileWhole } = await import("../outputs/write-file.ts");
  if (target.scheme === "file") return await writeFileWhole(target.fsPath, bytes, onBytes);
  const parts: Uint8Array[] = [];
  let written = 0;
  for await (const part of bytes) {
    parts.push(part);
    onBytes?.((written += part.byteLength));
  }
  await vscode.workspace.fs.writeFile(target, Buffer.concat(parts));
}

/** Says that a file was saved, and opens or shows it if the user wishes. */
export async function tellSaved(target: vscode.Uri, lang: Lang): Promise<void> {
  const open = say(lang, "output.export.open");
  const reveal = say(lang, "output.export.reveal");
  const message = say(lang, "output.export.done", { file: basename(target.path) });
  const chosen = await vscode.window.showInformationMessage(message, open, reveal);
  // The person's own programs see only files of the machine that they sit at.
  const isHere = target.scheme === "file" && vscode.env.remoteName === undefined;
  if (chosen === open)
    await (isHere ? vscode.env.openExternal(target) : vscode.commands.executeCommand("vscode.open", target));
  if (chosen === reveal) await vscode.commands.executeCommand(isHere ? "revealFileInOS" : "revealInExplorer", target);
}
