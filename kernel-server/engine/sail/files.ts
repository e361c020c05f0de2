import { type Stats, createReadStream } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join, resolve, sep } from "node:path";
import { BetweenError } from "../../../protocol/errors.ts";
import { type FileTree, type Found, type FoundFile, findInTree, isHidden } from "../find-in-tree.ts";
import { privateFiles } from "./private-files.ts";

/** A path of another store (`s3://…`). */
export const isRemote = (path: string) => /^[a-z][a-z0-9+.-]+:\/\//i.test(path) && !/^file:/i.test(path);

/** The absolute path, wildcards kept, of a path, a glob or a `file:` URL that is relative to `folder`. */
export function absolutePath(path: string, folder: string): string {
  const local = path.replace(/^file:(\/\/[^/]*)?(\/[A-Za-z]:)?/i, (_, __, drive?: string) => drive?.slice(1) ?? "");
  return forward(resolve(folder, local));
}

/** With "/" everywhere, which Windows takes too, so that "\\" is left to escape wildcards. */
const forward = (path: string) => (sep === "\\" ? path.replaceAll("\\", "/") : path);

/** Every file on this disk that the path or glob (absolute) names. */
export const findFiles = (path: string, signal: AbortSignal): Promise<Found> => findInTree(diskTree, path, signal);

/** The disk of this machine. */
export const diskTree: FileTree = {
  split(path) {
    const segments = path.split("/").filter((segment) => segment !== "");
    const drive = /^[A-Za-z]:$/.test(segments[0] ?? "") ? segments.shift() : undefined;
    return { root: `${drive ?? ""}/`, segments };
  },
  entries: async (folder) => (await names(folder)).map((name) => ({ name })),
  has: async (path) => (await reading(path, () => stat(path))) !== undefined,
  async files(path, signal) {
    const found: FoundFile[] = [];
    await collect(path, found, await privateFiles(), signal);
    return found;
  },
  async *everything(path, signal) {
    const folder = await reading(path, () => stat(path));
    if (folder === undefined) return;
    if (!folder.isDirectory()) yield path;
    const entries = await reading(path, () => readdir(path, { recursive: true, withFileTypes: true }));
    for (const entry of entries ?? []) {
      signal.throwIfAborted();
      if (!entry.isDirectory()) yield forward(join(entry.parentPath, entry.name));
    }
  },
  read: (path, signal, range) => createReadStream(path, { signal, ...range }),
};

async function collect(
  path: string,
  into: FoundFile[],
  isPrivate: (file: Stats) => boolean,
  signal: AbortSignal,
): Promise<void> {
  signal.throwIfAborted();
  const info = await reading(path, () => stat(path));
  if (info === undefined) return;
  if (isPrivate(info)) throw new BetweenError("storage.path-private", { path });
  if (info.isFile()) into.push({ path, bytes: info.size, modified: info.mtimeMs });
  if (!info.isDirectory()) return;
  for (const name of await names(path)) if (!isHidden(name)) await collect(`${path}/${name}`, into, isPrivate, signal);
}

const names = async (folder: string) => (await reading(folder, () => readdir(folder))) ?? [];

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
