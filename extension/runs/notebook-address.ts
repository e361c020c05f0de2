import { realpath } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname } from "node:path";
import { pathToFileURL } from "node:url";
import type { Address } from "./notebook-sessions.ts";

/**
 * How servers know a notebook, as the command line names it too: links are followed, so that a file has one address however
 * it was opened. What is no file on this machine keeps the editor's address and works from the workspace's folder.
 */
export async function notebookAddress(
  notebook: { scheme: string; fsPath: string; uri: string },
  workspace: string | undefined,
): Promise<Address> {
  const elsewhere = { uri: notebook.uri, folder: workspace ?? homedir() };
  if (notebook.scheme !== "file") return elsewhere;
  // A file that is gone can still be run from what is on screen.
  const real = await realpath(notebook.fsPath).catch(() => notebook.fsPath);
  return { uri: pathToFileURL(real).href, folder: dirname(real) };
}
