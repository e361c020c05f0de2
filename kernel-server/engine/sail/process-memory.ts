import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";

/** Bytes of memory that a process takes (its resident set); `undefined` where the machine does not tell or it has ended. */
export async function processMemory(pid: number): Promise<number | undefined> {
  const text = await (process.platform === "linux" ? linux(pid) : ps(pid)).catch(() => ""); // It has ended, or there is no `ps`.
  const kibibytes = /(\d+)/.exec(text)?.[1];
  return kibibytes === undefined ? undefined : Number(kibibytes) * 1024;
}

/** The line `VmRSS:     49152 kB` of proc_pid_status(5). */
const linux = async (pid: number) => /^VmRSS:\s+(\d+)/m.exec(await readFile(`/proc/${pid}/status`, "utf8"))?.[1] ?? "";

/** In units of 1,024 bytes, by POSIX. */
const ps = async (pid: number) => (await promisify(execFile)("ps", ["-o", "rss=", "-p", String(pid)])).stdout;
