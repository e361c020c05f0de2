import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/** A place for files that engines read by their names, in a folder or a bucket. */
export interface FilePlace {
  /** An absolute path, or a URL. */
  readonly root: string;
  /** `path` is relative, with `/` and without `.` and `..`. */
  write(path: string, body: Uint8Array, signal?: AbortSignal): Promise<void>;
  /** Removes everything below a folder. */
  remove(folder: string, signal?: AbortSignal): Promise<void>;
}

export function folderPlace(root: string): FilePlace {
  return {
    root,
    async write(path, body, signal) {
      const file = join(root, ...path.split("/"));
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, body, signal ? { signal } : {});
    },
    remove: (folder) => rm(join(root, ...folder.split("/")), { recursive: true, force: true }),
  };
}
