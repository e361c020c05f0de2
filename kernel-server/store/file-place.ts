import { mkdir, readFile, readdir, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { hasCode } from "./fs-error.ts";

/** A place for files that engines read by their names, in a folder or a bucket. */
export interface FilePlace {
  /** An absolute path, or a URL. */
  readonly root: string;
  /** `path` is relative, with `/` and without `.` and `..`. */
  write(path: string, body: Uint8Array, signal?: AbortSignal): Promise<void>;
  /** `undefined` when there is no such file. */
  read(path: string, signal?: AbortSignal): Promise<Uint8Array | undefined>;
  /** The folders that lie directly in it and hold files. */
  list(signal?: AbortSignal): AsyncIterable<ListedFolder>;
  /** Removes everything below a folder. */
  remove(folder: string, signal?: AbortSignal): Promise<void>;
}

/** All files of a folder together, and when the last one was written. */
export type ListedFolder = { folder: string; bytes: number; modified: Date };

export function folderPlace(root: string): FilePlace {
  const at = (path: string) => join(root, ...path.split("/"));
  return {
    root,
    async write(path, body, signal) {
      await mkdir(dirname(at(path)), { recursive: true });
      await writeFile(at(path), body, signal ? { signal } : {});
    },
    read: (path, signal) => readFile(at(path), signal ? { signal } : {}).catch(ifMissing(undefined)),
    async *list(signal) {
      for (const entry of await readdir(root, { withFileTypes: true }).catch(ifMissing([]))) {
        signal?.throwIfAborted();
        const listed = entry.isDirectory() && (await sumOf(join(root, entry.name)));
        if (listed) yield { folder: entry.name, ...listed };
      }
    },
    remove: (folder) => rm(at(folder), { recursive: true, force: true }),
  };
}

async function sumOf(folder: string): Promise<Omit<ListedFolder, "folder"> | undefined> {
  let bytes = 0;
  let newest = 0;
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(ifMissing([]));
  for (const entry of entries.filter((one) => one.isFile())) {
    const found = await stat(join(entry.parentPath, entry.name)).catch(ifMissing(undefined));
    bytes += found?.size ?? 0;
    newest = Math.max(newest, found?.mtimeMs ?? 0);
  }
  return newest === 0 ? undefined : { bytes, modified: new Date(newest) };
}

/** What is not there, is no file, or went meanwhile. */
const ifMissing =
  <T>(instead: T) =>
  (thrown: unknown): T => {
    if (hasCode(thrown, "ENOENT", "ENOTDIR", "EISDIR")) return instead;
    throw thrown;
  };
