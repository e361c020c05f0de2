import { randomUUID } from "node:crypto";
import { open, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { BetweenError } from "../protocol/errors.ts";

/** Takes what a file is to hold, piece by piece. */
export type Sink = { write(data: string | Uint8Array): Promise<void> };

/**
 * Writes a file that is there whole or not at all: into a neighbour first, which takes its name at the end. What stands
 * at a place that is no plain file (`/dev/stdout`, a pipe) is written directly.
 */
export async function writeWhole<T>(file: string, fill: (sink: Sink) => Promise<T>): Promise<T> {
  const direct = await stat(file).then(
    (found) => !found.isFile(),
    () => false, // A new file.
  );
  const target = direct ? file : join(dirname(file), `.between-${randomUUID()}.tmp`);
  try {
    const handle = await open(target, direct ? "w" : "wx").catch((cause: unknown) => fail(file, cause));
    try {
      const sink: Sink = { write: (data) => handle.writeFile(data).catch((cause: unknown) => fail(file, cause)) };
      const result = await fill(sink);
      if (!direct) await handle.sync();
      await handle.close();
      if (!direct) await rename(target, file).catch((cause: unknown) => fail(file, cause));
      return result;
    } finally {
      await handle.close();
    }
  } catch (thrown) {
    if (!direct) await rm(target, { force: true });
    throw thrown;
  }
}

function fail(file: string, cause: unknown): never {
  const reason = cause instanceof Error ? cause.message : String(cause);
  throw new BetweenError("cli.file-unwritable", { file, reason }, { cause });
}
