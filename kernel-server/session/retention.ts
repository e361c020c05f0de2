import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { runId } from "../../protocol/ids.ts";
import type { RunId } from "../../protocol/ids.ts";
import type { RetentionSettings } from "../settings/settings.ts";
import { hasCode } from "../store/fs-error.ts";

/** What is beyond its time or its room: the rows of a run's results, or all that lies on disk of it. Its record stays. */
export type Expired = { run: RunId; what: "spools" | "journal"; bytes: number; ageMs: number; why: "age" | "room" };

const DAY_MS = 86_400_000;
const SPOOL = /^result-\d+\.(arrow|long|index)$/;

/** Of the ended runs in a folder, whatever is too old, and the rows of the oldest beyond the room for rows. */
export async function expiredRuns(
  folder: string,
  { spoolDays, spoolBytes, journalDays }: RetentionSettings,
  isNeeded: (run: RunId) => boolean | Promise<boolean>,
  now: number,
): Promise<Expired[]> {
  const expired: Expired[] = [];
  let held = 0;
  // Ids of runs sort by time.
  for (const name of (await readdir(folder)).sort().reverse()) {
    const run = runId(name);
    const { rows, rest, modified } = await weigh(join(folder, name));
    const ageMs = now - modified;
    held += rows;
    if (await isNeeded(run)) continue;
    const isOld = ageMs > spoolDays * DAY_MS;
    if (ageMs > journalDays * DAY_MS) {
      expired.push({ run, what: "journal", bytes: rows + rest, ageMs, why: "age" });
    } else if (rows > 0 && (isOld || held > spoolBytes)) {
      expired.push({ run, what: "spools", bytes: rows, ageMs, why: isOld ? "age" : "room" });
    } else continue;
    held -= rows;
  }
  return expired;
}

/** Deletes it from the folder that it was found in. */
export async function removeExpired(folder: string, { run, what }: Expired): Promise<void> {
  const path = join(folder, run);
  if (what === "journal") return rm(path, { recursive: true, force: true });
  for (const name of await readdir(path)) if (SPOOL.test(name)) await rm(join(path, name), { force: true });
}

async function weigh(folder: string): Promise<{ rows: number; rest: number; modified: number }> {
  let rows = 0;
  let rest = 0;
  let modified = 0;
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const found = await stat(join(entry.parentPath, entry.name)).catch((thrown: unknown) => {
      if (hasCode(thrown, "ENOENT")) return undefined;
      throw thrown;
    });
    if (!found) continue;
    if (SPOOL.test(entry.name)) rows += found.size;
    else rest += found.size;
    modified = Math.max(modified, found.mtimeMs);
  }
  // Removing rows changes the folder's own time, so that this counts only where nothing lies in it.
  return { rows, rest, modified: modified || (await stat(folder)).mtimeMs };
}
