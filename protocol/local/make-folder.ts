import { constants } from "node:fs";
import { access, mkdir } from "node:fs/promises";
import { dirname } from "node:path";

/** Makes a folder and those above it, for its user alone. On a read-only disk Node says "no such file" here; this says why. */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
  } catch (thrown) {
    if (!isMissing(thrown)) throw thrown;
    await nearestIsWritable(dirname(path));
    throw thrown;
  }
}

async function nearestIsWritable(folder: string): Promise<void> {
  try {
    await access(folder, constants.W_OK);
  } catch (thrown) {
    if (!isMissing(thrown) || dirname(folder) === folder) throw thrown;
    await nearestIsWritable(dirname(folder));
  }
}

const isMissing = (thrown: unknown) => thrown instanceof Error && "code" in thrown && thrown.code === "ENOENT";
