import type { NotebookDocument, Uri } from "vscode";

/** Where a notebook's relative paths start from: its own folder; of one that was never saved the workspace's. */
export function notebookFolder(
  { uri, isUntitled }: Pick<NotebookDocument, "uri" | "isUntitled">,
  workspace: Uri | undefined,
  home: string,
): string {
  if (!isUntitled && uri.scheme !== "untitled") return uri.fsPath.replace(/[/\\][^/\\]*$/, "") || "/";
  return workspace?.scheme === "file" ? workspace.fsPath : home;
}
