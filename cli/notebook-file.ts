import { readFile, realpath } from "node:fs/promises";
import { dirname, relative, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { BetweenError } from "../protocol/errors.ts";

/** A notebook's file: its text, the address that finds its runs again, and the folder that relative paths start from. */
export type NotebookFile = { path: string; text: string; uri: string; folder: string; shown: string };

/** Reads a file as UTF-8. Links are followed first, so that a file has one address however it is called. */
export async function readNotebookFile(path: string): Promise<NotebookFile> {
  try {
    const real = await realpath(path);
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(await readFile(real));
    return { path: real, text, uri: pathToFileURL(real).href, folder: dirname(real), shown: shortPath(real) };
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

/** The address of a notebook that may be gone: its runs can still be found. */
export async function uriOf(path: string): Promise<string> {
  return pathToFileURL(await realpath(path).catch(() => path)).href;
}

/** As one would type it from here: relative inside the working folder, else absolute. */
export function shortPath(path: string, from = process.cwd()): string {
  const short = relative(from, path);
  return short === "" || short.startsWith(`..${sep}`) || short === ".." ? path : short;
}

/** How to call a notebook for people here: the path of a file, else its address. */
export function shownUri(uri: string): string {
  try {
    return shortPath(fileURLToPath(uri));
  } catch {
    return uri; // No file of this machine.
  }
}

function unreadable(file: string, cause: unknown): BetweenError {
  if (cause instanceof TypeError) return new BetweenError("cli.file-not-utf8", { file }, { cause });
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  if (code === "ENOENT") return new BetweenError("cli.file-missing", { file }, { cause });
  if (code === "EISDIR") return new BetweenError("cli.file-is-folder", { file }, { cause });
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new BetweenError("cli.file-unreadable", { file, reason }, { cause });
}
