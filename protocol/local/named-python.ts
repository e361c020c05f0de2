import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { makeFolder } from "./make-folder.ts";
import { cacheFolder } from "./state-folders.ts";

/** Beside the environments that are made with it: a server that runs already looks here each time it makes one. */
const file = (cache: string) => join(cache, "python");

/** Names the Python, a path or a name on the PATH, that the embedded engine's environment is made with; `""`: none. */
export async function namePython(python: string, cache = cacheFolder()): Promise<void> {
  if (python === "") return await rm(file(cache), { force: true });
  await makeFolder(cache);
  await writeFile(file(cache), `${python}\n`);
}

/** What `namePython` named last. */
export async function namedPython(cache = cacheFolder()): Promise<string | undefined> {
  try {
    return (await readFile(file(cache), "utf8")).trim() || undefined;
  } catch (thrown) {
    if (thrown instanceof Error && "code" in thrown && (thrown.code === "ENOENT" || thrown.code === "ENOTDIR"))
      return undefined;
    throw thrown;
  }
}
