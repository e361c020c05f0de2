import { readdir, stat } from "node:fs/promises";
import { resolve, sep } from "node:path";
import { BetweenError } from "../../../protocol/errors.ts";
import { expandBraces, hasWildcard, segmentPattern, unescaped } from "./glob.ts";

export type FoundFile = { path: string; bytes: number; modified: number };
export type Found = {
  files: readonly FoundFile[];
  /** The deepest folder on the way to what is not there, and what it holds. Only when there is no file. */
  nearest?: { folder: string; holds: readonly string[] };
};

/** A path of another store (`s3://…`), which only the engine can look at. */
export const isRemote = (path: string) => /^[a-z][a-z0-9+.-]+:\/\//i.test(path) && !/^file:/i.test(path);

/** The absolute path, wildcards kept, of a path, a glob or a `file:` URL that is relative to `folder`. */
export function absolutePath(path: string, folder: string): string {
  const local = path.replace(/^file:(\/\/[^/]*)?(\/[A-Za-z]:)?/i, (_, __, drive?: string) => drive?.slice(1) ?? "");
  return forward(resolve(folder, local));
}

/** With "/" everywhere, which Windows takes too, so that "\\" is left to escape wildcards. */
const forward = (path: string) => (sep === "\\" ? path.replaceAll("\\", "/") : path);

/** Hadoop and Sail read no file or folder whose name begins so. */
const isHidden = (name: string) => name.startsWith("_") || name.startsWith(".");

/** Every file that the path or glob (absolute) names, folders read to their depths, in the order of their names. */
export async function findFiles(path: string, signal: AbortSignal): Promise<Found> {
  const found = new Map<string, FoundFile>();
  let nearest: string | undefined;
  for (const pattern of expandBraces(path)) {
    const segments = pattern.split("/").filter((segment) => segment !== "");
    const drive = /^[A-Za-z]:$/.test(segments[0] ?? "") ? segments.shift() : undefined;
    let level = [`${drive ?? ""}/`];
    for (const segment of segments) {
      signal.throwIfAborted();
      const next = await step(level, segment);
      if (next.length === 0) {
        const stopped = level[0];
        if (stopped !== undefined && (nearest === undefined || stopped.length > nearest.length)) nearest = stopped;
      }
      level = next;
    }
    for (const each of level) await collect(each, found, signal);
    if (found.size === 0 && level[0] !== undefined) nearest = level[0];
  }
  const files = [...found.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  if (files.length > 0 || nearest === undefined) return { files };
  return {
    files,
    nearest: { folder: nearest, holds: (await names(nearest)).filter((name) => !isHidden(name)).slice(0, 5) },
  };
}

async function step(level: readonly string[], segment: string): Promise<string[]> {
  const next: string[] = [];
  for (const folder of level) {
    const join = (name: string) => (folder.endsWith("/") ? folder + name : `${folder}/${name}`);
    if (!hasWildcard(segment)) {
      const path = join(unescaped(segment));
      if (await exists(path)) next.push(path);
      continue;
    }
    const pattern = segmentPattern(segment);
    for (const name of await names(folder)) if (!isHidden(name) && pattern.test(name)) next.push(join(name));
  }
  return next;
}

async function collect(path: string, into: Map<string, FoundFile>, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const info = await reading(path, () => stat(path));
  if (info === undefined) return;
  if (info.isFile()) into.set(path, { path, bytes: info.size, modified: info.mtimeMs });
  if (!info.isDirectory()) return;
  for (const name of await names(path)) if (!isHidden(name)) await collect(`${path}/${name}`, into, signal);
}

const names = async (folder: string) => (await reading(folder, () => readdir(folder))) ?? [];
const exists = async (path: string) => (await reading(path, () => stat(path))) !== undefined;

/** What is not there is no error here; what may not be read is. */
async function reading<T>(path: string, read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw new BetweenError("engine.path-unreadable", { path, reason: String(code) }, { cause });
  }
}
