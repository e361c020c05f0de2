import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { processMemory } from "../sail/process-memory.ts";

/** Bytes of resident memory of a process and of all that it has started; `undefined` where the machine does not tell. */
export async function treeMemory(pid: number): Promise<number | undefined> {
  const listed = await promisify(execFile)("ps", ["-A", "-o", "pid=,ppid=,rss="]).catch(() => undefined);
  // Machines without `ps` may still tell of one process.
  return listed === undefined ? processMemory(pid) : sumOf(pid, listed.stdout);
}

/** `listed`: lines of a process, its parent and its KiB, in any order. */
export function sumOf(pid: number, listed: string): number | undefined {
  const children = new Map<number, number[]>();
  const sizes = new Map<number, number>();
  for (const line of listed.split("\n")) {
    const [own, parent, size] = line.trim().split(/\s+/).map(Number);
    if (own === undefined || parent === undefined || size === undefined) continue;
    sizes.set(own, size * 1024);
    children.set(parent, [...(children.get(parent) ?? []), own]);
  }
  if (!sizes.has(pid)) return undefined;
  const sum = (each: number): number =>
    (children.get(each) ?? []).reduce((total, child) => total + sum(child), sizes.get(each) ?? 0);
  return sum(pid);
}
