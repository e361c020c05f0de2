import { readFile } from "node:fs/promises";
import { descendants } from "../../test/support/processes.ts";

/** The most that each of these processes has held since it began (its resident set), summed, in bytes: Linux's own account. */
export async function peakMemory(pids: readonly number[]): Promise<number> {
  const each = await Promise.all(pids.map((pid) => held(pid, "VmHWM")));
  return each.reduce((sum, bytes) => sum + bytes, 0);
}

/** What they hold now, in bytes. */
export async function memoryNow(pids: readonly number[]): Promise<number> {
  const each = await Promise.all(pids.map((pid) => held(pid, "VmRSS")));
  return each.reduce((sum, bytes) => sum + bytes, 0);
}

/** The processes below `pid` whose command line matches. */
export async function processesBelow(pid: number, command: RegExp): Promise<number[]> {
  const below = await descendants(pid);
  const lines = await Promise.all(below.map((one) => readFile(`/proc/${one}/cmdline`, "utf8").catch(() => ""))); // It has ended.
  return below.filter((_, i) => command.test(lines[i] ?? ""));
}

async function held(pid: number, key: "VmHWM" | "VmRSS"): Promise<number> {
  const line = new RegExp(`^${key}:\\s+(\\d+) kB`, "m").exec(await readFile(`/proc/${pid}/status`, "utf8"));
  return Number(line?.[1]) * 1024;
}
