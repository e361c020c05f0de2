import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { ensurePython } from "../../kernel-server/engine/python/environment.ts";
import { cacheFolder } from "../../protocol/local/state-folders.ts";

const run = promisify(execFile);

/**
 * Makes a virtual environment as a user has: with nothing in it, or seeing the packages that Python cells need (and a module
 * `mine` of its own). Gives its interpreter.
 */
export async function makeEnvironment(folder: string, packages: "bare" | "whole"): Promise<string> {
  const own = await ensurePython({ cacheFolder: cacheFolder(), wanted: [] }, AbortSignal.timeout(300_000));
  await run(own, ["-m", "venv", "--without-pip", folder]);
  const python = join(folder, "bin/python");
  if (packages === "whole") {
    const theirs = await packagesOf(python);
    await writeFile(join(theirs, "packages.pth"), `${await packagesOf(own)}\n`);
    await writeFile(join(theirs, "mine.py"), "answer = 42\n");
  }
  return python;
}

/** The folder that an interpreter's packages lie in. */
export async function packagesOf(python: string): Promise<string> {
  const code = "import sysconfig; print(sysconfig.get_paths()['purelib'])";
  return (await run(python, ["-c", code])).stdout.trim();
}
