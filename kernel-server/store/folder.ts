import { createHash, randomUUID } from "node:crypto";
import { link, mkdir, open, readFile, readdir, rename, stat, unlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { acquireLock } from "../../protocol/local/lock.ts";
import { hasCode } from "./fs-error.ts";
import { directoryName, fileName, fromBytes, keyOfFile, keyOfFolder, toBytes } from "./key-path.ts";
import type { Etag, Listed, ObjectStore } from "./object-store.ts";

/** Names that no key has (see `key-path.ts`): unfinished writes, and locks of keys. */
const TEMPORARY = "%t";
const LOCKS = "%l";

/**
 * An object store in a folder of a local disk, safe between processes of one machine. Objects appear whole (written
 * aside, synced, then linked or renamed), the etag is the content's SHA-256. Not for NFS, EFS or S3 mounts: several
 * machines share S3 itself.
 */
export function folderStore(root: string): ObjectStore {
  const pathOf = (key: string) => join(root, ...keyPath(key));
  const turns = new Map<string, Promise<unknown>>();

  /** One writer of a key at a time, in this process and among all. */
  async function alone<T>(key: string, signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
    const before = turns.get(key) ?? Promise.resolve();
    const mine = before.then(async () => {
      signal?.throwIfAborted();
      const lock = await acquireLock(join(root, LOCKS, createHash("sha256").update(key).digest("hex")), signal);
      try {
        return await work();
      } finally {
        await lock.release();
      }
    });
    const settled = mine.then(
      () => undefined,
      () => undefined,
    );
    turns.set(key, settled);
    try {
      return await mine;
    } finally {
      if (turns.get(key) === settled) turns.delete(key);
    }
  }

  /** Writes the bytes aside, synced, and gives them to `place`, which links or renames them to where they belong. */
  async function write<T>(key: string, body: Uint8Array, place: (from: string, to: string) => Promise<T>): Promise<T> {
    const aside = join(root, TEMPORARY, randomUUID());
    const target = pathOf(key);
    await mkdir(dirname(aside), { recursive: true });
    await mkdir(dirname(target), { recursive: true });
    try {
      const file = await open(aside, "wx", 0o600);
      try {
        await file.writeFile(body);
        await file.sync();
      } finally {
        await file.close();
      }
      const placed = await place(aside, target);
      await syncFolder(dirname(target));
      return placed;
    } finally {
      await unlinkIfThere(aside);
    }
  }

  const replace = (key: string, body: Uint8Array) => write(key, body, (from, to) => rename(from, to));

  return {
    async get(key, signal) {
      signal?.throwIfAborted();
      try {
        const path = pathOf(key);
        const body = await readFile(path);
        return { body, etag: etagOf(body), modified: (await stat(path)).mtime };
      } catch (thrown) {
        if (hasCode(thrown, "ENOENT", "ENOTDIR")) return undefined;
        throw thrown;
      }
    },

    async put(key, body, signal) {
      await alone(key, signal, () => replace(key, body));
      return etagOf(body);
    },

    async delete(key, signal) {
      await alone(key, signal, () => unlinkIfThere(pathOf(key)));
    },

    async *list(prefix, after, signal) {
      const found: { key: string; path: string }[] = [];
      await walk(root, "", toBytes(prefix), found);
      found.sort((a, b) => (a.key < b.key ? -1 : 1));
      for (const { key, path } of found) {
        signal?.throwIfAborted();
        if (after !== undefined && key <= toBytes(after)) continue;
        const listed = await describe(fromBytes(key), path);
        if (listed) yield listed;
      }
    },

    async createIfAbsent(key, body, signal) {
      signal?.throwIfAborted();
      return write(key, body, async (from, to) => {
        try {
          // A hard link, because a rename would replace what is there.
          await link(from, to);
          return etagOf(body);
        } catch (thrown) {
          if (hasCode(thrown, "EEXIST")) return undefined;
          throw thrown;
        }
      });
    },

    async compareAndSwap(key, body, etag, signal) {
      return alone(key, signal, async () => {
        const now = await this.get(key);
        if (now?.etag !== etag) return undefined;
        await replace(key, body);
        return etagOf(body);
      });
    },
  };
}

function keyPath(key: string): string[] {
  const segments = key.split("/");
  const last = segments.pop() ?? "";
  return [...segments.flatMap(directoryName), ...fileName(last)];
}

async function walk(
  folder: string,
  key: string,
  prefix: string,
  found: { key: string; path: string }[],
): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((thrown: unknown) => {
    if (hasCode(thrown, "ENOENT")) return [];
    throw thrown;
  });
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      const inner = keyOfFolder(entry.name);
      if (inner === undefined) continue;
      const below = key + inner;
      if (below.startsWith(prefix) || prefix.startsWith(below)) await walk(path, below, prefix, found);
    } else {
      const name = keyOfFile(entry.name);
      if (name !== undefined && (key + name).startsWith(prefix)) found.push({ key: key + name, path });
    }
  }
}

async function describe(key: string, path: string): Promise<Listed | undefined> {
  try {
    const found = await stat(path);
    return { key, bytes: found.size, modified: found.mtime };
  } catch (thrown) {
    if (hasCode(thrown, "ENOENT")) return undefined;
    throw thrown;
  }
}

async function syncFolder(path: string): Promise<void> {
  // Windows cannot open a folder; its file systems log names by themselves.
  if (process.platform === "win32") return;
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function unlinkIfThere(path: string): Promise<void> {
  await unlink(path).catch((thrown: unknown) => {
    if (!hasCode(thrown, "ENOENT", "ENOTDIR")) throw thrown;
  });
}

function etagOf(body: Uint8Array): Etag {
  // SAFETY: the brand marks what a store made, and this is where this store makes it.
  return createHash("sha256").update(body).digest("hex") as Etag;
}
