import { realpath } from "node:fs/promises";
import { homedir } from "node:os";
import { basename, dirname, join } from "node:path";
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
  const real = await realPath(notebook.fsPath);
  return { uri: pathToFileURL(real).href, folder: dirname(real) };
}

/** A file that is gone can still be run from what is on screen, and one that is not there yet is known by its folder. */
async function realPath(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    const folder = await realpath(dirname(path)).catch(() => dirname(path));
    return join(folder, basename(path));
  }
}
