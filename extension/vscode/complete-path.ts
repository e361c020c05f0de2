import { homedir } from "node:os";
import * as vscode from "vscode";
import { notebookFolder } from "../documents/notebook-folder.ts";
import type { Suggestion, Suggestions } from "../language/suggestion.ts";
import { features } from "./language-ground.ts";
import type { CellPlace } from "./language-ground.ts";

/** More names than anybody reads through. */
const MOST = 500;

/** Files and folders for a source's `path:`, relative to the notebook's folder; nothing where no path is written. */
export async function completePath({ notebook, know, cell, offset }: CellPlace): Promise<Suggestions | undefined> {
  const { pathAt } = await features();
  const found = pathAt(know, cell, offset);
  if (!found) return undefined;
  const base = notebookFolder(notebook, vscode.workspace.workspaceFolders?.[0]?.uri, homedir());
  const folder = vscode.Uri.joinPath(vscode.Uri.file(base), found.folder);
  const entries = await vscode.workspace.fs.readDirectory(folder).then(
    (all) => all,
    (): [string, vscode.FileType][] => [],
  );
  const items = entries
    .filter(([name]) => !name.startsWith("."))
    .slice(0, MOST)
    .map(([name, type]): Suggestion => {
      const isFolder = (type & vscode.FileType.Directory) !== 0;
      const written = `${found.folder === "" ? "./" : ""}${name}${isFolder ? "/" : ""}`;
      return {
        label: isFolder ? `${name}/` : name,
        kind: isFolder ? "folder" : "file",
        insert: written,
        rank: isFolder ? 10 : 11,
        ...(isFolder && { then: "suggest" }),
      };
    });
  return { range: found.range, items };
}
