import { randomUUID } from "node:crypto";
import { open, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { systemReason } from "../protocol/local/system-reason.ts";
import { BetweenError } from "../protocol/errors.ts";

/** Takes what a file is to hold, piece by piece. */
export type Sink = { write(data: string | Uint8Array): Promise<void> };

/**
 * Writes a file that is there whole or not at all: into a neighbour first, which takes its name when `fill` has given
 * true. What stands at a place that is no plain file (`/dev/stdout`, a pipe) is written directly. Throws
 * `cli.folder-missing`, `cli.file-unwritable` and what `fill` throws.
 */
export async function writeWhole(file: string, fill: (sink: Sink) => Promise<boolean>): Promise<void> {
  const found = await stat(file).catch(() => undefined); // A new file.
  const direct = found !== undefined && !found.isFile();
  const target = direct ? file : join(dirname(file), `.between-${randomUUID()}.tmp`);
  const handle = await open(target, direct ? "w" : "wx").catch((cause: unknown) => fail(file, cause));
  let kept = false;
  try {
    if (found && !direct) await handle.chmod(found.mode);
    kept = await fill({ write: (data) => handle.writeFile(data).catch((cause: unknown) => fail(file, cause)) });
    if (kept && !direct) await handle.sync();
  } finally {
    await handle.close();
    if (!direct && !kept) await rm(target, { force: true });
  }
  if (!direct && kept) {
    await rename(target, file).catch(async (cause: unknown) => {
      await rm(target, { force: true });
      fail(file, cause);
    });
  }
}

/** Throws `cli.folder-missing` when the folder that a file is to stand in is not there: better known before the work than after it. */
export async function needFolderOf(file: string): Promise<void> {
  const folder = await stat(dirname(file)).catch((cause: unknown) => fail(file, cause));
  if (!folder.isDirectory()) throw new BetweenError("cli.folder-missing", { file, folder: dirname(file) });
}

function fail(file: string, cause: unknown): never {
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  if (code === "ENOENT" || code === "ENOTDIR")
    throw new BetweenError("cli.folder-missing", { file, folder: dirname(file) }, { cause });
  // Not the error's own message: it names the neighbour that the file is first written into.
  throw new BetweenError("cli.file-unwritable", { file, reason: systemReason(cause) }, { cause });
}
