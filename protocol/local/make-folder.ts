import { mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";

/**
 * Makes a folder and those above it, for its user alone. Throws what the file system says. Not by `recursive`: that says
 * "no such file" on a read-only disk and never ends below /proc (Node 24).
 */
export async function makeFolder(path: string): Promise<void> {
  try {
    await make(path);
  } catch (thrown) {
    if (!isMissing(thrown) || dirname(path) === path) throw thrown;
    await makeFolder(dirname(path));
    await make(path);
  }
}

async function make(path: string): Promise<void> {
  try {
    await mkdir(path, { mode: 0o700 });
  } catch (thrown) {
    // Whatever it is that a system says of a folder that is there: a drive's root is refused as forbidden on Windows.
    if (!(await isFolder(path))) throw thrown;
  }
}

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );

const isMissing = (thrown: unknown) => thrown instanceof Error && "code" in thrown && thrown.code === "ENOENT";
