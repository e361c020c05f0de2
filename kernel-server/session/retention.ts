import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { runId } from "../../protocol/ids.ts";
import type { RunId } from "../../protocol/ids.ts";

export type Retention = { days: number; bytes: number };

const DAY_MS = 86_400_000;

/** Deletes the folders of ended runs that are too old, and the oldest beyond the bytes. Their records stay. */
export async function expireRuns(
  folder: string,
  retention: Retention,
  isWorking: (run: RunId) => boolean,
  now: number,
): Promise<RunId[]> {
  const expired: RunId[] = [];
  let held = 0;
  // Ids of runs sort by time.
  for (const name of (await readdir(folder)).sort().reverse()) {
    const run = runId(name);
    const { bytes, modified } = await weigh(join(folder, name));
    held += bytes;
    if (isWorking(run) || (now - modified <= retention.days * DAY_MS && held <= retention.bytes)) continue;
    await rm(join(folder, name), { recursive: true, force: true });
    held -= bytes;
    expired.push(run);
  }
  return expired;
}

async function weigh(folder: string): Promise<{ bytes: number; modified: number }> {
  let bytes = 0;
  let modified = 0;
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const found = await stat(join(entry.parentPath, entry.name));
    bytes += found.size;
    modified = Math.max(modified, found.mtimeMs);
  }
  return { bytes, modified };
}
