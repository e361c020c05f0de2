import { readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { readHolder, tryLock } from "../../protocol/local/lock.ts";
import type { Lock } from "../../protocol/local/lock.ts";
import { hasCode } from "../store/fs-error.ts";
import { isNewer } from "./is-newer.ts";
import { makeFolder } from "./make-folder.ts";

const LOCK = "lock";
/** Stands in the folder of a server that left it in order. */
const LEFT = "left";

/** Locks a server's own folder; `undefined` when another process has it. */
export async function lockServer(folder: string, version: string): Promise<Lock | undefined> {
  const parts = ["runs", "queries", "scratch", "sent"].map((name) => join(folder, name));
  for (const path of [dirname(folder), folder, ...parts]) makeFolder(path);
  const lock = await tryLock(join(folder, LOCK), version);
  if (!lock) return undefined;
  await rm(join(folder, LEFT), { force: true });
  return {
    async release() {
      await writeFile(join(folder, LEFT), "");
      await lock.release();
    },
  };
}

/**
 * Takes over what dead servers left: their runs are moved into `own`, the rest of their folders is deleted. A folder is
 * taken by whoever gets its lock; that of a server of a newer version is left to one of its kind. Gives the runs' names.
 */
export async function adoptDead(servers: string, own: string, version: string): Promise<string[]> {
  const adopted: string[] = [];
  for (const name of await readdir(servers)) {
    const folder = join(servers, name);
    if (folder === own) continue;
    const holder = await readHolder(join(folder, LOCK));
    if (!holder && (await isYoung(folder))) continue;
    if (holder?.alive || isNewer(holder?.version, version)) continue;
    const lock = await tryLock(join(folder, LOCK), version).catch((thrown: unknown) => {
      // Adopted by another server a moment ago.
      if (hasCode(thrown, "ENOENT", "ENOTDIR")) return undefined;
      throw thrown;
    });
    if (!lock) continue;
    for (const run of await readdir(join(folder, "runs")).catch(nothing)) {
      await rename(join(folder, "runs", run), join(own, "runs", run));
      adopted.push(run);
    }
    await rm(folder, { recursive: true, force: true });
  }
  return adopted;
}

/** A server that starts makes its folder first and locks it then. */
async function isYoung(folder: string): Promise<boolean> {
  const left = await stat(join(folder, LEFT)).then(
    () => true,
    () => false,
  );
  if (left) return false;
  const made = await stat(folder).then(
    (found) => found.mtimeMs,
    () => 0,
  );
  return Date.now() - made < 60_000;
}

function nothing(thrown: unknown): string[] {
  if (hasCode(thrown, "ENOENT", "ENOTDIR")) return [];
  throw thrown;
}
