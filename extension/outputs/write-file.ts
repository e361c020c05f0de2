import { randomUUID } from "node:crypto";
import { open, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { BetweenError } from "../../protocol/errors.ts";

/**
 * Writes a file that is there whole or not at all: into a neighbour first, which takes its name at the end. Throws
 * `output.unwritable`, and what reading the bytes throws.
 */
export async function writeFileWhole(
  file: string,
  bytes: AsyncIterable<Uint8Array>,
  onBytes: (written: number) => void = () => {},
): Promise<void> {
  const neighbour = join(dirname(file), `.between-${randomUUID()}.tmp`);
  const fail = (cause: unknown): never => {
    throw new BetweenError("output.unwritable", { file, reason: reasonOf(cause) }, { cause });
  };
  const handle = await open(neighbour, "wx").catch(fail);
  try {
    let written = 0;
    for await (const part of bytes) {
      await handle.writeFile(part).catch(fail);
      written += part.byteLength;
      onBytes(written);
    }
    await handle.sync().catch(fail);
    await handle.close();
    await rename(neighbour, file).catch(fail);
  } catch (thrown) {
    await handle.close();
    await rm(neighbour, { force: true });
    throw thrown;
  }
}

/** Not the error's own message: it names the neighbour. */
const reasonOf = (cause: unknown): string =>
  cause instanceof Error && "code" in cause && typeof cause.code === "string" ? cause.code : String(cause);
