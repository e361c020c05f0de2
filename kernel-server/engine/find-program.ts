import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import { delimiter, resolve } from "node:path";

/** Where a program lies: itself when it is a path, else the first of its name in the folders of PATH. */
export async function findProgram(program: string, path = process.env.PATH ?? ""): Promise<string | undefined> {
  const folders = /[/\\]/.test(program) ? [""] : path.split(delimiter).filter((folder) => folder !== "");
  const endings = process.platform === "win32" ? [".exe", ""] : [""];
  for (const folder of folders) {
    for (const ending of endings) {
      const file = resolve(folder, program + ending);
      if (await isProgram(file)) return file;
    }
  }
  return undefined;
}

async function isProgram(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
