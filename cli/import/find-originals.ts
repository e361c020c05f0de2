import { readdir, stat } from "node:fs/promises";
import { basename, dirname, join, relative } from "node:path";
import { BetweenError } from "../../protocol/errors.ts";

/** A file that may be a notebook of another tool. `base`: the folder that was named, or the file's own. */
export type Original = {
  path: string;
  base: string;
  /** Named by the user: then it must be one. */
  named: boolean;
};

const skipped = new Set([".git", ".svn", ".hg", ".ipynb_checkpoints", "node_modules"]);

/** The file itself, or all that a folder and those below it hold, in order of path. Links are not followed. */
export async function findOriginals(operand: string): Promise<Original[]> {
  const found = await stat(operand).catch((cause: unknown) => {
    throw new BetweenError("cli.file-missing", { file: operand }, { cause });
  });
  if (!found.isDirectory()) return [{ path: operand, base: dirname(operand), named: true }];
  const files: Original[] = [];
  for (const entry of await readdir(operand, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const folders = relative(operand, entry.parentPath).split(/[\\/]/);
    if (entry.isFile() && /\.(?:zpln|ipynb|json)$/i.test(entry.name) && !folders.some((one) => skipped.has(one)))
      files.push({ path, base: operand, named: false });
  }
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Files of that name are certainly meant to be notebooks; any other JSON may be anything. */
export const mustBeNotebook = ({ path, named }: Original): boolean =>
  named || /\.(?:zpln|ipynb)$/i.test(path) || basename(path) === "note.json";
