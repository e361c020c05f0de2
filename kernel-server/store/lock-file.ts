import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { link, readFile, stat, unlink, writeFile } from "node:fs/promises";
import { hasCode } from "./fs-error.ts";

/**
 * Exclusive locks between processes of one machine. Node has no `flock`, so a lock is a file that names its holder by
 * process id and time of birth; a holder that lives no more cannot come back, so its lock may be broken.
 */
export type Lock = { release(): Promise<void> };

/** Tries once: `undefined` when a living process holds the lock. */
export async function tryLock(path: string, note: Record<string, string> = {}): Promise<Lock | undefined> {
  const own = JSON.stringify({ pid: process.pid, birth: birthOf(process.pid), nonce: randomUUID(), ...note });
  for (let attempt = 0; attempt < 3; attempt++) {
    if (await createWhole(path, own)) return { release: () => releaseOwn(path, own) };
    const holder = await readHolder(path);
    if (holder === undefined) continue;
    if (holder.alive || !(await breakLock(path))) return undefined;
  }
  return undefined;
}

/** Who holds a lock, and whether that process lives; `undefined` when nobody does. */
export async function readHolder(path: string): Promise<{ alive: boolean; note: Record<string, unknown> } | undefined> {
  try {
    const note: unknown = JSON.parse(await readFile(path, "utf8"));
    if (typeof note !== "object" || note === null) return { alive: false, note: {} };
    const fields = Object.fromEntries(Object.entries(note));
    return { alive: isAlive(fields["pid"], fields["birth"]), note: fields };
  } catch (thrown) {
    if (hasCode(thrown, "ENOENT")) return undefined;
    if (thrown instanceof SyntaxError) return { alive: false, note: {} };
    throw thrown;
  }
}

/**
 * Takes a dead holder's lock away. Breakers exclude each other, and look again once they do, so that none removes the
 * lock that another breaker's successor has just taken.
 */
async function breakLock(path: string): Promise<boolean> {
  const breaking = `${path}.breaking`;
  if (!(await createWhole(breaking, String(process.pid)))) {
    const since = await stat(breaking).then(
      (s) => s.mtimeMs,
      () => Date.now(),
    );
    if (Date.now() - since > 10_000) await unlinkIfThere(breaking);
    return false;
  }
  try {
    const holder = await readHolder(path);
    if (holder?.alive) return false;
    await unlinkIfThere(path);
    return true;
  } finally {
    await unlinkIfThere(breaking);
  }
}

async function releaseOwn(path: string, own: string): Promise<void> {
  const now = await readFile(path, "utf8").catch((thrown: unknown) => {
    if (hasCode(thrown, "ENOENT")) return undefined;
    throw thrown;
  });
  if (now === own) await unlinkIfThere(path);
}

/** Creates a file that is whole from its first moment; false when there is one. */
async function createWhole(path: string, text: string): Promise<boolean> {
  const temporary = `${path}.${randomUUID()}`;
  await writeFile(temporary, text, { mode: 0o600, flag: "wx" });
  try {
    await link(temporary, path);
    return true;
  } catch (thrown) {
    if (hasCode(thrown, "EEXIST")) return false;
    throw thrown;
  } finally {
    await unlinkIfThere(temporary);
  }
}

async function unlinkIfThere(path: string): Promise<void> {
  await unlink(path).catch((thrown: unknown) => {
    if (!hasCode(thrown, "ENOENT")) throw thrown;
  });
}

function isAlive(pid: unknown, birth: unknown): boolean {
  if (typeof pid !== "number") return false;
  try {
    process.kill(pid, 0);
  } catch (thrown) {
    if (!hasCode(thrown, "EPERM")) return false;
  }
  return birth === "" || birthOf(pid) === birth;
}

/** Tells a process from a later one with the same id. Empty where the system does not say (there the id alone counts). */
function birthOf(pid: number): string {
  if (process.platform !== "linux") return "";
  try {
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    // Field 22 of proc(5) stat, counted behind the command's name, which may hold spaces and brackets.
    const after = readFileSync(`/proc/${pid}/stat`, "utf8").split(")").at(-1) ?? "";
    return `${boot}/${after.trim().split(" ")[19] ?? ""}`;
  } catch {
    return "gone";
  }
}
