import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { link, readFile, unlink, writeFile } from "node:fs/promises";
import { uptime } from "node:os";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { BetweenError } from "../errors.ts";
import { makeFolder } from "./make-folder.ts";

export type Lock = { release(): Promise<void> };

const owner = z.strictObject({
  pid: z.number().int().positive(),
  birth: z.string(),
  at: z.number(),
  nonce: z.string(),
  version: z.string().optional(),
});
type Owner = z.infer<typeof owner>;

/** Waits between tries, doubling: a lock is mostly held for a moment, and for seconds while something starts. */
const FIRST_WAIT_MS = 1;
const LONGEST_WAIT_MS = 50;

/**
 * Takes the lock file at `path`, waiting while a living process holds it. Throws `wire.cancelled`, and what the file
 * system says.
 */
export async function acquireLock(path: string, signal?: AbortSignal): Promise<Lock> {
  await makeFolder(dirname(path));
  for (let wait = FIRST_WAIT_MS; ; wait = Math.min(wait * 2, LONGEST_WAIT_MS)) {
    const lock = await tryLock(path);
    if (lock) return lock;
    if (signal?.aborted) throw new BetweenError("wire.cancelled");
    await sleep(wait, undefined, signal && { signal }).catch(() => undefined); // Aborted: seen above.
  }
}

/**
 * Takes the lock file at `path`, in a folder that is there; `undefined` when a living process holds it. It names its
 * owner, so that a dead one's is taken over; of racing processes exactly one gets it.
 */
export async function tryLock(path: string, version?: string): Promise<Lock | undefined> {
  const self: Owner = {
    pid: process.pid,
    birth: birthOf(process.pid),
    at: Date.now(),
    nonce: randomUUID(),
    ...(version !== undefined && { version }),
  };
  while (!(await create(path, self))) {
    const holder = await readOwner(path);
    if (holder && lives(holder)) return undefined;
    if (holder) await bury(path, holder, self);
  }
  return { release: () => remove(path, self) };
}

/** Who holds a lock, whether that process lives, and the version that it gave; `undefined` when nobody does. */
export async function readHolder(path: string): Promise<{ alive: boolean; version?: string } | undefined> {
  const holder = await readOwner(path);
  if (!holder) return undefined;
  return { alive: lives(holder), ...(holder.version !== undefined && { version: holder.version }) };
}

/**
 * Removes the lock of a dead owner. Whoever creates the file that is named after that owner's nonce may do it, and looks
 * again whether the lock is still that owner's, so that a lock taken meanwhile is never removed. A remover that dies
 * leaves a file that is buried in the same way.
 */
async function bury(path: string, dead: Owner, self: Owner): Promise<void> {
  const right = `${path}.${dead.nonce}`;
  if (!(await create(right, self))) {
    const remover = await readOwner(right);
    if (remover && !lives(remover)) await bury(right, remover, self);
    else await sleep(1);
    return;
  }
  try {
    await remove(path, dead);
  } finally {
    await unlink(right);
  }
}

/** Creates a file that is whole from its first moment; false when there is one. */
async function create(path: string, self: Owner): Promise<boolean> {
  const whole = `${path}.${randomUUID()}.new`;
  await writeFile(whole, JSON.stringify(self), { mode: 0o600, flag: "wx" });
  try {
    await link(whole, path);
    return true;
  } catch (thrown) {
    if (isErrno(thrown, "EEXIST")) return false;
    throw thrown;
  } finally {
    await unlink(whole);
  }
}

async function remove(path: string, expected: Owner): Promise<void> {
  if ((await readOwner(path))?.nonce === expected.nonce) await unlink(path);
}

/** Who holds it; `undefined` when nobody does. What is no lock of ours counts as held by a dead process. */
async function readOwner(path: string): Promise<Owner | undefined> {
  try {
    const text = await readFile(path, "utf8");
    const read = owner.safeParse(parseJson(text));
    return read.success ? read.data : { pid: 0, birth: "", at: 0, nonce: "broken" };
  } catch (thrown) {
    if (isErrno(thrown, "ENOENT")) return undefined;
    throw thrown;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // The schema refuses it.
  }
}

/** Process ids are given again, soon in a container and after a restart of the machine; time of birth and of boot tell. */
function lives({ pid, birth, at }: Owner): boolean {
  const bootedAt = Date.now() - uptime() * 1000;
  return isAlive(pid) && (birth === "" ? at > bootedAt : birth === birthOf(pid));
}

/** Whether a process of that id runs, ours or another user's. One that ended does not, though nobody has reaped it yet. */
export function isAlive(pid: number): boolean {
  if (pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (thrown) {
    if (!isErrno(thrown, "EPERM")) return false;
  }
  return process.platform !== "linux" || !["Z", "X"].includes(statOf(pid)[0] ?? "");
}

/** Boot and start time of a process on Linux; empty where the system does not say. */
function birthOf(pid: number): string {
  if (process.platform !== "linux") return "";
  try {
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    return `${boot} ${statOf(pid)[19] ?? ""}`;
  } catch {
    return ""; // No such file in some sandboxes.
  }
}

/** Fields of proc(5) stat from the third on, behind the name: [0] the state, [19] the start time. Gone: state X. */
function statOf(pid: number): string[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  } catch (thrown) {
    return isErrno(thrown, "ENOENT") || isErrno(thrown, "ESRCH") ? ["X"] : [];
  }
}

const isErrno = (thrown: unknown, code: string) => thrown instanceof Error && "code" in thrown && thrown.code === code;
